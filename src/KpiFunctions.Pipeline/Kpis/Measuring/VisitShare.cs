using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Shares of the week's visits, or of what they brought.</summary>
internal static class VisitShare
{
    /// <summary>A share of the visits, or conversions, whose origin is known.</summary>
    /// <param name="part">What it is a share of others of.</param>
    /// <param name="known">Those others: all of which it is known whether they belong to the part.</param>
    public static WeekMeasurement Of(ClientData data, IsoWeek week, VisitPart part, VisitPart known)
    {
        var traffic = ClientVisits.In(data, week, part, known);
        if (traffic.Slices is not { } slices) return WeekMeasurement.Missing(traffic.Gap!.Value);
        if (VisitParts.SumOrNull(slices, slice => VisitParts.ValueOf(part, slice)) is not { } all) return WeekMeasurement.Missing(Gap.PartialWeek);
        double Of(Func<TrafficSlice, bool> which) => slices.Where(which).Sum(slice => VisitParts.ValueOf(part, slice)!.Value);
        return KnownPart.ShareOf(Of(slice => VisitParts.Has(part, slice)), Of(slice => !VisitParts.Has(known, slice)), all, traffic.IsProvisional);
    }
}
