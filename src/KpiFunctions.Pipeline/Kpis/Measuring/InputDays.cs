using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Measuring;

/// <summary>The days that an input needs, and what is known of each.</summary>
internal static class InputDays
{
    /// <summary>Every day that is due, in order, known or not.</summary>
    public static IReadOnlyList<DayTrace> Of(AccountData account, KpiInput input, IsoWeek week) => input.Way switch
    {
        Aggregation.DaysAddedUp or Aggregation.BestDay or Aggregation.Visits => [.. week.Days.Each().Select(day => Day(account, input, day))],
        Aggregation.SundaysWindow => [Day(account, input, week.Sunday)],
        Aggregation.LastLevel => LastLevel(account, input, week),
        Aggregation.EarlierLevel => [Day(account, input, account.LastDayWith(input.Metric!, week.Monday) ?? week.Monday.AddDays(-1))],
        _ => [.. week.Days.Each().Select(day => PostDay(account, input, day))],
    };

    /// <summary>How many of the days that the inputs need are known.</summary>
    public static Completeness? CompletenessOf(IEnumerable<(AccountData Account, KpiInput Input)> inputs, IsoWeek week)
    {
        var days = inputs.SelectMany(each => Of(each.Account, each.Input, week).Select(day => (each.Account.Ref, day))).ToList();
        return days.Count == 0 ? null : new(
            days.GroupBy(each => (each.Ref, each.day.Day)).Count(group => group.All(each => each.day.Value is not null)),
            days.Select(each => (each.Ref, each.day.Day)).Distinct().Count(),
            days.Where(each => each.day is { Value: not null, IsSettled: false }).Select(each => (each.Ref, each.day.Day)).Distinct().Count());
    }

    /// <summary>The last day with the level, and the days after it, which might have brought another.</summary>
    private static List<DayTrace> LastLevel(AccountData account, KpiInput input, IsoWeek week)
    {
        var days = week.Days.Each().Select(day => Day(account, input, day)).ToList();
        var last = days.FindLastIndex(day => day.Value is not null);
        return account.NeedsEveryDay || last < 0 ? days[Math.Max(last, 0)..] : [days[last]];
    }

    private static DayTrace Day(AccountData account, KpiInput input, DateOnly day)
    {
        if (account.On(day) is not { } reading) return new(day, null, null, false, null);
        var value = input.Metric is { } metric ? reading[metric] : VisitParts.Of(input.Part!.Value, reading.Traffic);
        return new(day, value, reading.FetchedAt, reading.Settled, input.Metric is { } of ? reading.Series?.GetValueOrDefault(of) : null);
    }

    private static DayTrace PostDay(AccountData account, KpiInput input, DateOnly day)
    {
        var only = new DayRange(day, day);
        var posts = (input.Way == Aggregation.MentionsCounted ? account.MentionsIn(only) : account.PostsIn(only)).ToList();
        return account.PostsGap(only) is not null
            ? new(day, null, null, false, null)
            : new(day, input.Way == Aggregation.PostsAddedUp ? posts.Sum(post => post.Post[input.Metric!] ?? 0) : posts.Count, posts.Count > 0 ? posts.Max(post => post.Post.FetchedAt) : account.State?.LastSuccess, true, null);
    }
}
