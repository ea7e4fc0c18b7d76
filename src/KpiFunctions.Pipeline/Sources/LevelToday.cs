using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>
/// A level of a platform that tells only how it stands now, and has no day of its own: it is the client's day of today,
/// until the day's next fetch. A day on which nobody asked stays unknown.
/// </summary>
internal static class LevelToday
{
    /// <returns>Nothing where the level was not told, or today was not asked for.</returns>
    public static IReadOnlyList<Reading> Of(SourceRequest request, DateTimeOffset now, double? followers)
    {
        var today = request.Zone.DayAt(now);
        if (followers is not { } level || !request.Days.Contains(today)) return [];
        return
        [
            new()
            {
                Account = request.Source.Ref,
                Day = today,
                Values = new Dictionary<Metric, double> { [Metrics.Followers] = level },

                // Nothing restates a level afterwards.
                Settled = true,
                FetchedAt = now,
            },
        ];
    }
}
