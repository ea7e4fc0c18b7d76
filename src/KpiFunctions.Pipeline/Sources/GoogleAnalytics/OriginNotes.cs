using System.Globalization;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>What has to be reported about the origins of visits in one window.</summary>
internal sealed class OriginNotes
{
    /// <summary>The part of a day's visits from which on it is reported that their origin is not known.</summary>
    private const double ReportedPart = 0.1;

    /// <summary>Fewer visits than these are not reported.</summary>
    private const double ReportedVisits = 10;

    /// <summary>Google estimates each report by itself: within this part, a total and its parts agree.</summary>
    private const double Estimated = 0.02;

    private readonly List<(DateOnly Day, double Visits, double Of)> unknown = [];
    private readonly List<(DateOnly Day, double Visits, double Of)> beyond = [];
    private bool isPending;

    /// <summary>Looks at a day.</summary>
    /// <param name="answered">Its visits by origin as Google gave them.</param>
    public void Add(Reading reading, IReadOnlyList<TrafficSlice> answered, bool isPendingDay)
    {
        var all = (reading.Traffic ?? []).Sum(slice => slice.Sessions);
        var without = (reading.Traffic ?? []).Where(slice => slice.HasUnknownReferrer).Sum(slice => slice.Sessions);
        var parts = answered.Sum(slice => slice.Sessions);
        if (without >= ReportedVisits && without >= ReportedPart * all)
        {
            unknown.Add((reading.Day, without, all));
            isPending |= isPendingDay;
        }

        if (reading[Metrics.Sessions] is { } total && parts - total > Math.Max(1, Estimated * total)) beyond.Add((reading.Day, parts, total));
    }

    /// <summary>What is reported.</summary>
    public IEnumerable<Refusal> Refusals(bool isSampled)
    {
        if (isSampled)
        {
            yield return new("samplingMetadatas", new(
                SourceFailureKind.PartlyUnknown, "Google estimates where this property's visits came from from a part of them: the origin of the others counts as not known."));
        }

        if (unknown.Count > 0)
        {
            yield return new("sessionSource", new(
                SourceFailureKind.PartlyUnknown,
                $"Google {(isPending ? "has not worked out yet" : "does not say")} where a large part of the visits came from on {Days(unknown)}: {Of(unknown[0])}. They count as of unknown origin, and are asked for again every day for four weeks."));
        }

        if (beyond.Count > 0)
        {
            yield return new("sessions (by source)", new(
                SourceFailureKind.PartlyUnknown,
                $"Google's visits by source come to more than its total on {Days(beyond)}: {Of(beyond[0])}. Those without a source are left out as far as they are beyond it."));
        }
    }

    private static string Days(List<(DateOnly Day, double Visits, double Of)> days) =>
        days.Count == 1 ? $"{days[0].Day:yyyy-MM-dd}" : $"{days.Count} days from {days[0].Day:yyyy-MM-dd} to {days[^1].Day:yyyy-MM-dd}";

    private static string Of((DateOnly Day, double Visits, double Of) day) => string.Create(CultureInfo.InvariantCulture, $"{day.Visits:0} of {day.Of:0} on {day.Day:yyyy-MM-dd}");
}
