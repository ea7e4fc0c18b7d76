using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>Posts by others that tag an account of Meta's, counted by California's days.</summary>
internal static class TaggedPosts
{
    /// <summary>Tells the mentions of the days from the first to the last one that is over.</summary>
    public static void Tell(Told told, Asking asking, PageFeed feed, DateOnly first)
    {
        var mentions = Asking.Each(Asking.Later(first, asking.Oldest).AddDays(-2), asking.Today.AddDays(2))
            .SelectMany(feed.MentionsOn).ToLookup(mention => WorldZones.DayAt(WorldZones.Pacific, mention.Published));
        asking.Tell(told, DaysOver(asking, first), "mentions", day => mentions[day].Count());
    }

    /// <summary>An empty list is one of an account that nobody names: it says 0 of days of which nothing else is known.</summary>
    public static void TellNone(Told told, Asking asking, int lookBack) =>
        asking.Tell(told, DaysOver(asking, asking.First(told, lookBack)).Where(day => told.On(day, "mentions") is null), "mentions", _ => 0);

    private static IEnumerable<DateOnly> DaysOver(Asking asking, DateOnly first) =>
        asking.Days(first, Asking.Earlier(asking.Today, asking.World.Today(WorldZones.Pacific).AddDays(-1)));
}
