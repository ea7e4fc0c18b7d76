namespace KpiFunctions.Pipeline.Readings;

/// <summary>A network that sends visits.</summary>
/// <param name="Name">What readers call it: <c>Facebook</c>.</param>
/// <param name="Links">How its visits are known.</param>
public sealed record Network(string Name, NetworkLinks Links)
{
    /// <summary>Those among sources.</summary>
    public static IReadOnlyList<Network> Of(IEnumerable<SourceTraits> sources) => [.. sources.Where(source => source.Links is not null).Select(source => new Network(source.Name, source.Links!))];
}
