namespace KpiFunctions.Simulator.World;

/// <summary>Everything there is, as seen at this moment: days that have not ended are not known yet.</summary>
internal sealed class SimulatedWorld(int seed, TimeProvider time, IReadOnlyList<string> extraMatomoHosts)
{
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The first day in that zone of which nothing is known.</summary>
    public DateOnly Today(string zone) => WorldZones.DayAt(zone, Now);

    public PageLife Page(string id) => new(seed, NamedPages.Of(id));

    /// <summary>Instagram's account of that number; null where it is none.</summary>
    public PageLife? Account(string id) => NamedAccounts.Of(id) is { } profile ? new(seed, profile) : null;

    public ChannelLife Channel(long number) => new(seed, number);

    /// <summary>A LinkedIn organisation: another one than the Facebook page of the same number.</summary>
    public PageLife Organization(string id) => new(seed, NamedPages.Of($"linkedin-{id}"));

    /// <summary>TikTok's account of that identifier; null where it is none.</summary>
    public PageLife? TikTok(string id) => NamedTikTok.Of(id) is { } profile ? new(seed, profile) : null;

    public TrafficLife Property(string id) => new(seed, NamedSites.Property(id));

    public TrafficLife Site(string host, string site) => new(seed, NamedSites.Site(host, site));

    public bool IsMatomoHost(string host) =>
        NamedSites.MatomoHosts.Concat(extraMatomoHosts).Contains(host, StringComparer.OrdinalIgnoreCase);
}
