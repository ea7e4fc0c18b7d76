using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>Shares of the week's visits.</summary>
internal static class VisitShare
{
    /// <summary>The share of visits whose origin is known.</summary>
    /// <param name="unknownOf">Visits that may belong to the part and are not known to.</param>
    public static WeekMeasurement Of(ClientData data, IsoWeek week, Func<WeekTraffic, double> partOf, Func<WeekTraffic, double> unknownOf)
    {
        var traffic = WeekTraffic.Of(data, week);
        return traffic.Slices is { } slices
            ? KnownPart.ShareOf(partOf(traffic), unknownOf(traffic), slices.Sum(slice => slice.Sessions), traffic.IsProvisional)
            : WeekMeasurement.Missing(traffic.Gap!.Value);
    }
}
