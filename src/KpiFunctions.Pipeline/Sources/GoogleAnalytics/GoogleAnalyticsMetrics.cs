using System.Collections.Frozen;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>What is asked of the Analytics Data API and what it means here.</summary>
public static class GoogleAnalyticsMetrics
{
    /// <summary>The API's version.</summary>
    public const string Version = "v1beta";

    /// <summary>The right that the service account needs: to read.</summary>
    public const string Scope = "https://www.googleapis.com/auth/analytics.readonly";

    /// <summary>A day's totals.</summary>
    internal static readonly IReadOnlyList<GoogleAnalyticsMetric> Totals =
    [
        new(Sessions, Metrics.Sessions),
        new("activeUsers", Metrics.Users),
        new(KeyEvents, Metrics.Conversions),
        new(Revenue, Metrics.Revenue),
    ];

    /// <summary>What visits are told apart by, after the date.</summary>
    internal static readonly IReadOnlyList<string> SliceDimensions =
        [Date, "sessionSource", "sessionMedium", SessionChannel, "sessionCampaignName"];

    /// <summary>What is known of each slice.</summary>
    internal static readonly IReadOnlyList<GoogleAnalyticsMetric> Slices = [.. Totals.Where(metric => metric.Name is Sessions or KeyEvents or Revenue)];

    /// <summary>What is told apart by first channels.</summary>
    internal static readonly IReadOnlyList<GoogleAnalyticsMetric> Paths = [new(KeyEvents, Metrics.ConversionsAssistedBySocial)];

    /// <summary>The channel of somebody's very first visit.</summary>
    internal const string FirstChannel = "firstUserDefaultChannelGroup";

    /// <summary>The channel of a visit.</summary>
    internal const string SessionChannel = "sessionDefaultChannelGroup";

    /// <summary>What conversions are told apart by to see which a network began.</summary>
    internal static readonly IReadOnlyList<string> PathDimensions = [Date, FirstChannel, SessionChannel];

    internal const string Sessions = "sessions";

    internal const string KeyEvents = "keyEvents";

    internal const string Revenue = "totalRevenue";

    /// <summary>The dimension of a day, written <c>20261123</c>.</summary>
    internal const string Date = "date";

    /// <summary>Rows of one answer, some 15 MB: Google takes five times as many, which no fetch should hold at once.</summary>
    internal const int RowsPerPage = 50_000;

    /// <summary>Pages of one report after which it is given up.</summary>
    internal const int MaxPages = 100;

    /// <summary>What the source gives, and how it behaves in time.</summary>
    public static SourceTraits Traits { get; } = new()
    {
        Type = "google-analytics",
        Name = "Google Analytics",
        Words = new("A Google Analytics 4 property: properties/123456789.", "Data API v1beta", "the property's"),

        // The API leaves out every row whose figures are all zero.
        Metrics = Totals.Select(metric => metric.Metric).Append(Metrics.ConversionsAssistedBySocial).ToFrozenDictionary(metric => metric, _ => Absence.Zero),
        HasTraffic = true,
        LookBackDays = 4,
        MaxDaysPerRequest = 366,
        SettlesAfter = TimeSpan.FromHours(48),
        AgencyCredential = "agency-google",
    };
}

/// <summary>A property's metric at the platform.</summary>
/// <param name="Name">The platform's name.</param>
/// <param name="Metric">What it is here.</param>
internal sealed record GoogleAnalyticsMetric(string Name, Metric Metric);
