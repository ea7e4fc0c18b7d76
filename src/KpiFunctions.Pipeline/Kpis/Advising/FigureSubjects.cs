using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Figures, and the posts that their rises rest on.</summary>
internal static class FigureSubjects
{
    /// <summary>A figure: <c>kpi, name, account, verdict, number, value, usual, deviation, chance</c>; its plan: <c>planned, published, missing</c>; its target: <c>pace, recent, asked, goal, day, gap</c>.</summary>
    public static IEnumerable<FactSheet> Figures(WeekReport kpis, ObjectiveResult objective)
    {
        foreach (var kpi in objective.Figures)
        {
            if (kpi.Value.Value is not { } value) continue;
            var name = kpi.NameIn(objective.Objective);
            var facts = new Dictionary<string, Fact>
            {
                ["kpi"] = Facts.Word(name.Kpi),
                ["name"] = new() { Unit = FactUnit.Name, Like = kpi },
                ["verdict"] = Facts.Word(KpiNames.Verdicts[kpi.Verdict]),
                ["number"] = Facts.Number(value, FactUnit.None),
                ["value"] = new() { Number = value, Unit = FactUnit.Figure, Like = kpi },
            };
            if (kpi.Account is { } account) facts["account"] = Facts.Account(account);
            if (kpi.Expected is not null) facts["usual"] = new() { Unit = FactUnit.Expected, Like = kpi };
            if (TestOf(kpi) is { } stray)
            {
                facts["deviation"] = Facts.Number(stray.Deviation, FactUnit.None);
                facts["chance"] = Facts.Number(stray.PValue, FactUnit.None);
            }

            if (kpis.Plan.FirstOrDefault(row => row.Account == kpi.Account) is { Published: { } published } plan)
            {
                facts["planned"] = Facts.Number(plan.Planned);
                facts["published"] = Facts.Number(published);
                facts["missing"] = Facts.Number(plan.Planned - published);
            }

            if (kpi.Target is { AskedToday: { } asked, Recent: { } recent, Deviation: { } deviation, Target: var target } progress)
            {
                facts["pace"] = Facts.Word(KpiNames.Paces[progress.Pace]);
                facts["recent"] = new() { Number = recent, Unit = FactUnit.Figure, Like = kpi };
                facts["asked"] = new() { Number = asked, Unit = FactUnit.Figure, Like = kpi };
                facts["goal"] = new() { Number = target.Goal, Unit = FactUnit.Figure, Like = kpi };
                facts["day"] = new() { Word = target.By.ToString("yyyy-MM-dd"), Unit = FactUnit.Day };
                facts["gap"] = Facts.Number(Math.Abs(deviation), FactUnit.None);
            }

            yield return new("figure", objective.Objective.Key, $"{name.Kpi} {name.Account}".TrimEnd(), facts);
        }
    }

    /// <summary>The post that most of a rise rests on: <c>name, verdict, deviation, chance, post, part</c>.</summary>
    public static IEnumerable<FactSheet> Spikes(ObjectiveResult objective)
    {
        foreach (var kpi in objective.Primary)
        {
            if (kpi.Value.Value is not > 0 || TopPostOf(objective, kpi) is not { } top || TestOf(kpi) is not { } stray) continue;
            yield return new("spike", objective.Objective.Key, $"{kpi.NameIn(objective.Objective).Kpi} {top.Post.Id}", new Dictionary<string, Fact>
            {
                ["name"] = new() { Unit = FactUnit.Name, Like = kpi },
                ["verdict"] = Facts.Word(KpiNames.Verdicts[kpi.Verdict]),
                ["deviation"] = Facts.Number(stray.Deviation, FactUnit.None),
                ["chance"] = Facts.Number(stray.PValue, FactUnit.None),
                ["post"] = new() { Word = top.Post.Excerpt ?? "", Unit = FactUnit.Quote },
                ["part"] = Facts.Number(top.Value / kpi.Value.Value.Value, FactUnit.Share),
            });
        }
    }

    /// <summary>The post with the most of what the figure counts; null where posts do not make the figure.</summary>
    private static PostHighlight? TopPostOf(ObjectiveResult objective, Kpi kpi) => kpi.Basis switch
    {
        Basis.UniqueOverWeek => objective.Posts.FirstOrDefault(post => post.Metric == Metrics.Reach && post.Post.Account == kpi.Account),
        Basis.SumOfParts => objective.Threads.Where(thread => !thread.Post.IsMention).MaxBy(thread => thread.Messages) is { } thread ? new(thread.Post, Metrics.Comments, thread.Messages) : null,
        _ => null,
    };

    /// <summary>The evidence that the verdict rests on.</summary>
    private static TestResult? TestOf(Kpi kpi) => kpi.RestsOnTwoWeeks ? kpi.Evidence?.TwoWeeks : kpi.Evidence?.Week;
}
