using System.Globalization;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.GoogleAnalytics;

/// <summary>A metric of a report.</summary>
/// <param name="Type">As the answer's header names it.</param>
/// <param name="Value">From all rows that fall together.</param>
internal sealed record ReportMetric(string Type, Func<IReadOnlyCollection<TrafficRow>, decimal> Value);

/// <summary>The dimensions and metrics that the simulated properties have.</summary>
internal static class ReportColumns
{
    public static readonly IReadOnlyDictionary<string, Func<TrafficRow, string>> Dimensions = new Dictionary<string, Func<TrafficRow, string>>(StringComparer.Ordinal)
    {
        ["date"] = row => row.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        ["sessionSource"] = row => row.Source.Name,
        ["sessionMedium"] = row => row.Source.Medium,
        ["sessionSourceMedium"] = row => $"{row.Source.Name} / {row.Source.Medium}",
        ["sessionDefaultChannelGroup"] = row => row.Source.Channel,
        ["sessionCampaignName"] = row => row.Source.Campaign ?? WithoutCampaign(row.Source),
        ["firstUserDefaultChannelGroup"] = row => row.FirstChannel,
    };

    public static readonly IReadOnlyDictionary<string, ReportMetric> Metrics = new Dictionary<string, ReportMetric>(StringComparer.Ordinal)
    {
        ["sessions"] = new("TYPE_INTEGER", rows => rows.Sum(row => row.Sessions)),
        ["activeUsers"] = new("TYPE_INTEGER", rows => TrafficLife.UsersOf(rows)),
        ["totalUsers"] = new("TYPE_INTEGER", rows => TrafficLife.UsersOf(rows)),
        ["engagedSessions"] = new("TYPE_INTEGER", rows => rows.Sum(row => row.Engaged)),
        ["keyEvents"] = new("TYPE_FLOAT", rows => rows.Sum(row => row.Conversions)),
        ["totalRevenue"] = new("TYPE_CURRENCY", rows => rows.Sum(row => row.Revenue)),
    };

    // What GA4 puts where a visit carries no campaign of its own.
    private static string WithoutCampaign(TrafficSource source) => source.Channel switch
    {
        "Organic Search" => "(organic)",
        "Direct" => "(direct)",
        "Unassigned" => "(not set)",
        _ => "(referral)",
    };
}
