using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What an Instagram account tells: days of California, whole weeks, its level of today, and posts.</summary>
internal static class InstagramAccounts
{
    public const int LookBack = 3;
    private const int PostLookBack = 28;
    private const int GainedDays = 29;
    private const int WeeksAtFirst = 13;
    private const int WeeksReadAgain = 2;

    public static void Tell(Told told, Asking asking)
    {
        var account = asking.World.Account(told.Account.AtPlatform)!;
        var day = Asking.Once(account.On);
        var first = asking.First(told, LookBack);
        var today = asking.World.Today(WorldZones.Pacific);
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown(WorldZones.Pacific).AddDays(-1));

        told.Set(asking.Today, "followers", account.FollowersAt(today.AddDays(-1)));
        asking.Tell(told, asking.Days(first, known), "reach", at => day(at).Reach);
        asking.Tell(told, asking.Days(Asking.Later(first, today.AddDays(-GainedDays)), known), "followers_gained", at => day(at).Gained);
        var recent = asking.Days(Asking.Later(first, today.AddDays(-LookBack)), known).ToList();
        asking.Tell(told, recent, "views", at => day(at).Views);
        asking.Tell(told, recent, "reactions", at => Likes(day(at)));
        asking.Tell(told, recent, "comments", at => day(at).Engagements / 20);
        asking.Tell(told, recent, "shares", at => day(at).Engagements / 16);
        asking.Tell(told, recent, "saves", at => day(at).Engagements - Likes(day(at)) - (day(at).Engagements / 20) - (day(at).Engagements / 16));
        TellWeeks();
        if (first <= known) told.Answered(known);

        TaggedPosts.Tell(told, asking, account.Feed, first);
        asking.TellPosts(told, asking.PostsFrom(first, PostLookBack), WorldZones.Pacific, account.Feed.PostsOn, post =>
        [
            ("reach", post.Reach), ("views", post.Views), ("saves", post.Reactions / 12), ("shares", post.Shares), ("reactions", post.Reactions), ("comments", post.Comments),
        ]);

        // A week's people, counted once over those of its days that are known.
        void TellWeeks()
        {
            var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
            var weeks = Math.Clamp((monday.DayNumber - first.DayNumber) / 7, WeeksReadAgain, WeeksAtFirst);
            for (var week = 1; week <= weeks; week++)
            {
                var sunday = monday.AddDays(-1 - (7 * (week - 1)));
                var last = Asking.Earlier(sunday, known);
                var length = last.DayNumber - sunday.DayNumber + 7;
                if (sunday >= asking.Oldest && asking.Tells("reach_7d")) told.Set(sunday, "reach_7d", account.ReachOver(length, last, at => day(at).Reach));
            }
        }
    }

    // As the simulated account divides what people did.
    private static long Likes(PageDay day) => day.Engagements * 4 / 5;
}
