using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing.Telling;

/// <summary>What a YouTube channel tells: days of California until three days ago, and videos.</summary>
internal static class YouTubeChannels
{
    private const int LookBack = 4;
    private const int VideoLookBack = 28;
    private const int DaysLate = 2;

    public static void Tell(Told told, Asking asking)
    {
        var channel = asking.World.Channel(ChannelLife.NumberOf(told.Account.AtPlatform)!.Value);
        var day = Asking.Once(channel.On);
        var first = asking.First(told, LookBack);
        var known = Asking.Earlier(asking.Today, asking.World.FirstUnknown(WorldZones.Pacific).AddDays(-1 - DaysLate));
        var days = asking.Days(first, known).ToList();
        asking.Tell(told, days, "views", at => day(at).Views);
        asking.Tell(told, days, "engaged_views", at => day(at).EngagedViews);
        asking.Tell(told, days, "comments", at => day(at).Comments);
        asking.Tell(told, days, "reactions", at => day(at).Likes);
        asking.Tell(told, days, "shares", at => day(at).Shares);
        asking.Tell(told, days, "followers_gained", at => day(at).Gained);
        asking.Tell(told, days, "followers_lost", at => day(at).Lost);
        if (first <= known) told.Answered(known);

        asking.TellPosts(told, asking.PostsFrom(first, VideoLookBack), WorldZones.Pacific, channel.VideosOn, video =>
            [("views", video.Views), ("reactions", video.Reactions), ("comments", video.Comments)]);
    }
}
