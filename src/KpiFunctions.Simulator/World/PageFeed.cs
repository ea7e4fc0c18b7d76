namespace KpiFunctions.Simulator.World;

/// <summary>What is written on a page and about it.</summary>
/// <param name="isRestated">Whether the platform has counted the posts' figures anew.</param>
internal sealed class PageFeed(int seed, PageProfile profile, bool isRestated)
{
    private const double ViralChance = 0.015;

    /// <summary>The posts of a day in the page's own zone, in order of publication.</summary>
    public IReadOnlyList<PagePost> PostsOn(DateOnly day)
    {
        var dice = new Dice(seed, profile.Id, "posts", day.DayNumber);
        var count = profile.PostDays.Contains(day.DayOfWeek) ? 1 : 0;
        if (dice.Happens(profile.PostWhim)) count = count == 0 ? 0 : dice.Below(2) * 2;
        return [.. Enumerable.Range(0, count).Select(place => Post(day, place, count)).Select(post => isRestated ? Restated(post) : post)];
    }

    /// <summary>The post of that number, whenever it is published; null where there is none.</summary>
    public PagePost? Find(string id) =>
        DayOf(id) is { } day ? PostsOn(day).FirstOrDefault(post => post.Id == id) : null;

    /// <summary>The mentions of a day in the page's own zone.</summary>
    public IReadOnlyList<PageMention> MentionsOn(DateOnly day)
    {
        var dice = new Dice(seed, profile.Id, "mentions", day.DayNumber);
        var count = dice.Count(profile.MentionsPerDay * Math.Sqrt(WorldEvent.Together(profile.Events, day)), 0.3);
        var mentions = new List<PageMention>();
        for (var place = 0; place < count; place++)
        {
            var by = dice.Below(profile.Texts.Neighbours.Count);
            var time = new TimeOnly(7 + dice.Below(15), dice.Below(60), dice.Below(60));
            mentions.Add(new(Number(day, place), WorldZones.InstantOf(profile.Zone, day, time), $"3990000000{by:00000}", profile.Texts.Neighbours[by], profile.Texts.Mention(dice, profile.Name)));
        }

        return [.. mentions.OrderBy(mention => mention.Published)];
    }

    /// <summary>A post's comments, oldest first; each within two days of the post.</summary>
    public IReadOnlyList<PageComment> CommentsOf(PagePost post) =>
        [.. Enumerable.Range(0, (int)post.Comments).Select(place => Comment(post, place)).OrderBy(comment => comment.Published).ThenBy(comment => comment.Id, StringComparer.Ordinal)];

    private static PagePost Restated(PagePost post) => post with
    {
        Reach = More(post.Reach),
        Views = More(post.Views),
        Reactions = More(post.Reactions),
        Comments = More(post.Comments),
        Shares = More(post.Shares),
        Clicks = More(post.Clicks),
    };

    private PageComment Comment(PagePost post, int place)
    {
        var dice = new Dice(seed, profile.Id, $"comment {post.Id}", place);
        var age = TimeSpan.FromMinutes(2 + (Math.Pow(dice.Uniform(), 3) * 2800));
        return new($"{post.Id}_{place + 1:000000}", post.Published + age, profile.Texts.Comment(dice), dice.Count(0.6, 0.8));
    }

    private PagePost Post(DateOnly day, int place, int places)
    {
        var dice = new Dice(seed, profile.Id, "post", (day.DayNumber * 10L) + place);
        var hour = places == 1 ? 8 + dice.Below(11) : 8 + (place * 6) + dice.Below(5);
        var kind = dice.Uniform() switch { < 0.55 => PostKind.Photo, < 0.75 => PostKind.Video, < 0.92 => PostKind.Link, _ => PostKind.Status };
        var ofKind = kind switch { PostKind.Video => 1.5, PostKind.Link => 0.65, PostKind.Status => 0.8, _ => 1 };
        var luck = dice.Factor(0.4) * (dice.Happens(ViralChance) ? 4 : 1);
        var usual = profile.Reach * 0.5 * 7 / profile.PostDays.Count;
        var reach = Math.Max(1, dice.Count(usual * ofKind * luck * profile.Rhythm.At(day) * WorldEvent.Together(profile.Events, day), 0.05));

        return new PagePost
        {
            Id = Number(day, place),
            Published = WorldZones.InstantOf(profile.Zone, day, new TimeOnly(hour, dice.Below(60), dice.Below(60))),
            Kind = kind,
            Text = profile.Texts.Post(dice, day),
            Reach = reach,
            Views = reach + dice.Count(reach * (kind == PostKind.Video ? 0.9 : 0.35), 0.1),
            Reactions = Of(reach, profile.ReactionsPerThousand, dice),
            Comments = Of(reach, profile.CommentsPerThousand, dice),
            Shares = Of(reach, profile.SharesPerThousand, dice),
            Clicks = Of(reach, profile.ClicksPerThousand, dice),
        };
    }

    private static long Of(long reach, double perThousand, Dice dice) => Math.Min(reach, dice.Count(reach * perThousand / 1000, 0.3));

    private static string Number(DateOnly day, int place) => $"12{day.DayNumber:0000000}{place:00000}";

    private static DateOnly? DayOf(string id) =>
        id.Length == 14 && id.StartsWith("12", StringComparison.Ordinal) && int.TryParse(id.AsSpan(2, 7), out var number)
            && number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber(number)
            : null;

    /// <summary>What a later count comes to.</summary>
    public static long More(long figure) => figure + (figure / 20) + 1;
}
