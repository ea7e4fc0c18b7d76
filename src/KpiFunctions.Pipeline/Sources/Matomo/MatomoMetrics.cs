using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>What is asked of a Matomo server and what it means here.</summary>
public static class MatomoMetrics
{
    /// <summary>Rows of a report and day: the largest ones, and what is left is known from the type's total.</summary>
    internal const int RowsPerReport = TrafficSlices.MaxPairs;

    /// <summary>The kinds of referrer by Matomo's number, with the report that names the senders of each.</summary>
    internal static readonly FrozenDictionary<int, MatomoReferrer> Referrers = new Dictionary<int, MatomoReferrer>
    {
        [1] = new(Channel.Direct, null),
        [2] = new(Channel.OrganicSearch, "Referrers.getSearchEngines"),
        [3] = new(Channel.Referral, "Referrers.getWebsites"),
        [6] = new(Channel.Campaign, "Referrers.getCampaigns"),
        [7] = new(Channel.OrganicSocial, "Referrers.getSocials"),

        [8] = new(Channel.AiAssistant, "Referrers.getAIAssistants", IsRecent: true),
    }.ToFrozenDictionary();

    /// <summary>Whether a refusal is worth telling: all are, but that of a report which an older server does not have.</summary>
    internal static bool IsWorthTelling(string method, SourceFailure failure) =>
        failure.Kind != SourceFailureKind.RequestRefused || !Referrers.Values.Any(referrer => referrer.IsRecent && referrer.Report == method);

    /// <summary>The metrics that one report gives.</summary>
    internal static IReadOnlyList<Metric> In(string method) => method switch
    {
        MatomoMethods.Visits => [Metrics.Sessions, Metrics.Users],
        MatomoMethods.Goals => [Metrics.Conversions, Metrics.Revenue],
        _ => [],
    };

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "matomo",
        Name = "Matomo",
        Words = new("A site on a Matomo server.", "Reporting API", "the site's"),
        Metrics = new[] { (Metric)Metrics.Sessions, Metrics.Users, Metrics.Conversions, Metrics.Revenue }
            .ToFrozenDictionary(metric => metric, _ => Absence.Zero),
        HasTraffic = true,
        LookBackDays = 2,

        // A server computes what it has not archived while we wait. One that takes too long is asked again, and has what it computed.
        MaxDaysPerRequest = 100,

        // Reports are archived from time to time, by default at least once in some hours.
        SettlesAfter = TimeSpan.FromHours(6),
        NeedsUrl = true,
        IsAtNamedServer = true,
    };
}

/// <summary>A kind of referrer.</summary>
/// <param name="Channel">What it is here.</param>
/// <param name="Report">The API method that names its senders; null where there is none.</param>
/// <param name="IsRecent">Whether servers of today still lack it, so that its absence is nothing to tell.</param>
internal sealed record MatomoReferrer(Channel Channel, string? Report, bool IsRecent = false);
