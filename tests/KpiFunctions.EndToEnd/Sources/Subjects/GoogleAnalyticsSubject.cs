using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.EndToEnd.Sources.Subjects;

internal sealed class GoogleAnalyticsSubject : ILabSource
{
    public IReadOnlyList<LabSubject> Subjects { get; } =
    [
        new("google-analytics", "google-analytics", "ga4", "properties/310000001")
        {
            Refused = "keyEvents",
            Odd = OddAnswers.GoogleAnalytics,
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
