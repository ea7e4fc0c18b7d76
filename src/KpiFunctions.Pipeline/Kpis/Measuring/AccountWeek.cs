using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>
/// What is known of one account in one week, and how it may be combined: only counts and money have a sum, because
/// <see cref="Sum(CountMetric)"/> takes nothing else.
/// </summary>
internal sealed class AccountWeek(AccountData account, IsoWeek week)
{
    public AccountData Account => account;

    public IsoWeek Week => week;

    /// <summary>The days that have an answer.</summary>
    public IReadOnlyList<Reading> Readings { get; } = [.. week.Days.Each().Select(account.On).OfType<Reading>()];

    public IEnumerable<Post> Posts => account.PostsIn(week.Days).Select(p => p.Post);

    /// <summary>Whether the account has a weekly figure for a metric: from its days, its posts, or its visits.</summary>
    public bool Delivers(Metric metric) =>
        account.DeliversByDay(metric)
        || metric == Metrics.Posts && account.GivesPosts
        || metric == Metrics.Mentions && account.GivesMentionsAsPosts
        || metric == Metrics.Sessions && account.GivesTraffic
        || metric == Metrics.Conversions && account.GivesConversionsByOrigin
        || metric is CountMetric && account.DeliversByPost(metric);

    /// <summary>Whether a count's week is made of what the week's posts gathered since they were published.</summary>
    public bool SumsPosts(CountMetric metric) =>
        !account.DeliversByDay(metric) && account.DeliversByPost(metric)
        && !(metric == Metrics.Posts || metric == Metrics.Mentions && account.GivesMentionsAsPosts);

    /// <summary>
    /// A count over the week: of its days where the account tells it by day, else of the posts published in the week
    /// (their figures since publication), else of its visits.
    /// </summary>
    public Amount Sum(CountMetric metric)
    {
        if (account.DeliversByDay(metric)) return Noted(metric, Aggregation.DaysAddedUp, SumOfDays(metric, day => day[metric]));
        if (metric == Metrics.Posts) return Noted(metric, Aggregation.PostsCounted, FromPosts(account.PostsGap(week.Days), () => account.PostsIn(week.Days).Count()));
        if (metric == Metrics.Mentions && account.GivesMentionsAsPosts)
            return Noted(metric, Aggregation.MentionsCounted, FromPosts(account.MentionsGap(week.Days), () => account.MentionsIn(week.Days).Count()));
        if (metric == Metrics.Sessions && account.GivesTraffic)
            return Noted(VisitPart.Sessions, metric);
        if (metric == Metrics.Conversions && account.GivesConversionsByOrigin)
            return Noted(VisitPart.Conversions, metric);
        return account.DeliversByPost(metric) ? Noted(metric, Aggregation.PostsAddedUp, SumOfPosts(metric)) : Amount.Missing(account.Refuses(metric) ? Gap.Refused : Gap.NotDelivered);
    }

    /// <summary>Money over the week's days, and its currency.</summary>
    public (Amount Amount, string? Currency) Sum(MoneyMetric metric)
    {
        var currencies = Readings.Where(day => day[metric] is not null).Select(day => day.Currency).Distinct().ToList();
        return currencies.Count > 1
            ? (Noted(metric, Aggregation.DaysAddedUp, Amount.Missing(Gap.MixedCurrencies)), null)
            : (Noted(metric, Aggregation.DaysAddedUp, SumOfDays(metric, day => day[metric])), currencies.FirstOrDefault());
    }

    /// <summary>Different people in the window that ends on Sunday. For one of seven days, they are the week's.</summary>
    public People OnSunday(UniqueMetric metric)
    {
        account.Log.Note(account.Ref, metric, Aggregation.SundaysWindow);
        return account.On(week.Sunday) is { } sunday && sunday[metric] is { } people
            ? new(Figure.Known(people, !sunday.Settled), SeriesOf(sunday, metric))
            : People.Missing(GapOf(metric));
    }

    /// <summary>The day with the most people, of a week whose days are all known; the first of equals.</summary>
    public (People People, DateOnly Day) BestDay(UniqueMetric metric)
    {
        account.Log.Note(account.Ref, metric, Aggregation.BestDay);
        if (WholeWeekGap(metric, day => day[metric]) is { } gap) return (People.Missing(gap), week.Sunday);
        var best = Readings.MaxBy(day => day[metric]!.Value)!;
        return (new(Figure.Known(best[metric]!.Value, Readings.Any(day => !day.Settled)), SeriesOf(best, metric)), best.Day);
    }

