namespace KpiFunctions.Simulator.World;

/// <summary>A page's posts as the open networks list them.</summary>
internal static class OpenPages
{
    /// <summary>No list goes further back.</summary>
    private const int Days = 400;

    /// <summary>Everything that was published by now, the newest first.</summary>
    public static IEnumerable<PagePost> NewestFirst(this PageLife page, DateTimeOffset now)
    {
        var today = WorldZones.DayAt(page.Profile.Zone, now);
        return Enumerable.Range(0, Days)
            .SelectMany(age => page.Feed.PostsOn(today.AddDays(-age)).Reverse())
            .Where(post => post.Published <= now);
    }
}
