using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Objectives;
using KpiFunctions.Pipeline.Kpis.Visits;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using MathNet.Numerics.Distributions;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Gathers the facts of every subject that rules speak about.</summary>
internal static class Subjects
{
    private const int FewestPosts = 5;
    private const int Senders = 10;
    private const int MostSilentWeeks = 8;

    public static IEnumerable<FactSheet> Of(ClientData data, KpiSet kpis) =>
        kpis.Objectives.SelectMany(objective => Figures(kpis, objective)
            .Concat(PostTypes(data, objective, kpis.Week))
            .Concat(LosingSenders(data, objective, kpis.Week))
            .Concat(Questions(objective))
            .Concat(Costs(objective))
            .Concat(Spikes(objective))
            .Concat(ActionsOf(objective))
            .Concat(Silences(data, objective, kpis.Week)));

    /// <summary>A figure: <c>kpi, name, account, verdict, number, value, usual, deviation</c>; its plan: <c>planned, published, missing</c>; its target: <c>pace, asked, goal, day, gap</c>.</summary>
    private static IEnumerable<FactSheet> Figures(KpiSet kpis, ObjectiveResult objective)
    {
        foreach (var kpi in objective.Primary.Concat(objective.Explaining))
        {
            if (kpi.Value.Value is not { } value) continue;
            var name = kpi.NameIn(objective.Objective);
            var facts = new Dictionary<string, Fact>
            {
                ["kpi"] = Word(name.Kpi),
                ["name"] = new() { Unit = FactUnit.Name, Like = kpi },
                ["verdict"] = Word(kpi.Verdict.ToString()),
                ["number"] = Number(value, FactUnit.None),
                ["value"] = new() { Number = value, Unit = FactUnit.Figure, Like = kpi },
            };
            if (kpi.Account is { } account) facts["account"] = Account(account);
            if (kpi.Usual is not null) facts["usual"] = new() { Unit = FactUnit.Usual, Like = kpi };
            if (StrayOf(kpi) is { } stray) facts["deviation"] = Number(stray.Deviation, FactUnit.None);
            if (kpis.Plan.FirstOrDefault(row => row.Account == kpi.Account) is { Published: { } published } plan)
            {
                facts["planned"] = Number(plan.Planned);
                facts["published"] = Number(published);
                facts["missing"] = Number(plan.Planned - published);
            }

            if (kpi.Target is { AskedToday: { } asked, Target: var target } progress && kpi.Usual is { } usual)
            {
                facts["pace"] = Word(progress.Pace.ToString());
                facts["asked"] = new() { Number = asked, Unit = FactUnit.Figure, Like = kpi };
                facts["goal"] = new() { Number = target.AtLeast ?? target.AtMost, Unit = FactUnit.Figure, Like = kpi };
                facts["day"] = new() { Word = target.By.ToString("yyyy-MM-dd"), Unit = FactUnit.Day };
                facts["gap"] = Number(Math.Abs(value - asked) / ((usual.High - usual.Low) / 2), FactUnit.None);
            }

            yield return new("figure", objective.Objective.Key, $"{name.Kpi} {name.Account}".TrimEnd(), facts);
        }
    }

    /// <summary>A kind of post beside all others of the account in eight weeks: <c>account, type, metric, n, othern, median, othermedian, times, chance, distance</c>.</summary>
    private static IEnumerable<FactSheet> PostTypes(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        if (MetricOf(objective.Objective.Kind) is not { } metric) yield break;
        var days = new DayRange(week.Plus(1 - Usual.Weeks).Monday, week.Sunday);
        foreach (var account in data.Accounts)
        {
            var posts = account.PostsIn(days).Select(dated => dated.Post).Where(post => post.Type is not null && post[metric] is not null).ToList();
            var types = posts.GroupBy(post => post.Type!).Where(type => type.Count() >= FewestPosts && posts.Count - type.Count() >= FewestPosts).ToList();
            foreach (var type in types)
            {
                List<double> its = [.. type.Select(post => post[metric]!.Value)];
                List<double> others = [.. posts.Where(post => post.Type != type.Key).Select(post => post[metric]!.Value)];
                var (median, other) = (Usual.Median(its), Usual.Median(others));
                if (other <= 0) continue;
                var (distance, chance) = RankTest.Of(its, others);
                yield return new("post-type", objective.Objective.Key, $"{account.Ref} {type.Key}", new Dictionary<string, Fact>
                {
                    ["account"] = Account(account.Ref),
                    ["type"] = new() { Word = type.Key, Unit = FactUnit.PostType },
                    ["metric"] = new() { Word = metric.Key, Unit = FactUnit.Metric },
                    ["n"] = Number(its.Count),
                    ["othern"] = Number(others.Count),
                    ["median"] = Number(median),
                    ["othermedian"] = Number(other),
                    ["times"] = Number(median / other, FactUnit.Times),

                    // As many kinds as are looked at, so many chances to find one.
                    ["chance"] = Number(Math.Min(1, chance * types.Count), FactUnit.None),
                    ["distance"] = Number(distance, FactUnit.None),
                });
            }
        }
    }

