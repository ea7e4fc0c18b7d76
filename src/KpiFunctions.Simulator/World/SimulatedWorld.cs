namespace KpiFunctions.Simulator.World;

/// <summary>Everything there is, as seen at this moment: days that have not ended are not known yet.</summary>
internal sealed record SimulatedWorld(int Seed, TimeProvider Time, IReadOnlyList<string> ExtraMatomoHosts)
{
    /// <summary>Whether the platforms have counted anew: the same posts and days with other figures.</summary>
    public bool IsRestated { get; init; }

    /// <summary>Whether the newest day that is over has no figures yet.</summary>
    public bool IsLate { get; init; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The day there now; it is not over.</summary>
    public DateOnly Today(string zone) => WorldZones.DayAt(zone, Now);

    /// <summary>The first day in that zone of which there are no figures by day.</summary>
    public DateOnly FirstUnknown(string zone) => Today(zone).AddDays(IsLate ? -1 : 0);

    public PageLife Page(string id) => new(Seed, NamedPages.Of(id), IsRestated);

    /// <summary>Instagram's account of that number; null where it is none.</summary>
    public PageLife? Account(string id) => NamedAccounts.Of(id) is { } profile ? new(Seed, profile, IsRestated) : null;

    public ChannelLife Channel(long number) => new(Seed, number, IsRestated);

    /// <summary>A LinkedIn organisation: another one than the Facebook page of the same number.</summary>
    public PageLife Organization(string id) => new(Seed, NamedPages.Of($"linkedin-{id}"), IsRestated);

    /// <summary>TikTok's account of that identifier; null where it is none.</summary>
    public PageLife? TikTok(string id) => NamedTikTok.Of(id) is { } profile ? new(Seed, profile, IsRestated) : null;

    public TrafficLife Property(string id) => new(Seed, NamedSites.Property(id), IsRestated);

    public TrafficLife Site(string host, string site) => new(Seed, NamedSites.Site(host, site), IsRestated);

    public bool IsMatomoHost(string host) =>
        NamedSites.MatomoHosts.Concat(ExtraMatomoHosts).Contains(host, StringComparer.OrdinalIgnoreCase);
}
