namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a LinkedIn organisation tells: days of UTC until the day before yesterday, its level of today, and posts.</summary>
internal static class LinkedInOrganizations
{
    private const int LookBack = 3;
    private const int PostLookBack = 28;
    private const int NewestDayAge = 2;

    public static void Tell(Told told, Asking asking)
    {
        var organization = asking.World.Organization(told.Account.AtPlatform);
        var day = Asking.Once(organization.On);
        var first = asking.First(told, LookBack);
        var today = asking.World.Today("UTC");
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown("UTC").AddDays(-NewestDayAge));
        var days = asking.Days(first, known).ToList();

        // A level is that of the day of asking, where that day is asked for.
        if (today <= asking.Today && today >= first) told.Set(today, "followers", organization.FollowersAt(today.AddDays(-1)));
        asking.Tell(told, days, "reach", at => day(at).Reach);
        asking.Tell(told, days, "views", at => day(at).Views);
        asking.Tell(told, days, "reactions", at => day(at).Engagements * 45 / 100);
        asking.Tell(told, days, "comments", at => day(at).Engagements * 6 / 100);
        asking.Tell(told, days, "shares", at => day(at).Engagements * 4 / 100);
        asking.Tell(told, days, "clicks", at => day(at).Engagements - (day(at).Engagements * 45 / 100) - (day(at).Engagements * 6 / 100) - (day(at).Engagements * 4 / 100));
        asking.Tell(told, days, "followers_gained", at => day(at).Gained);
        if (first <= known) told.Answered(known);

        asking.TellPosts(told, asking.PostsFrom(first, PostLookBack), "UTC", organization.Feed.PostsOn, post =>
        [
            ("reach", post.Reach), ("views", post.Views), ("reactions", post.Reactions), ("comments", post.Comments), ("shares", post.Shares), ("clicks", post.Clicks),
        ]);
    }
}
