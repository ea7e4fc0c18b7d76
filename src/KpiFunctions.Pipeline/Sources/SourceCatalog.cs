using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>Every source that the pipeline knows: those it fetches, and those that are only fed.</summary>
public sealed class SourceCatalog
{
    private readonly FrozenDictionary<string, ISource> fetched;

    /// <param name="sources">The sources that are fetched.</param>
    /// <param name="fed">What the sources can give that are fed by dropped files.</param>
    /// <exception cref="ArgumentException">Two sources share a type.</exception>
    public SourceCatalog(IEnumerable<ISource> sources, IEnumerable<SourceTraits> fed)
    {
        fetched = sources.ToFrozenDictionary(source => source.Traits.Type, StringComparer.Ordinal);
        Traits = fetched.Values.Select(source => source.Traits).Concat(fed).ToFrozenDictionary(traits => traits.Type, StringComparer.Ordinal);
    }

    /// <summary>What each source can give, by type: what configs are checked against.</summary>
    public IReadOnlyDictionary<string, SourceTraits> Traits { get; }

    /// <summary>The fetched source of a type; null where there is none, or where it is only fed.</summary>
    public ISource? Find(string type) => fetched.GetValueOrDefault(type);
}