    /// <summary>
    /// The last level in the week. Where every day should have an answer, days that are absent after it leave the
    /// week's end unknown.
    /// </summary>
    public (Amount Amount, DateOnly Day) LastLevel(LevelMetric metric)
    {
        account.Log.Note(account.Ref, metric, Aggregation.LastLevel);
        var last = Readings.LastOrDefault(day => day[metric] is not null);
        if (Readings.LastOrDefault(day => day[metric] is not null || day.IsImpossible(metric)) is { } latest && latest[metric] is null) return (Amount.Missing(Gap.Impossible), latest.Day);
        if (last is null) return (Amount.Missing(GapOf(metric)), week.Sunday);
        var isLatest = !account.NeedsEveryDay || last.Day == week.Sunday || new DayRange(last.Day, week.Sunday).Each().All(day => account.On(day) is not null);
        return (isLatest ? new(Figure.Known(last[metric]!.Value, !last.Settled), SeriesOf(last, metric)) : Amount.Missing(Gap.PartialWeek), last.Day);
    }

    /// <summary>The last reading before the week that has the level, not older than a day; null where there is none.</summary>
    public Reading? EarlierLevel(LevelMetric metric, DateOnly oldest)
    {
        account.Log.Note(account.Ref, metric, Aggregation.EarlierLevel);
        for (var day = week.Monday.AddDays(-1); day >= oldest; day = day.AddDays(-1))
            if (account.On(day) is { } reading && reading[metric] is not null) return reading;
        return null;
    }

    /// <summary>The week's posts, each to be looked at for some of its figures.</summary>
    public IReadOnlyList<Post> PostsFor(params IEnumerable<Metric> metrics)
    {
        foreach (var metric in metrics) account.Log.Note(account.Ref, metric, Aggregation.PostByPost);
        return [.. Posts];
    }

    /// <summary>The week's visits by origin; null with the reason where a day's are not known.</summary>
    public (IReadOnlyList<TrafficSlice>? Slices, Gap? Gap) Traffic()
    {
        return WholeWeekGap(null, day => day.Traffic?.Count) is { } gap
            ? (null, account.GivesTraffic ? gap : Gap.NotDelivered)
            : ([.. Readings.SelectMany(day => day.Traffic!)], null);
    }

    public bool IsProvisional => Readings.Any(day => !day.Settled);

    private Amount Noted(VisitPart part, Metric metric)
    {
        account.Log.Note(account.Ref, part);
        return SumOfDays(metric, day => VisitParts.Of(part, day.Traffic));
    }

    private Amount Noted(Metric metric, Aggregation way, Amount amount)
    {
        account.Log.Note(account.Ref, metric, way);
        return amount;
    }

    private Amount SumOfDays(Metric metric, Func<Reading, double?> valueOf) => WholeWeekGap(metric, valueOf) is { } gap
        ? Amount.Missing(gap)
        : new(Figure.Known(Readings.Sum(day => valueOf(day)!.Value), IsProvisional), SeriesOf(Readings[0], metric));

    private static Amount FromPosts(Gap? gap, Func<double> count) => gap is { } reason ? Amount.Missing(reason) : new(Figure.Known(count()));

    /// <summary>A post whose figure is empty is left out, and a data note says so; posts that are all empty tell nothing.</summary>
    private Amount SumOfPosts(CountMetric metric)
    {
        if (account.PostsGap(week.Days) is { } gap) return Amount.Missing(gap);
        var posts = Posts.ToList();
        return posts.Count > 0 && posts.All(post => post[metric] is null)
            ? Amount.Missing(Gap.NoData)
            : new(Figure.Known(posts.Sum(post => post[metric] ?? 0)));
    }

    /// <summary>Why the seven days do not make one figure; null where they do.</summary>
    private Gap? WholeWeekGap(Metric? metric, Func<Reading, double?> valueOf)
    {
        var known = Readings.Where(day => valueOf(day) is not null).ToList();
        if (metric is not null && IsImpossible(metric)) return Gap.Impossible;
        if (known.Count < week.Days.Count && metric is not null && account.Refuses(metric)) return Gap.Refused;
        if (known.Count == 0) return Gap.NoData;
        if (known.Count < week.Days.Count) return Gap.PartialWeek;
        return metric is not null && known.Select(day => SeriesOf(day, metric)).Distinct().Skip(1).Any() ? Gap.SeriesBreak : null;
    }

    /// <summary>Why a metric of the week is not known.</summary>
    private Gap GapOf(Metric metric) =>
        IsImpossible(metric) ? Gap.Impossible
        : account.Refuses(metric) ? Gap.Refused
        : !account.DeliversByDay(metric) ? Gap.NotDelivered
        : Readings.Count == 0 ? Gap.NoData
        : Gap.PartialWeek;

    private bool IsImpossible(Metric metric) => Readings.Any(day => day.IsImpossible(metric));

    /// <summary>The definition that a reading measured a metric by; empty where the platform has only one.</summary>
    public static string SeriesOf(Reading reading, Metric metric) =>
        reading.Series?.TryGetValue(metric, out var series) == true ? $"{reading.Account}/{metric}={series}" : "";
}
