using System.Globalization;

namespace KpiFunctions.Simulator.World;

/// <summary>A channel's figures of one day.</summary>
internal sealed record ChannelDay(DateOnly Day, long Views, long EngagedViews, long Comments, long Likes, long Shares, long Gained, long Lost);

/// <summary>
/// A YouTube channel: the video side of the page of its number, so that a client's channel moves as its page does. Its
/// identifier is that number in 22 digits; any other identifier has a number of its own.
/// </summary>
internal sealed class ChannelLife(int seed, long number, bool isRestated)
{
    private const int Digits = 22;
    private const long Numbers = 1L << 48;

    private readonly PageLife page = new(seed, NamedPages.Of(number.ToString("D15")), isRestated);

    public long Number { get; } = number;

    public PageProfile Profile => page.Profile;

    /// <summary>The number of a channel's identifier; null where it is none.</summary>
    public static long? NumberOf(string id)
    {
        if (id.Length != Digits + 2 || !id.StartsWith("UC", StringComparison.Ordinal) || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')) return null;
        return long.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Numbers ? number : (long)(Dice.Hash(id) % (ulong)Numbers);
    }

    /// <summary>The channel of whoever has this access token.</summary>
    public static string IdOfOwner(string token) => $"UC{(long)(Dice.Hash(token) % (ulong)Numbers):D22}";

    /// <summary>The figures of one day.</summary>
    public ChannelDay On(DateOnly day)
    {
        var figures = page.On(day);
        var dice = new Dice(seed, Profile.Id, "channel", day.DayNumber);
        return new(
            day,
            figures.VideoViews,
            new Dice(seed, Profile.Id, "engaged", day.DayNumber).PartOf(figures.VideoViews, 0.7),
            dice.Count(figures.VideoViews * 0.002, 0.3),
            dice.Count(figures.VideoViews * 0.03, 0.15),
            dice.Count(figures.VideoViews * 0.004, 0.25),
            dice.PartOf(figures.Gained, 0.6),
            dice.PartOf(figures.Lost, 0.6));
    }

    /// <summary>The videos of a day in the owner's own zone, in order of publication: the page's, with figures of their own.</summary>
    public IReadOnlyList<PagePost> VideosOn(DateOnly day) => [.. page.Feed.PostsOn(day).Where(post => post.Kind == PostKind.Video).Select(VideoOf)];

    private PagePost VideoOf(PagePost post)
    {
        var dice = new Dice(seed, Profile.Id, $"video {post.Id}");
        var views = 1 + dice.Count(post.Views * 0.3, 0.4);
        return post with { Views = views, Reactions = dice.PartOf(views, 0.03), Comments = dice.PartOf(views, 0.003) };
    }
}
