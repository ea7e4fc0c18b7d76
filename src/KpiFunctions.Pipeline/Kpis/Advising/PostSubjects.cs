using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>What is posted, and what others ask.</summary>
internal static class PostSubjects
{
    private const int FewestPosts = 5;
    private const int MostSilentWeeks = 8;

    /// <summary>
    /// Younger posts are still gathering their figures, and are compared with none. A kind that was taken up lately would
    /// look weak beside the older ones.
    /// </summary>
    private static readonly TimeSpan Youngest = TimeSpan.FromDays(3);

    /// <summary>A kind of post beside all others of the account in eight weeks: <c>account, type, metric, n, othern, median, othermedian, times, chance, distance</c>.</summary>
    public static IEnumerable<FactSheet> PostTypes(ClientData data, WeekReport kpis)
    {
        List<ComparedPosts> compared = [.. kpis.Objectives.SelectMany(objective => PostTypes(data, objective, kpis.Week))];
        foreach (var (objective, account, type, metric, its, others) in compared)
        {
            var (median, other) = (Middle.Of(its), Middle.Of(others));
            if (other <= 0) continue;
            var (distance, chance) = RankTest.Of(its, others);
            yield return new("post-type", objective, $"{account} {type}", new Dictionary<string, Fact>
            {
                ["account"] = Facts.Account(account),
                ["type"] = new() { Word = type, Unit = FactUnit.PostType },
                ["metric"] = new() { Word = metric.Key, Unit = FactUnit.Metric },
                ["n"] = Facts.Number(its.Count),
                ["othern"] = Facts.Number(others.Count),
                ["median"] = Facts.Number(median),
                ["othermedian"] = Facts.Number(other),
                ["times"] = Facts.Number(median / other, FactUnit.Times),

                // As many kinds as are looked at in the digest, so many chances to find one.
                ["chance"] = Facts.Number(Math.Min(1, chance * compared.Count), FactUnit.None),
                ["distance"] = Facts.Number(distance, FactUnit.None),
            });
        }
    }

    private static IEnumerable<ComparedPosts> PostTypes(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        if (objective.PostsComparedBy is not { } metric) yield break;
        var days = new DayRange(week.Plus(1 - Baseline.Weeks).Monday, week.Sunday);
        foreach (var account in data.Accounts)
        {
            var posts = account.PostsIn(days).Select(dated => dated.Post).Where(post => post.Type is not null && post[metric] is not null && post.FetchedAt - post.Published >= Youngest).ToList();
            foreach (var type in posts.GroupBy(post => post.Type!).Where(type => type.Count() >= FewestPosts && posts.Count - type.Count() >= FewestPosts))
                yield return new(objective.Objective.Key, account.Ref, type.Key, metric, [.. type.Select(post => post[metric]!.Value)], [.. posts.Where(post => post.Type != type.Key).Select(post => post[metric]!.Value)]);
        }
    }

    /// <summary>Messages by others that ask: <c>n, weight</c>.</summary>
    public static IEnumerable<FactSheet> Questions(ObjectiveResult objective)
    {
        var asked = objective.Threads.Count(thread => thread.Asks);
        if (asked == 0) yield break;
        yield return new("questions", objective.Objective.Key, "", new Dictionary<string, Fact> { ["n"] = Facts.Number(asked), ["weight"] = Facts.Number(1 + Math.Sqrt(asked), FactUnit.None) });
    }

    /// <summary>An account on which nothing was posted, though posts are known: <c>account, weeks</c>.</summary>
    public static IEnumerable<FactSheet> Silences(ClientData data, WeekReport kpis, ObjectiveResult objective)
    {
        // Told once, for the first objective that posts serve.
        if (objective != kpis.Objectives.FirstOrDefault(each => each.PostsComparedBy is not null)) yield break;
        foreach (var account in data.Accounts)
        {
            var silent = Enumerable.Range(0, MostSilentWeeks).TakeWhile(back => account.In(kpis.Week.Plus(-back)) is var each && each.Delivers(Metrics.Posts) && each.Sum(Metrics.Posts).Value == 0).Count();
            yield return new("silence", objective.Objective.Key, account.Ref.ToString(), new Dictionary<string, Fact> { ["account"] = Facts.Account(account.Ref), ["weeks"] = Facts.Number(silent) });
        }
    }

    /// <summary>What one kind of post got, and what the account's others did.</summary>
    private sealed record ComparedPosts(string Objective, AccountRef Account, string Type, Metric Metric, IReadOnlyList<double> Its, IReadOnlyList<double> Others);
}
