using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Protocol;

/// <summary>
/// Asks for several metrics in one request, and for each alone where the platform refuses the group: one name that it no
/// longer knows, or one missing right, fails a whole request. A metric that is refused alone is recorded and left out for
/// the rest of the fetch.
/// </summary>
/// <param name="nameOf">A metric's name in refusals.</param>
/// <param name="skip">Names that are not asked for.</param>
/// <param name="metricOf">What it is here, for the digest's gaps; null where figures of posts are asked for.</param>
internal sealed class AskTogether<TMetric>(Refusals refusals, Func<TMetric, string> nameOf, IReadOnlySet<string> skip, Func<TMetric, Metric>? metricOf = null)
{
    private readonly HashSet<string> refused = [.. skip];

    /// <summary>The metrics that are still asked for.</summary>
    public IReadOnlyList<TMetric> Of(IEnumerable<TMetric> metrics) => [.. metrics.Where(metric => !refused.Contains(nameOf(metric)))];

    /// <summary>Asks for metrics whose answers can come apart.</summary>
    /// <returns>One answer for all, or one for each metric that was answered alone; empty where nothing was.</returns>
    public async Task<IReadOnlyList<TAnswer>> AskAsync<TAnswer>(IEnumerable<TMetric> metrics, Func<IReadOnlyList<TMetric>, Task<TAnswer>> ask)
    {
        var wanted = Of(metrics);
        if (wanted.Count == 0) return [];
        try
        {
            return [await AnsweredAsync(() => ask(wanted))];
        }
        catch (SourceException e) when (wanted.Count > 1 && Refusals.IsRefusal(e))
        {
            // Which of them it was, the platform does not say in a form that can be relied on.
        }
        catch (SourceException e) when (Refusals.CostsOnlyItself(e))
        {
            foreach (var metric in wanted) Refuse(metric, e);
            return [];
        }

        var answers = new List<TAnswer>();
        foreach (var metric in wanted)
        {
            try
            {
                answers.Add(await AnsweredAsync(() => ask([metric])));
            }
            catch (SourceException e) when (Refusals.CostsOnlyItself(e))
            {
                Refuse(metric, e);
            }
        }

        return answers;
    }

    /// <summary>Asks for items with metrics, such as a page of posts: where the group is refused, each metric is tried on a small request, and the rest is asked for once more.</summary>
    /// <param name="ask">Requests the items with some metrics; must be answerable without any.</param>
    /// <param name="probe">Requests as little as possible with one metric.</param>
    /// <exception cref="SourceException">The items are refused whatever the metrics. Refused metrics are then not recorded: they are not the reason.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(IEnumerable<TMetric> metrics, Func<IReadOnlyList<TMetric>, Task<TAnswer>> ask, Func<TMetric, Task> probe)
    {
        var wanted = Of(metrics);
        try
        {
            return await AnsweredAsync(() => ask(wanted));
        }
        catch (SourceException e) when (wanted.Count > 0 && Refusals.IsRefusal(e))
        {
        }

        var failures = new List<(TMetric Metric, SourceException Failure)>();
        foreach (var metric in wanted)
        {
            try
            {
                await probe(metric);
            }
            catch (SourceException e) when (Refusals.IsRefusal(e))
            {
                failures.Add((metric, e));
            }
        }

        var answer = await AnsweredAsync(() => ask([.. wanted.Except(failures.Select(failure => failure.Metric))]));
        foreach (var (metric, failure) in failures) Refuse(metric, failure);
        return answer;
    }

    private void Refuse(TMetric metric, SourceException e)
    {
        // An answer that cannot be read may be read the next time.
        if (Refusals.IsRefusal(e)) refused.Add(nameOf(metric));
        refusals.Add(nameOf(metric), e.Failure, metricOf is null ? [] : [metricOf(metric)]);
    }

    private async Task<TAnswer> AnsweredAsync<TAnswer>(Func<Task<TAnswer>> ask)
    {
        var answer = await ask();
        refusals.WasAnswered = true;
        return answer;
    }
}
