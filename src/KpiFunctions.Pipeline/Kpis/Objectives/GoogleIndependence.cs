using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Visits;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Objectives;

/// <summary>Not to live off Google alone: its share of the visits, and how many sources there are in effect.</summary>
internal static class GoogleIndependence
{
    private static readonly KpiSpec GoogleShare = new(KpiKey.GoogleShare, KpiUnit.Share, GoodDirection.Down) { Ceiling = 1 };
    private static readonly KpiSpec EffectiveSources = new(KpiKey.EffectiveSources, KpiUnit.Number, GoodDirection.Up) { Floor = 1 };
    private static readonly KpiSpec SocialShare = new(KpiKey.SocialShare, KpiUnit.Share, null) { Ceiling = 1 };
    private static readonly KpiSpec Sessions = new(KpiKey.Sessions, KpiUnit.Count, GoodDirection.Up);

    public static ObjectiveFigures Of(KpiBuilder kpis) => new()
    {
        Primary =
        [
            kpis.Build(GoogleShare, week => ShareOf(kpis.Data, week, traffic => traffic.FromGoogle)),
            kpis.Build(EffectiveSources, week => EffectiveNumberOf(kpis.Data, week)),
        ],
        Explaining =
        [
            kpis.Build(Sessions, week => Sums.Of(kpis.Data, week, Metrics.Sessions)),
            kpis.Build(SocialShare, week => ShareOf(kpis.Data, week, traffic => traffic.Slices!.Where(slice => WeekTraffic.IsSocial(slice.Channel)).Sum(slice => slice.Sessions))),
        ],
        AsksForTraffic = true,
    };

    private static Sample ShareOf(ClientData data, IsoWeek week, Func<WeekTraffic, double> partOf)
    {
        var traffic = WeekTraffic.Of(data, week);
        if (traffic.Slices is not { } slices) return Sample.Missing(traffic.Gap!.Value);
        var all = slices.Sum(slice => slice.Sessions);
        return all <= 0
            ? Sample.Missing(Gap.Undefined)
            : new(Figure.Known(partOf(traffic) / all, traffic.IsProvisional), new Basis.Ratio()) { Noise = Noise.Share(all) };
    }

    /// <summary>
    /// 1 / Σ p² over senders (Laakso and Taagepera 1979): 1 when one sends everything, n when n send alike. All of
    /// Google is one sender. The noise is the delta method's for shares of n visits.
    /// </summary>
    private static Sample EffectiveNumberOf(ClientData data, IsoWeek week)
    {
        var traffic = WeekTraffic.Of(data, week);
        if (traffic.Slices is not { } slices) return Sample.Missing(traffic.Gap!.Value);
        var all = slices.Sum(slice => slice.Sessions);
        if (all <= 0) return Sample.Missing(Gap.Undefined);
        var shares = traffic.BySender.Values.Select(sessions => sessions / all).Order().ToList();
        var squares = shares.Sum(p => p * p);
        var variance = Math.Max(0, 4 * (shares.Sum(p => p * p * p) - squares * squares) / all);
        return new(Figure.Known(1 / squares, traffic.IsProvisional), new Basis.Ratio()) { Noise = Noise.Fixed(Math.Sqrt(variance) / (squares * squares)) };
    }
}
