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

    /// <summary>A kind of post beside all others of the account in eight weeks: <c>account, type, metric, n, othern, median, othermedian, times, chance, distance</c>.</summary>
    public static IEnumerable<FactSheet> PostTypes(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        if (objective.PostsComparedBy is not { } metric) yield break;
        var days = new DayRange(week.Plus(1 - Baseline.Weeks).Monday, week.Sunday);
        foreach (var account in data.Accounts)
        {
            var posts = account.PostsIn(days).Select(dated => dated.Post).Where(post => post.Type is not null && post[metric] is not null).ToList();
            var types = posts.GroupBy(post => post.Type!).Where(type => type.Count() >= FewestPosts && posts.Count - type.Count() >= FewestPosts).ToList();
            foreach (var type in types)
            {
                List<double> its = [.. type.Select(post => post[metric]!.Value)];
                List<double> others = [.. posts.Where(post => post.Type != type.Key).Select(post => post[metric]!.Value)];
                var (median, other) = (Baseline.Median(its), Baseline.Median(others));
                if (other <= 0) continue;
                var (distance, chance) = RankTest.Of(its, others);
                yield return new("post-type", objective.Objective.Key, $"{account.Ref} {type.Key}", new Dictionary<string, Fact>
                {
                    ["account"] = Facts.Account(account.Ref),
                    ["type"] = new() { Word = type.Key, Unit = FactUnit.PostType },
                    ["metric"] = new() { Word = metric.Key, Unit = FactUnit.Metric },
                    ["n"] = Facts.Number(its.Count),
                    ["othern"] = Facts.Number(others.Count),
                    ["median"] = Facts.Number(median),
                    ["othermedian"] = Facts.Number(other),
                    ["times"] = Facts.Number(median / other, FactUnit.Times),

                    // As many kinds as are looked at, so many chances to find one.
                    ["chance"] = Facts.Number(Math.Min(1, chance * types.Count), FactUnit.None),
                    ["distance"] = Facts.Number(distance, FactUnit.None),
                });
            }
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
}
