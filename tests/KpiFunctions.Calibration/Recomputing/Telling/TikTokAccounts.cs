namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a TikTok account tells: days of UTC until the day before yesterday, sixty of them, and videos.</summary>
internal static class TikTokAccounts
{
    private const int LookBack = 10;
    private const int VideoLookBack = 28;
    private const int NewestDayAge = 2;
    private const int OldestDayAge = 60;

    public static void Tell(Told told, Asking asking)
    {
        var account = asking.World.TikTok(told.Account.AtPlatform)!;
        var day = Asking.Once(account.On);
        var today = asking.World.Today("UTC");
        var first = asking.First(told, LookBack);
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown("UTC").AddDays(-NewestDayAge));
        var days = asking.Days(Asking.Later(first, today.AddDays(-OldestDayAge)), known).ToList();
        asking.Tell(told, days, "reach", at => day(at).Reach);
        asking.Tell(told, days, "views", at => day(at).Views);
        asking.Tell(told, days, "reactions", at => day(at).Engagements * 70 / 100);
        asking.Tell(told, days, "comments", at => day(at).Engagements * 5 / 100);
        asking.Tell(told, days, "shares", at => day(at).Engagements * 8 / 100);
        asking.Tell(told, days, "followers_gained", at => day(at).Gained);
        asking.Tell(told, days, "followers_lost", at => day(at).Lost);
        asking.Tell(told, days, "followers", at => account.FollowersAt(at));
        if (first <= known) told.Answered(known);

        asking.TellPosts(told, asking.PostsFrom(first, VideoLookBack), "UTC", account.Feed.PostsOn, post =>
        [
            ("reach", post.Reach), ("views", post.Views), ("reactions", post.Reactions), ("comments", post.Comments), ("shares", post.Shares), ("saves", post.Reactions / 12),
        ]);
    }
}
