using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a Facebook page tells: days of California, and posts.</summary>
internal static class FacebookPages
{
    public const int LookBack = 3;
    private const int PostLookBack = 28;

    private static readonly string[] Figures = ["reach", "reach_7d", "views", "followers", "followers_gained", "followers_lost"];

    public static void Tell(Told told, Asking asking)
    {
        var page = asking.World.Page(told.Account.AtPlatform);
        var day = Asking.Once(page.On);
        var first = asking.First(told, LookBack);
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown(WorldZones.Pacific).AddDays(-1));
        var days = asking.Days(first, known).ToList();
        asking.Tell(told, days, "reach", at => day(at).Reach);
        asking.Tell(told, days, "reach_7d", at => page.ReachOver(7, at, earlier => day(earlier).Reach));
        asking.Tell(told, days, "views", at => day(at).Views);
        asking.Tell(told, days, "followers", at => page.FollowersAt(at));
        TellUnlessSilent("followers_gained", at => day(at).Gained);
        TellUnlessSilent("followers_lost", at => day(at).Lost);

        // Mentions are counted from a list, and show nothing of the day's figures.
        if (first <= known && Figures.Any(asking.Tells)) told.Answered(known);

        TaggedPosts.Tell(told, asking, page.Feed, first);
        asking.TellPosts(told, asking.PostsFrom(first, PostLookBack), WorldZones.Pacific, page.Feed.PostsOn, post =>
        [
            ("reach", post.Reach), ("views", post.Views), ("clicks", post.Clicks), ("reactions", post.Reactions), ("comments", post.Comments), ("shares", post.Shares),
        ]);

        // Of what stayed at 0 throughout, Facebook says nothing.
        void TellUnlessSilent(string metric, Func<DateOnly, double> valueOf)
        {
            if (days.Exists(at => valueOf(at) != 0)) asking.Tell(told, days, metric, valueOf);
        }
    }
}
