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
    private readonly HashSet<string> answered = [];

    /// <summary>Whether a refusal names a metric, for platforms that name the one they do not take; the group is then asked for without it at once.</summary>
    public Func<SourceFailure, TMetric, bool>? IsNamedIn { get; init; }

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
            return [await AnsweredAsync(wanted, () => ask(wanted))];
        }
        catch (SourceException e) when (Refusals.IsRefusal(e) && NamedIn(e, wanted) is { Count: > 0 } named && named.Count < wanted.Count)
        {
            foreach (var metric in NamedIn(e, wanted)) Refuse(metric, e);
            return await AskAsync(metrics, ask);
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
                answers.Add(await AnsweredAsync([metric], () => ask([metric])));
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
            return await AnsweredAsync(wanted, () => ask(wanted));
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

        List<TMetric> taken = [.. wanted.Except(failures.Select(failure => failure.Metric))];
        var answer = await AnsweredAsync(taken, () => ask(taken));
        foreach (var (metric, failure) in failures) Refuse(metric, failure);
        return answer;
    }

    private List<TMetric> NamedIn(SourceException e, IReadOnlyList<TMetric> wanted) => IsNamedIn is null ? [] : [.. wanted.Where(metric => IsNamedIn(e.Failure, metric))];

    private void Refuse(TMetric metric, SourceException e)
    {
        var name = nameOf(metric);
        if (answered.Contains(name))
        {
            // The platform knows it: what was refused are these days or items, under a name that leaves the metric asked for.
            refusals.Add($"{name}, in part", e.Failure);
            return;
        }

        // An answer that cannot be read may be read the next time.
        if (Refusals.IsRefusal(e)) refused.Add(name);
        refusals.Add(name, e.Failure, metricOf is null ? [] : [metricOf(metric)]);
    }

    private async Task<TAnswer> AnsweredAsync<TAnswer>(IReadOnlyList<TMetric> metrics, Func<Task<TAnswer>> ask)
    {
        var answer = await ask();
        refusals.WasAnswered = true;
        answered.UnionWith(metrics.Select(nameOf));
        return answer;
    }
}
