using KpiFunctions.Simulator.Faults;
using static KpiFunctions.EndToEnd.Sources.OddAnswer;
using static KpiFunctions.Simulator.Faults.FaultKind;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class GoogleAnalyticsSubject : ILabSource
{
    private static readonly IReadOnlyDictionary<FaultKind, OddAnswer> Odd = new Dictionary<FaultKind, OddAnswer>
    {
        [PartlyUnknown] = new(
            null,
            Says("sessionSource", "\\{\"value\":\"google\"\\},\\{\"value\":\"organic\"\\},\\{\"value\":\"Organic Search\"\\}", "{\"value\":\"(data not available)\"},{\"value\":\"(data not available)\"},{\"value\":\"Unassigned\"}"))
        {
            Other = "^2026.* (Unknown|OrganicSearch)$",
        },
        [ContradictoryParts] = new(null, SaysOnce("activeUsers", "\"metricValues\":\\[\\{\"value\":\"\\d+\"", "\"metricValues\":[{\"value\":\"0\"")),
        [ImpossibleValue] = new("^2026.* users$", SaysOnce("activeUsers", "(?<sessions>\"metricValues\":\\[\\{\"value\":\"\\d+\"\\},)\\{\"value\":\"\\d+\"", "${sessions}{\"value\":\"-1\"")),
        [LaterPageRefused] = new("^2026", Refuses("activeUsers"), Refuses("sessionSource"), Refuses("firstUserDefaultChannelGroup")),
        [MissingRight] = new(
            "^2026.* revenue$",
            Says(Any, "\"metadata\":\\{", "\"metadata\":{\"schemaRestrictionResponse\":{\"activeMetricRestrictions\":[{\"metricName\":\"totalRevenue\",\"restrictedMetricTypes\":[\"REVENUE_DATA\"]}]},")),
    };

    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("google-analytics", "google-analytics", "ga4", "properties/310000001")
        {
            Refused = "keyEvents",
            Odd = Odd,
            Without = new Dictionary<FaultKind, string>
            {
                [FaultKind.RepeatedCursor] = "pages are asked for by their place",
                [FaultKind.RetiredMetric] = "a report has every column that was asked for, or is refused",
                [FaultKind.DeadItem] = LabSubject.NoItems,
            },
        },
        new("google tokens", "google-analytics", "google-oauth", "properties/310000001"),
    ];

    public SourceLimits Limits { get; } = new("google-analytics", "any days; five reports in a batch", (_, _) => SourceLimits.Token + 1)
    {
        Beyond = "`batchRunReports` would take all reports at once, but the [answer of a batch](https://developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/properties/batchRunReports) has one report for each request and no place for an error of one: a metric that is refused would cost them all",
    };
}
