using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>To be known: how many people are reached, and how often others speak of the client.</summary>
internal static class Awareness
{
    private static readonly KpiSpec Mentions = new(KpiKey.Mentions, KpiUnit.Count, GoodDirection.Up);

    public static ObjectiveFigures Of(KpiBuilder kpis) => new()
    {
        Primary = [.. Reach.Of(kpis), kpis.Build(Mentions, week => Sums.Of(kpis.Data, week, Metrics.Mentions))],
        Explaining =
        [
            .. Viewed.Of(kpis),
            .. Reach.PerPost(kpis),
            .. Published.Of(kpis),
        ],
        Posts = Highlights.Of(kpis.Data, kpis.Week, Metrics.Reach, Metrics.Views),
    };
}
