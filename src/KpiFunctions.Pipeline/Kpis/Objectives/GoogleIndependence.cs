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
            kpis.Build(GoogleShare, week => ShareOf(kpis.Data, week, traffic => traffic.FromGoogle, traffic => traffic.PerhapsFromGoogle)),
            kpis.Build(EffectiveSources, week => EffectiveNumberOf(kpis.Data, week)),
        ],
        Explaining =
        [
            kpis.Build(Sessions, week => Sums.Of(kpis.Data, week, Metrics.Sessions)),
            kpis.Build(SocialShare, week => ShareOf(
                kpis.Data, week, traffic => SessionsOf(traffic, slice => WeekTraffic.IsSocial(slice.Channel)), traffic => SessionsOf(traffic, slice => slice.HasUnknownChannel))),
        ],
        AsksForTraffic = true,
    };

    private static double SessionsOf(WeekTraffic traffic, Func<TrafficSlice, bool> of) => traffic.Slices!.Where(of).Sum(slice => slice.Sessions);

    /// <summary>The share of visits whose origin is known.</summary>
    /// <param name="unknownOf">Visits that may belong to the part and are not known to.</param>
    private static Sample ShareOf(ClientData data, IsoWeek week, Func<WeekTraffic, double> partOf, Func<WeekTraffic, double> unknownOf)
    {
        var traffic = WeekTraffic.Of(data, week);
        return traffic.Slices is { } slices
            ? KnownPart.ShareOf(partOf(traffic), unknownOf(traffic), slices.Sum(slice => slice.Sessions), traffic.IsProvisional)
            : Sample.Missing(traffic.Gap!.Value);
    }

    /// <summary>The effective number of the senders that are known, beside that with the unknown part as Google's, and as one other sender's.</summary>
    private static Sample EffectiveNumberOf(ClientData data, IsoWeek week)
    {
        var traffic = WeekTraffic.Of(data, week);
        if (traffic.Slices is not { } slices) return Sample.Missing(traffic.Gap!.Value);
        var all = slices.Sum(slice => slice.Sessions);
        if (all <= 0) return Sample.Missing(Gap.Undefined);
        var unknown = traffic.WithoutSender;
        if (KnownPart.IsTooLarge(unknown, all)) return Sample.Missing(Gap.UnknownOrigin);
        return KnownPart.WithUnknown(EffectiveNumberOf(traffic.BySender, traffic.IsProvisional), unknown / all, () =>
        [
            EffectiveNumberOf(new Dictionary<string, double>(traffic.BySender) { [WeekTraffic.Google] = traffic.FromGoogle + unknown }, traffic.IsProvisional),
            EffectiveNumberOf(new Dictionary<string, double>(traffic.BySender) { [TrafficSlice.UnknownSender] = unknown }, traffic.IsProvisional),
        ]);
    }

    /// <summary>
    /// 1 / Σ p² over senders (Laakso and Taagepera 1979): 1 when one sends everything, n when n send alike. All of
    /// Google is one sender. The noise is the delta method's for shares of n visits.
    /// </summary>
    private static Sample EffectiveNumberOf(IReadOnlyDictionary<string, double> senders, bool isProvisional)
    {
        var all = senders.Values.Sum();
        var shares = senders.Values.Select(sessions => sessions / all).Order().ToList();
        var squares = shares.Sum(p => p * p);
        var variance = Math.Max(0, 4 * (shares.Sum(p => p * p * p) - squares * squares) / all);
        return new(Figure.Known(1 / squares, isProvisional), new Basis.Ratio()) { Noise = Noise.Fixed(Math.Sqrt(variance) / (squares * squares)) };
    }
}
