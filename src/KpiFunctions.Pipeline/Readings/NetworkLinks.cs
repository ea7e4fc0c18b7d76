namespace KpiFunctions.Pipeline.Readings;

/// <summary>How the visits that a network sent are known, in analytics tools and in tagged links.</summary>
/// <param name="Names">Names that people tag links with: <c>fb</c>.</param>
/// <param name="Hosts">Hosts that its links go through, hosts below them included: <c>facebook.com</c>.</param>
public sealed record NetworkLinks(IReadOnlyList<string> Names, IReadOnlyList<string> Hosts)
{
    /// <summary>Whether the network sent these visits: by its name, its host or a host below it.</summary>
    public bool Sent(TrafficSlice slice)
    {
        var source = slice.Source.Trim().TrimEnd('/');
        return Names.Any(name => source.Equals(name, StringComparison.OrdinalIgnoreCase))
            || Hosts.Any(host => source.Equals(host, StringComparison.OrdinalIgnoreCase) || source.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));
    }
}