    /// <summary>One of the largest senders beside its own weeks: <c>source, before, now, chance, deviation</c>.</summary>
    private static IEnumerable<FactSheet> LosingSenders(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        if (objective.Traffic.Count == 0) yield break;
        var weeks = Enumerable.Range(0, Usual.Weeks + 1).Select(back => WeekTraffic.Of(data, week.Plus(-back))).ToList();
        if (weeks[0].Slices is null || weeks[1].Slices is null) yield break;
        var (now, before) = (weeks[0].BySender, weeks[1].BySender);
        List<IReadOnlyDictionary<string, double>> known = [.. weeks.Skip(1).Where(each => each.Slices is not null).Select(each => each.BySender).Reverse()];
        foreach (var sender in known.SelectMany(each => each.Keys).Distinct().OrderByDescending(sender => known.Sum(each => each.GetValueOrDefault(sender))).ThenBy(sender => sender, StringComparer.Ordinal).Take(Senders))
        {
            var evidence = Usual.EvidenceOf([.. known.Select(each => new KnownWeek(each.GetValueOrDefault(sender)))], new(now.GetValueOrDefault(sender)), Noise.Count, followsAtOnce: false);
            if (evidence is null) yield break;
            yield return new("sender", objective.Objective.Key, sender, new Dictionary<string, Fact>
            {
                ["source"] = new() { Word = sender, Unit = FactUnit.Sender },
                ["before"] = Number(before.GetValueOrDefault(sender)),
                ["now"] = Number(now.GetValueOrDefault(sender)),
                ["chance"] = Number(Math.Min(1, evidence.Week.Chance * Senders), FactUnit.None),
                ["deviation"] = Number(evidence.Week.Deviation, FactUnit.None),
            });
        }
    }

    /// <summary>Messages by others that ask: <c>n, weight</c>.</summary>
    private static IEnumerable<FactSheet> Questions(ObjectiveResult objective)
    {
        var asked = objective.Threads.Count(thread => thread.Asks);
        if (asked == 0) yield break;
        yield return new("questions", objective.Objective.Key, "", new Dictionary<string, Fact> { ["n"] = Number(asked), ["weight"] = Number(1 + Math.Sqrt(asked), FactUnit.None) });
    }

