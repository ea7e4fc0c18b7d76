using System.Globalization;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Cli.Explaining;

/// <summary>Writes a week's trace for a person who asks where a figure comes from.</summary>
internal static class ExplanationWriter
{
    private const int MostPosts = 20;
    private const int MostReferrers = 10;

    /// <param name="now">The week as the readings tell it now.</param>
    /// <param name="shown">What its digest showed; null where there is no digest.</param>
    public static void Write(TextWriter to, WeekTrace now, WeekTrace? shown)
    {
        to.WriteLine($"{now.Client}, week {now.Week}{(shown is null ? "; no digest of it has been made" : "")}");
        var told = new HashSet<(string Account, string Metric, Aggregation Way)>();
        foreach (var kpi in now.Kpis)
        {
            Write(to, kpi, shown?.Kpis.FirstOrDefault(trace => trace.Name == kpi.Name));
            foreach (var input in kpi.Inputs) Write(to, input, isKnown: !told.Add((input.Account, input.Metric, input.Way)));
        }
    }

    private static void Write(TextWriter to, KpiTrace kpi, KpiTrace? shown)
    {
        var account = kpi.Name.Account.Length > 0 ? $" of {kpi.Name.Account}" : "";
        to.WriteLine();
        to.WriteLine($"{kpi.Name.Objective} / {kpi.Name.Kpi}{account}{(kpi.IsPrimary ? "" : " (explains)")}");
        to.WriteLine($"  figure     {Figure(kpi.Value, kpi.Gap)}{(kpi.IsProvisional ? ", provisional" : "")}; {kpi.Verdict}");
        if (shown is not null && (shown.Value != kpi.Value || shown.Verdict != kpi.Verdict))
            to.WriteLine($"  shown      {Figure(shown.Value, shown.Gap)}{(shown.IsProvisional ? ", provisional" : "")}; {shown.Verdict}. {WhatChanged(shown, kpi)}");
        if (kpi.AsReported is { } reported) to.WriteLine($"  reported   {Number(reported)}, the same posts when the week was first reported: weeks are compared by that");
        if (kpi.JudgedFrom is { } first) to.WriteLine($"  judged     from {first} on: too few weeks before are known at the same age");
        to.WriteLine($"  formula    {kpi.Formula}");
        if (kpi.Completeness is { } complete)
            to.WriteLine($"  complete   {complete.Known} of {complete.Due} days known{(complete.Provisional > 0 ? $", {complete.Provisional} provisional" : "")}");
        if (kpi.Expected is { } usual) to.WriteLine($"  usual      {Number(usual.Centre)}{(usual.Range is { } range ? $", four weeks in five between {Number(range.Low)} and {Number(range.High)}" : "")}, from {usual.Weeks} weeks");
        if (kpi.Evidence is { } evidence)
        {
            to.WriteLine($"  evidence   this week strays by {evidence.Week.Deviation:0.00} spreads, as {Percent(evidence.Week.PValue)} of usual weeks do"
                + (evidence.TwoWeeks is { } two ? $"; with the week before by {two.Deviation:0.00}, as {Percent(two.PValue)} do" : ""));
            if ((evidence.Week.Season ?? evidence.TwoWeeks?.Season) is { } season)
                to.WriteLine($"  season     {season.Deviation:0.00} spreads further than in the same weeks of {season.Years} earlier {(season.Years == 1 ? "year" : "years")}, as {Percent(season.PValue)} of such weeks do");
        }

        to.WriteLine($"  before     {string.Join(", ", kpi.Before.Select(week => $"{week.Week[5..]} {(week.Value is { } value ? Number(value) : week.Gap)}"))}");
    }

    /// <param name="isKnown">Whether another figure was made from the same, and it stands above.</param>
    private static void Write(TextWriter to, InputTrace input, bool isKnown)
    {
        to.WriteLine($"  from       {input.Account} {input.Metric}, {WayInWords(input.Way)}{(isKnown ? ": as above" : "")}");
        if (isKnown) return;
        foreach (var day in input.Days)
        {
            var value = day.Value is { } known ? Number(known) : "no figure";
            var fetched = day.FetchedAt is { } at ? $"fetched {Instant(at)}, {(day.IsSettled ? "settled" : "provisional")}" : "nothing stored";
            to.WriteLine($"    {day.Day:ddd yyyy-MM-dd} {value,12}  {fetched}{(day.Series is { } series ? $", counted as since {series}" : "")}");
        }

        foreach (var post in input.Posts.Take(MostPosts))
            to.WriteLine($"    post {post.Id} of {Instant(post.Published)}{(post.Value is { } value ? $": {Number(value)}" : "")}{(post.AsReported is { } reported ? $" ({Number(reported)} when first reported)" : "")}, fetched {Instant(post.FetchedAt)}{(post.Link is { } link ? $"  {link}" : "")}");
        if (input.Posts.Count > MostPosts) to.WriteLine($"    and {input.Posts.Count - MostPosts} posts more");
        foreach (var sender in input.Referrers.Take(MostReferrers))
            to.WriteLine($"    {sender.Channel} {sender.Source}: {Number(sender.Sessions)} visits{(sender.Conversions is { } conversions ? $", {Number(conversions)} conversions" : "")}");
        if (input.Referrers.Count > MostReferrers) to.WriteLine($"    and {input.Referrers.Count - MostReferrers} senders more");
    }

    /// <summary>The days whose value is another one since the digest was made.</summary>
    private static string WhatChanged(KpiTrace shown, KpiTrace now)
    {
        var changed =
            from before in shown.Inputs
            join input in now.Inputs on (before.Account, before.Metric, before.Way) equals (input.Account, input.Metric, input.Way)
            from old in before.Days
            from day in input.Days
            where old.Day == day.Day && old.Value != day.Value
            select $"{before.Account} {before.Metric} of {day.Day:yyyy-MM-dd} was {Figure(old.Value, "no figure")} and is {Figure(day.Value, "no figure")}"
                + (day.FetchedAt is { } at ? $" since {Instant(at)}" : "");
        var days = changed.Distinct().ToList();
        return days.Count > 0 ? $"Changed since: {string.Join("; ", days)}." : "The days are the same: earlier weeks, posts or the rules have changed since.";
    }

    private static string WayInWords(Aggregation way) => way switch
    {
        Aggregation.DaysAddedUp => "the week's days added up",
        Aggregation.SundaysWindow => "the window that ends on Sunday",
        Aggregation.BestDay => "the best day",
        Aggregation.LastLevel => "the last level of the week",
        Aggregation.EarlierLevel => "the last level before the week",
        Aggregation.PostsCounted => "posts of the week, counted",
        Aggregation.MentionsCounted => "messages by others that name the account, counted",
        Aggregation.PostsAddedUp => "posts of the week, their figures added up by day of publication",
        Aggregation.PostByPost => "posts of the week, one by one; a day's number is that of its posts",
        Aggregation.Visits => "visits by origin, the week's days added up",
        Aggregation.Unrecognized => "in a way that this release does not know",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "This way has no words."),
    };

    private static string Figure(double? value, string? gap) => value is { } known ? Number(known) : gap ?? "no figure";

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString(share < 0.001 ? "0.####" : "0.#", CultureInfo.InvariantCulture) + " %";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
