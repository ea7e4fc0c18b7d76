using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Graph;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>The account's figures by day and by week. A metric that is refused costs only itself, and is not asked for again in the same fetch.</summary>
internal sealed class InstagramInsights(GraphClient client, SourceDays days, Refusals refusals, IReadOnlySet<string> skip)
{
    private const string AsTotal = "&metric_type=total_value";

    private readonly AskTogether<InstagramMetric> series = new(refusals, metric => $"{metric.Name} (day)", skip, metric => metric.Metric);
    private readonly AskTogether<InstagramMetric> totals = new(refusals, metric => $"{metric.Name} (total)", skip, metric => metric.Metric);
    private readonly AskTogether<InstagramMetric> weeks = new(refusals, metric => $"{metric.Name} (week)", skip, metric => metric.Metric);

    private DateOnly Today => days.Zone.DayAt(days.Now);

    /// <summary>What is known of the days of a window that one request may ask for; those that are not over are not asked for.</summary>
    public async Task<IReadOnlyList<GraphValue>> ValuesAsync(DayRange window, CancellationToken cancellationToken)
    {
        var values = new List<GraphValue>();
        foreach (var (range, together) in SeriesOf(window))
        {
            // The value of the last day carries the next day's start as its time; one more day makes sure that it is within.
            var until = days.Zone.StartOf(range.Last.AddDays(2));
            foreach (var insights in await AskAsync(series, together, days.Zone.StartOf(range.First), until > days.Now ? days.Now : until, "", cancellationToken))
                foreach (var metric in together) values.AddRange(InstagramMapping.Series(metric, insights, range, days));
        }

        // A request for each day: only those that every fetch reads again, so that a first fetch of months stays cheap.
        var recent = Later(window.First, Today.AddDays(-InstagramMetrics.Traits.LookBackDays));
        if (Over(recent, window.Last) is not { } last) return values;
        foreach (var day in last.Each())
        {
            foreach (var insights in await AskAsync(totals, InstagramMetrics.Totals, days.Zone.StartOf(day), days.Zone.StartOf(day.AddDays(1)), AsTotal, cancellationToken))
                values.AddRange(InstagramMapping.Totals(day, insights));
        }

        return values;
    }

    /// <summary>
    /// The people of each whole week within the days and, where the days reach the present, of the last two weeks that are
    /// over, which may lie before the days. A week's value is its Sunday's. Each takes a request: people have no sum.
    /// </summary>
    public async Task<IReadOnlyList<GraphValue>> WeeksAsync(DayRange wanted, CancellationToken cancellationToken)
    {
        var values = new List<GraphValue>();

        // The newest first: a week that Meta refuses because it lies before the account became a professional one then costs only itself.
        foreach (var week in WeeksOf(wanted).Reverse())
        {
            var answers = await AskAsync(weeks, [InstagramMetrics.OfWeek], days.Zone.StartOf(week.Monday), days.Zone.StartOf(week.Sunday.AddDays(1)), AsTotal, cancellationToken);
            if (InstagramMapping.PeopleOfWeek(answers.SelectMany(answer => answer), week.Sunday, days) is { } people)
                values.Insert(0, new(week.Sunday, InstagramMetrics.OfWeek.Metric, people, null));
        }

        return values;
    }

    private IEnumerable<IsoWeek> WeeksOf(DayRange wanted)
    {
        var last = IsoWeek.Of(Today).Plus(-1);
        var first = IsoWeek.Of(wanted.First) is var begun && begun.Monday < wanted.First ? begun.Plus(1) : begun;
        if (wanted.Last >= Today.AddDays(-1)) first = Clamp(first, last.Plus(1 - InstagramMetrics.WeeksAtFirst), last.Plus(1 - InstagramMetrics.WeeksReadAgain));
        else if (IsoWeek.Of(wanted.Last.AddDays(1)).Plus(-1) is var whole && whole < last) last = whole;
        for (var week = first; week <= last; week = week.Plus(1)) yield return week;
    }

    private static IsoWeek Clamp(IsoWeek week, IsoWeek least, IsoWeek most) => week > most ? most : week < least ? least : week;

    /// <summary>What may be asked for together, because it is told of the same days.</summary>
    private IReadOnlyList<(DayRange Range, IReadOnlyList<InstagramMetric> Metrics)> SeriesOf(DayRange window) =>
    [
        .. from metric in series.Of(InstagramMetrics.ByDay)
           let first = metric == InstagramMetrics.Gained ? Later(window.First, Today.AddDays(-InstagramMetrics.GainedDays)) : window.First
           let range = Over(first, window.Last)
           where range is not null
           group metric by range.Value into together
           select (together.Key, (IReadOnlyList<InstagramMetric>)[.. together]),
    ];

    private Task<IReadOnlyList<IReadOnlyList<GraphInsight>>> AskAsync(
        AskTogether<InstagramMetric> together, IReadOnlyList<InstagramMetric> metrics, DateTimeOffset since, DateTimeOffset until, string more, CancellationToken cancellationToken) =>
        together.AskAsync(metrics, some => client.InsightsAsync("day", some.Select(metric => metric.Name), since, until, more, cancellationToken));

    private DayRange? Over(DateOnly first, DateOnly last)
    {
        if (last >= Today) last = Today.AddDays(-1);
        return first <= last ? new(first, last) : null;
    }

    private static DateOnly Later(DateOnly left, DateOnly right) => left < right ? right : left;
}
