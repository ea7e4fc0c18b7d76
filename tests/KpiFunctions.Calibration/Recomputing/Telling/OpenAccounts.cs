namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What an account on Mastodon or Bluesky tells: its level of today, and posts.</summary>
internal static class OpenAccounts
{
    private const int LookBack = 7;

    public static void Tell(Told told, Asking asking)
    {
        var page = asking.World.Page(told.Account.AtPlatform);
        var first = asking.First(told, LookBack);
        told.Set(asking.Today, "followers", page.FollowersAt(asking.World.Today(page.Profile.Zone).AddDays(-1)));
        told.Answered(asking.Today);
        asking.TellPosts(told, first, null, page.Feed.PostsOn, post =>
            [("reactions", post.Reactions), ("comments", post.Comments), ("shares", post.Shares + (post.Shares / 5))]);
    }
}
