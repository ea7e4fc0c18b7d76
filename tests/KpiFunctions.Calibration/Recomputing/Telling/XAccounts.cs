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
        var mentions = asking.Days(from, asking.Today.AddDays(-1)).ToDictionary(at => at, _ => 0);
        for (var at = from.AddDays(-2); at <= asking.Today.AddDays(2); at = at.AddDays(1))
            foreach (var mention in page.Feed.MentionsOn(at).Where(mention => mention.Published <= asking.Now))
                if (mentions.ContainsKey(WorldZones.DayAt(asking.Zone, mention.Published))) mentions[WorldZones.DayAt(asking.Zone, mention.Published)]++;
        asking.Tell(told, mentions.Keys, "mentions", at => mentions[at]);
        if (from < asking.Today) told.Answered(asking.Today.AddDays(-1));

        asking.TellPosts(told, first, null, page.Feed.PostsOn, post =>
        [
            ("views", post.Views), ("reactions", post.Reactions), ("comments", post.Comments), ("shares", post.Shares + (post.Shares / 5)), ("saves", post.Reactions / 20),
        ]);
    }
}
