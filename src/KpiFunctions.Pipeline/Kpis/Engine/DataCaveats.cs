using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Engine;

/// <summary>What the reader has to know to trust the figures, account by account in the config's order.</summary>
internal static class DataCaveats
{
    /// <summary>Weeks before the reported one across which a break of series still takes a comparison away.</summary>
    private const int ComparedWeeks = 12;

    public static IReadOnlyList<DataCaveat> Of(ClientData data, IReadOnlyList<ObjectiveResult> objectives, IsoWeek week) =>
    [
        .. data.Accounts.SelectMany(account => OfAccount(account, week).Concat(WithAdverts(data, account, week))),
        .. objectives.SelectMany(objective => objective.Primary
            .Where(kpi => kpi.Value.Gap == Gap.NotDelivered)
            .Select(kpi => new DataCaveat.NotDelivered(objective.Objective.Key, kpi.Custom is null ? kpi.Traits : null)).Distinct()),
        .. data.Calendar.IsSpecial(week) && objectives.SelectMany(objective => objective.Primary).Any(MayBeOfSeason) ? [new DataCaveat.SeasonUnknown()] : Array.Empty<DataCaveat>(),
    ];

    private static bool MayBeOfSeason(Kpi kpi) => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual && kpi.Season is null;

    private static IEnumerable<DataCaveat> OfAccount(AccountData account, IsoWeek week)
    {
        var view = account.In(week);
        // Trouble that began after the week's last day was read takes nothing from the week.
        var trouble = account.On(week.Sunday) is null ? account.State?.Trouble : null;
        if (trouble is not null) yield return new DataCaveat.SourceInTrouble(account.Ref, trouble.Failure.Kind, account.LastDay);
        var silence = ExportSilence.Since(account.Drops, week.Sunday);
        if (silence is { } since) yield return new DataCaveat.ExportsSilent(account.Ref, since);
        if (MissingDays(account, week) is { Count: > 0 } missing && !((trouble is not null || silence is not null) && missing.Count == week.Days.Count))
            yield return new DataCaveat.DaysMissing(account.Ref, missing);
        if (view.Readings.Where(day => !day.Settled).Select(day => day.Day).ToList() is { Count: > 0 } provisional)
            yield return new DataCaveat.DaysProvisional(account.Ref, provisional);
        foreach (var each in (IsoWeek[])[week.Plus(-1), week])
            if (account.In(each) is var quiet && quiet.Delivers(Metrics.Posts) && quiet.Sum(Metrics.Posts).Value == 0)
                yield return new DataCaveat.NoPosts(account.Ref, each);
        foreach (var note in OfPosts(account, [.. view.Posts])) yield return note;
        foreach (var metric in BrokenSeries(account, week))
            yield return metric == Metrics.Views && account.DeliversByDay(Metrics.EngagedViews) ? new DataCaveat.ViewsCountedAsBefore(account.Ref) : new DataCaveat.SeriesBreak(account.Ref, metric);
    }

    /// <summary>Figures with what adverts brought, of metrics that have one in the week.</summary>
    private static IEnumerable<DataCaveat> WithAdverts(ClientData data, AccountData account, IsoWeek week) =>
        from metric in data.Client.Sources.First(source => source.Ref == account.Ref).IncludesPaid.OrderBy(metric => metric.Key, StringComparer.Ordinal)
        where metric is CountMetric count && account.In(week).Sum(count).Value > 0
        select new DataCaveat.IncludesPaid(account.Ref, metric);

    /// <summary>
    /// Where readings are due every day, the days without one, and those of which only a level is known. Where an account gives only posts or levels, no single
    /// day is due: then all seven when nothing at all is known of the week.
    /// </summary>
    private static List<DateOnly> MissingDays(AccountData account, IsoWeek week)
    {
        if (account.NeedsEveryDay) return [.. week.Days.Each().Where(day => account.On(day) is not { } reading || HasOnlyLevels(reading))];
        if (account.PostsGap(week.Days) == Gap.NotExported) return [.. week.Days.Each().Where(day => account.On(day) is null && account.PostsGap(new(day, day)) is not null)];
        var absent = week.Days.Each().Where(day => account.On(day) is null).ToList();
        return absent.Count < week.Days.Count || account.PostsGap(week.Days) is null or Gap.PartialWeek ? [] : absent;
    }

    private static bool HasOnlyLevels(Reading reading) => reading.Traffic is null && reading.Values.Keys.All(metric => metric is LevelMetric);

    private static IEnumerable<DataCaveat> OfPosts(AccountData account, List<Post> posts)
    {
        var impossible = posts.Count(post => post.Impossible is not null);
        if (impossible > 0) yield return new DataCaveat.ImpossiblePostFigures(account.Ref, impossible);
        foreach (var metric in account.PostMetrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
            if (posts.Count(post => post[metric] is null && post.Impossible?.ContainsKey(metric) != true) is > 0 and var empty)
                yield return new DataCaveat.EmptyPostFigures(account.Ref, metric, empty);
    }

    private static IEnumerable<Metric> BrokenSeries(AccountData account, IsoWeek week)
    {
        var readings = new DayRange(week.Plus(-ComparedWeeks).Monday, week.Sunday).Each().Select(account.On).OfType<Reading>().ToList();
        return account.DayMetrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Where(metric => readings.Where(day => day[metric] is not null).Select(day => day.Series?.GetValueOrDefault(metric)).Distinct().Skip(1).Any());
    }
}
