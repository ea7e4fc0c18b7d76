namespace KpiFunctions.Simulator.World;

/// <summary>A page's figures of one day.</summary>
/// <param name="Reach">People who saw something of it.</param>
/// <param name="Views">Displays; at least <paramref name="Reach"/>.</param>
/// <param name="Engagements">Reactions, comments, shares and clicks.</param>
/// <param name="PageViews">Visits of the page itself.</param>
/// <param name="VideoViews">Plays; part of the views.</param>
/// <param name="Actions">Clicks on its address, telephone number or website.</param>
/// <param name="Gained">New followers.</param>
/// <param name="Lost">Followers who left.</param>
internal sealed record PageDay(DateOnly Day, long Reach, long Views, long Engagements, long PageViews, long VideoViews, long Actions, long Gained, long Lost);

/// <summary>A page's figures: functions of the seed, the page and the day alone.</summary>
/// <param name="isRestated">Whether the platform has counted anew: a little more of everything but followers.</param>
internal sealed class PageLife(int seed, PageProfile profile, bool isRestated = false)
{
    /// <summary>How much of a post's reach falls on its day and on the two days after.</summary>
    private static readonly double[] ReachByAge = [0.6, 0.25, 0.1];

    public PageProfile Profile { get; } = profile;

    public PageFeed Feed { get; } = new(seed, profile, isRestated);

    /// <summary>The figures of one day.</summary>
    public PageDay On(DateOnly day)
    {
        var dice = new Dice(seed, Profile.Id, "day", day.DayNumber);
        var floor = Profile.Reach * 0.5 * Profile.Rhythm.At(day) * Math.Sqrt(WorldEvent.Together(Profile.Events, day));
        var fromPosts = ReachByAge.Select((part, age) => part * Feed.PostsOn(day.AddDays(-age)).Sum(post => (double)post.Reach)).Sum();
        var reach = dice.Count(floor + fromPosts, Profile.Rhythm.Noise);
        var views = reach + dice.Count(reach * 0.7, 0.08);
        var (gained, lost) = Follows(day);
        var figures = new PageDay(
            day,
            reach,
            views,
            dice.Count(reach * 0.035, 0.15),
            dice.Count((reach * 0.01) + (Profile.Followers * 0.001), 0.15),
            dice.PartOf(views, 0.22),
            dice.Count(reach * 0.0012, 0.3),
            gained,
            lost);
        return isRestated ? Restated(figures) : figures;
    }

    /// <summary>Followers at the end of a day: the profile's level, and all that came and went since.</summary>
    public long FollowersAt(DateOnly day)
    {
        var level = (long)Profile.Followers;
        for (var later = Rhythm.Reference.AddDays(1); later <= day; later = later.AddDays(1)) level += Net(later);
        for (var earlier = Rhythm.Reference; earlier > day; earlier = earlier.AddDays(-1)) level -= Net(earlier);
        return level;
    }

    /// <summary>
    /// Different people reached in the days that end on <paramref name="day"/>: some come again, so it lies between the
    /// best day and the sum. It grows with the window.
    /// </summary>
    public long ReachOver(int days, DateOnly day, Func<DateOnly, long> reachOn)
    {
        var values = Enumerable.Range(0, days).Select(age => (double)reachOn(day.AddDays(-age))).ToList();
        if (days == 1) return (long)values[0];

        var week = values.Take(7).ToList();
        var fresh = 0.42 + (0.04 * new Dice(seed, Profile.Id, "fresh", day.DayNumber).Uniform());
        var people = week.Max() + (fresh * (week.Sum() - week.Max()));
        if (days > 7) people = Math.Max(people, values.Max()) + (0.3 * (values.Sum() - Math.Max(people, values.Max())));
        return (long)Math.Round(people);
    }

    private static PageDay Restated(PageDay day) => day with
    {
        Reach = PageFeed.More(day.Reach),
        Views = PageFeed.More(day.Views),
        Engagements = PageFeed.More(day.Engagements),
        PageViews = PageFeed.More(day.PageViews),
        VideoViews = PageFeed.More(day.VideoViews),
        Actions = PageFeed.More(day.Actions),
    };

    private long Net(DateOnly day)
    {
        var (gained, lost) = Follows(day);
        return gained - lost;
    }

    private (long Gained, long Lost) Follows(DateOnly day)
    {
        // A page grows by a part of itself: followed back in time, its level shrinks but never falls below zero.
        var dice = new Dice(seed, Profile.Id, "follows", day.DayNumber);
        var age = day.DayNumber - Rhythm.Reference.DayNumber;
        var size = Math.Exp(Math.Clamp(age * Profile.GainedPerDay * 0.8 / Profile.Followers, -5, 5));
        var events = WorldEvent.Together(Profile.Events, day);
        return (dice.Count(Profile.GainedPerDay * size * events, 0.35), dice.Count(Profile.LostPerDay * size, 0.25));
    }
}
