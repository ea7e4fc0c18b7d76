using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Figures;

/// <summary>How many senders of visits there are in effect.</summary>
internal static class EffectiveSources
{
    public static readonly FigureDefinition Definition = new OverAccounts(
        new("effective-sources", KpiUnit.Number, GoodDirection.Up)
        {
            Floor = 1,
            IsFedBy = source => source.HasTraffic,
            Formula = "1 / sum of the squares of each known sender's share of their visits; all of Google is one sender, and so is each network",
        },
        EffectiveNumberOf);

    /// <summary>The effective number of the senders that are known, beside that with the unknown part as Google's, and as one other sender's.</summary>
    private static WeekMeasurement EffectiveNumberOf(ClientData data, IsoWeek week)
    {
        var traffic = ClientVisits.In(data, week, VisitPart.SessionsOfKnownReferrer);
        if (traffic.Slices is not { } slices) return WeekMeasurement.Missing(traffic.Gap!.Value);
        var all = slices.Sum(slice => slice.Sessions);
        if (all <= 0) return WeekMeasurement.Missing(Gap.Undefined);
        var unknown = traffic.WithoutReferrer;
        if (KnownPart.IsTooLarge(unknown, all)) return WeekMeasurement.Missing(Gap.UnknownOrigin);
        return KnownPart.WithUnknown(EffectiveNumberOf(traffic.ByReferrer, traffic.IsProvisional), unknown / all, () =>
        [
            EffectiveNumberOf(new Dictionary<string, double>(traffic.ByReferrer) { [WeekTraffic.Google] = traffic.FromGoogle + unknown }, traffic.IsProvisional),
            EffectiveNumberOf(new Dictionary<string, double>(traffic.ByReferrer) { [TrafficSlice.UnknownReferrer] = unknown }, traffic.IsProvisional),
        ]);
    }

    /// <summary>
    /// 1 / Σ p² over senders (Laakso and Taagepera 1979): 1 when one sends everything, n when n send alike. All of
    /// Google is one sender. The noise is the delta method's for shares of n visits.
    /// </summary>
    private static WeekMeasurement EffectiveNumberOf(IReadOnlyDictionary<string, double> senders, bool isProvisional)
    {
        var all = senders.Values.Sum();
        var shares = senders.Values.Select(sessions => sessions / all).Order().ToList();
        var squares = shares.Sum(p => p * p);
        var variance = Math.Max(0, 4 * (shares.Sum(p => p * p * p) - squares * squares) / all);
        return new(Figure.Known(1 / squares, isProvisional), new Basis.Ratio()) { Variance = VarianceModel.Fixed(Math.Sqrt(variance) / (squares * squares)) };
    }
}
