using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Readings;

/// <summary>
/// What a source is able to give, and how it behaves in time: data about a platform, kept beside its code and used by
/// config validation, by planning and by the digest's data notes.
/// </summary>
public sealed record SourceTraits
{
    /// <summary>The type that configs name: <c>facebook</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name that people read: <c>Facebook</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What docs and editors say of it.</summary>
    public required SourceWords Words { get; init; }

    /// <summary>What it gives per account and day, and what silence about a metric means in a successful answer.</summary>
    public required IReadOnlyDictionary<Metric, Absence> Metrics { get; init; }

    /// <summary>What it gives per post; empty where it gives no posts.</summary>
    public IReadOnlySet<Metric> PostMetrics { get; init; } = new HashSet<Metric>();

    /// <summary>
    /// The time in which a post gathers half of all that it ever gathers, as published measurements have it; null where none
    /// is known, or there are no posts.
    /// </summary>
    public TimeSpan? PostHalfLife { get; init; }

    /// <summary>Whether posts still gather more than a twentieth of their figures when they are two days old, or may do so.</summary>
    public bool PostsKeepGrowing => PostMetrics.Count > 0 && (PostHalfLife is not { } half || Math.Pow(0.5, Grown / half) > SmallestGrowth);

    private const double SmallestGrowth = 0.05;
    private static readonly TimeSpan Grown = TimeSpan.FromDays(2);

    /// <summary>
    /// Levels that are told as they stand when asked, by a source that has figures of days too: such a level alone does
    /// not show that the platform has given the day.
    /// </summary>
    public IReadOnlySet<Metric> LevelsOfToday { get; init; } = new HashSet<Metric>();

    /// <summary>Metrics in which the platform counts what adverts brought together with the rest, and does not say how much it is.</summary>
    public IReadOnlySet<Metric> IncludesPaid { get; init; } = new HashSet<Metric>();

    /// <summary>How visits that it sent are known; null of what sends none.</summary>
    public NetworkLinks? Links { get; init; }

    /// <summary>Whether it says where visits come from.</summary>
    public bool HasTraffic { get; init; }

    /// <summary>Days before today that every fetch reads again, because the platform restates them.</summary>
    public int LookBackDays { get; init; }

    /// <summary>
    /// For how many days a day is read again while the origin of some of its visits is not known, once a day, by sources
    /// that say where visits come from (<see cref="HasTraffic"/>).
    /// </summary>
    public const int OpenDays = 28;

    /// <summary>How many days before today the platform still answers; null where no such limit is known.</summary>
    public int? HistoryDays { get; init; }

    /// <summary>The longest range that one request may ask for, in days.</summary>
    public int MaxDaysPerRequest { get; init; } = 366;

    /// <summary>How long after its end a day may still be restated.</summary>
    public TimeSpan SettlesAfter { get; init; }

    /// <summary>Where its days begin, when the platform sets that for all accounts; null where it is the account's own matter.</summary>
    public Zone? Zone { get; init; }

    /// <summary>
    /// Metrics that an account is asked for once with their past, also where the account was known before the metric was;
    /// each with the weeks before the present one that are asked for, or null where these are all that digests compare.
    /// </summary>
    public IReadOnlyDictionary<Metric, int?> LongHistory { get; init; } = new Dictionary<Metric, int?>();

    /// <summary>How long before an access expires this is reported.</summary>
    public TimeSpan AccessEndReportedAhead { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Whether the planner fetches it; false for a source that is fed by dropped files.</summary>
    public bool IsFetched { get; init; } = true;

    /// <summary>Whether its config has to name a credential.</summary>
    public bool NeedsCredential { get; init; } = true;

    /// <summary>
    /// The vault's name for the agency's own access, which serves an account whose config names no credential; null
    /// where each account needs an access of its own.
    /// </summary>
    public string? AgencyCredential { get; init; }

    /// <summary>
    /// How long after one fetch of an account began the next one is due. The timer that sends it comes every quarter of an
    /// hour: this is somewhat less than a multiple of that, so that a fetch that began late does not delay all later ones.
    /// </summary>
    public TimeSpan AskEvery { get; init; } = new(3, 50, 0);

    /// <summary>What all clients' requests share; null where each account has limits of its own.</summary>
    public AppQuota? Quota { get; init; }

    /// <summary>The permissions that an access needs, by the platform's names; empty where there are none, or where they have no names.</summary>
    public IReadOnlyList<PermissionNeeded> Permissions { get; init; } = [];

    /// <summary>What reading costs; null where it is free.</summary>
    public ReadPrice? Price { get; init; }

    /// <summary>When the version of the API that is used here comes to its end; null where no day is known.</summary>
    public ApiVersionEnd? VersionEnd { get; init; }

    /// <summary>Whether its config has to give the address of a server.</summary>
    public bool NeedsUrl { get; init; }

    /// <summary>
    /// Whether the server is one that the config names, in its address or in the account: such connections are guarded.
    /// </summary>
    public bool IsAtNamedServer { get; init; }

    /// <summary>Whether it gives any of these metrics, per account and day or per post.</summary>
    public bool GivesAny(params ReadOnlySpan<Metric> metrics)
    {
        foreach (var metric in metrics)
            if (Metrics.ContainsKey(metric) || PostMetrics.Contains(metric)) return true;
        return false;
    }
}

/// <summary>What docs and editors say of a source.</summary>
/// <param name="Is">What one account is, as a sentence.</param>
/// <param name="Api">The platform's interface and its version.</param>
/// <param name="Day">Whose day its figures are of.</param>
public sealed record SourceWords(string Is, string Api, string Day)
{
    /// <summary>How a config names the account, as a sentence.</summary>
    public string Account { get; init; } = "The page, property or site there, as the platform names it.";
}

/// <summary>What a missing row or metric means in an answer that is otherwise complete.</summary>
public enum Absence
{
    /// <summary>The platform leaves out what it does not know: the value stays unknown.</summary>
    Unknown,

    /// <summary>The platform leaves out zeros: the value is 0.</summary>
    Zero,
}
