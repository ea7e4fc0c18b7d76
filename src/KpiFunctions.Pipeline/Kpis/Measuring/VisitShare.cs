using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Shares of the week's visits.</summary>
internal static class VisitShare
{
    /// <summary>The share of visits whose origin is known.</summary>
    /// <param name="part">The visits that it is a share of others of.</param>
    /// <param name="known">Those others.</param>
    /// <param name="unknownOf">Visits that may belong to the part and are not known to.</param>
    public static WeekMeasurement Of(ClientData data, IsoWeek week, VisitPart part, VisitPart known, Func<WeekTraffic, double> unknownOf)
    {
        var traffic = ClientVisits.In(data, week, part, known);
        return traffic.Slices is { } slices
            ? KnownPart.ShareOf(VisitParts.Of(part, slices)!.Value, unknownOf(traffic), slices.Sum(slice => slice.Sessions), traffic.IsProvisional)
            : WeekMeasurement.Missing(traffic.Gap!.Value);
    }
}