    /// <summary>
    /// The dearest account beside the cheapest: <c>account, other, result, price, otherprice, times, chance, distance</c>.
    /// Chance by the results that each would have had at one price for both.
    /// </summary>
    private static IEnumerable<FactSheet> Costs(ObjectiveResult objective)
    {
        var rows = objective.Worth.Where(row => row.PerResult is not null).OrderByDescending(row => row.PerResult).ToList();
        if (rows.Count < 2 || rows[0].Currency != rows[^1].Currency || rows[^1].Cost <= 0) yield break;
        var (dear, cheap) = (rows[0], rows[^1]);
        var (all, share) = (dear.Results!.Value + cheap.Results!.Value, dear.Cost / (dear.Cost + cheap.Cost));
        var distance = (all * share - dear.Results.Value) / Math.Sqrt(all * share * (1 - share));
        yield return new("cost", objective.Objective.Key, $"{dear.Account} {cheap.Account}", new Dictionary<string, Fact>
        {
            ["account"] = Account(dear.Account),
            ["other"] = Account(cheap.Account),
            ["result"] = new() { Word = dear.Of.ToString(), Unit = FactUnit.Result },
            ["price"] = Price(dear),
            ["otherprice"] = Price(cheap),
            ["times"] = Number(dear.PerResult!.Value / cheap.PerResult!.Value, FactUnit.Times),
            ["chance"] = Number(Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(distance))), FactUnit.None),
            ["distance"] = Number(distance, FactUnit.None),
        });
    }

    /// <summary>The post that most of a rise rests on: <c>name, verdict, deviation, post, part</c>.</summary>
    private static IEnumerable<FactSheet> Spikes(ObjectiveResult objective)
    {
        foreach (var kpi in objective.Primary)
        {
            if (kpi.Value.Value is not > 0 || TopPostOf(objective, kpi) is not { } top || StrayOf(kpi) is not { } stray) continue;
            yield return new("spike", objective.Objective.Key, $"{kpi.NameIn(objective.Objective).Kpi} {top.Post.Id}", new Dictionary<string, Fact>
            {
                ["name"] = new() { Unit = FactUnit.Name, Like = kpi },
                ["verdict"] = Word(kpi.Verdict.ToString()),
                ["deviation"] = Number(stray.Deviation, FactUnit.None),
                ["post"] = new() { Word = top.Post.Excerpt ?? "", Unit = FactUnit.Quote },
                ["part"] = Number(top.Value / kpi.Value.Value.Value, FactUnit.Share),
            });
        }
    }

    /// <summary>An action whose campaign is a part of the week's visits: <c>action, n, part, weight</c>.</summary>
    private static IEnumerable<FactSheet> ActionsOf(ObjectiveResult objective)
    {
        var all = objective.Traffic.Sum(row => row.Sessions);
        foreach (var action in objective.Actions.Where(action => action.Sessions > 0 && all > 0))
        {
            yield return new("action", objective.Objective.Key, action.Action.Name, new Dictionary<string, Fact>
            {
                ["action"] = new() { Word = action.Action.Name, Unit = FactUnit.Quote },
                ["n"] = Number(action.Sessions!.Value),
                ["part"] = Number(action.Sessions.Value / all, FactUnit.Share),
                ["weight"] = Number(1 + 4 * action.Sessions.Value / all, FactUnit.None),
            });
        }
    }

    /// <summary>An account on which nothing was posted, though posts are known: <c>account, weeks</c>.</summary>
    private static IEnumerable<FactSheet> Silences(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        // Told once, for the first objective that posts serve.
        if (objective.Objective.Key != data.Client.Objectives.FirstOrDefault(each => MetricOf(each.Kind) is not null)?.Key) yield break;
        foreach (var account in data.Accounts)
        {
            var silent = Enumerable.Range(0, MostSilentWeeks).TakeWhile(back => new AccountWeek(account, week.Plus(-back)) is var each && each.Delivers(Metrics.Posts) && each.Sum(Metrics.Posts).Value == 0).Count();
            yield return new("silence", objective.Objective.Key, account.Ref.ToString(), new Dictionary<string, Fact> { ["account"] = Account(account.Ref), ["weeks"] = Number(silent) });
        }
    }

    /// <summary>What posts are compared by.</summary>
    private static Metric? MetricOf(ObjectiveKind kind) => kind switch
    {
        ObjectiveKind.Awareness => Metrics.Reach,
        ObjectiveKind.Image => Metrics.Reactions,
        ObjectiveKind.Offers => Metrics.Comments,
        _ => null,
    };

    /// <summary>The post with the most of what the figure counts; null where posts do not make the figure.</summary>
    private static PostHighlight? TopPostOf(ObjectiveResult objective, Kpi kpi) => kpi.Key switch
    {
        KpiKey.Reach when kpi.Basis is Basis.UniqueOverWeek => objective.Posts.FirstOrDefault(post => post.Metric == Metrics.Reach && post.Post.Account == kpi.Account),
        KpiKey.Discussions => objective.Threads.Where(thread => !thread.Post.IsMention).MaxBy(thread => thread.Messages) is { } thread ? new(thread.Post, Metrics.Comments, thread.Messages) : null,
        _ => null,
    };

    /// <summary>The evidence that the verdict rests on.</summary>
    private static Stray? StrayOf(Kpi kpi) => kpi.RestsOnTwoWeeks ? kpi.Evidence?.TwoWeeks : kpi.Evidence?.Week;

    private static Fact Price(WorthRow row) =>
        new() { Number = row.PerResult * (row.Of == WorthResult.PeopleReached ? 1000 : 1), Word = row.Currency, Unit = FactUnit.Money };

    private static Fact Number(double value, FactUnit unit = FactUnit.Count) => new() { Number = value, Unit = unit };

    private static Fact Word(string word) => new() { Word = word, Unit = FactUnit.None };

    private static Fact Account(AccountRef account) => new() { Account = account, Unit = FactUnit.Account };
}
