using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What an account on X tells: its level of today, mentions by the client's days, and posts. Reading is paid, and goes back a month at most.</summary>
internal static class XAccounts
{
    private const int LookBack = 7;
    private const int MentionLookBack = 2;
    private const int OldestPostAge = 30;

    public static void Tell(Told told, Asking asking)
    {
        var page = asking.World.Page($"x-{told.Account.AtPlatform.ToLowerInvariant()}");
        var first = Asking.Later(asking.First(told, LookBack), asking.Today.AddDays(-OldestPostAge));
        told.Set(asking.Today, "followers", page.FollowersAt(asking.World.Today(page.Profile.Zone).AddDays(-1)));

        var from = Asking.Earlier(first.AddDays(LookBack - MentionLookBack), asking.Today);
        var mentions = Asking.Each(from.AddDays(-2), asking.Today.AddDays(2)).SelectMany(page.Feed.MentionsOn)
            .Where(mention => mention.Published <= asking.Now).ToLookup(mention => WorldZones.DayAt(asking.Zone, mention.Published));
        asking.Tell(told, asking.Days(from, asking.Today.AddDays(-1)), "mentions", day => mentions[day].Count());
        if (from < asking.Today) told.Answered(asking.Today.AddDays(-1));

        asking.TellPosts(told, first, null, page.Feed.PostsOn, post =>
        [
            ("views", post.Views), ("reactions", post.Reactions), ("comments", post.Comments), ("shares", post.Shares + (post.Shares / 5)), ("saves", post.Reactions / 20),
        ]);
    }
}
