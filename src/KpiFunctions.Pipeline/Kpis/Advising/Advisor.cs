using KpiFunctions.Pipeline.Kpis.Measuring;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>What to change: the rules whose conditions hold, the furthest from the usual first. Pure.</summary>
public static class Advisor
{
    /// <summary>More than that nobody does in a week.</summary>
    private const int Most = 3;

    private const double WeightOfRepeated = 0.5;

    /// <summary>What the digest suggests, and what is told the agency alone.</summary>
    /// <param name="data">The history that the figures were computed from.</param>
    /// <param name="shown">What the digests of the weeks before said, the oldest first.</param>
    internal static (IReadOnlyList<Advice> Shown, IReadOnlyList<Advice> ForAgency) Of(ClientData data, WeekReport kpis, IReadOnlyList<WeekTrace> shown)
    {
        var client = data.Client;
        var sheets = Subjects.Of(data, kpis).ToList();
        var order = client.Objectives.Select((objective, i) => (objective.Key, i)).ToDictionary(pair => pair.Key, pair => pair.i);
        List<Advice> all =
        [
            .. AdviceRule.All.Where(rule => !client.AdviceOff.Contains(rule.Key))
                .Select(rule => sheets.Where(sheet => sheet.About == rule.About && rule.When.All(condition => condition.Holds(sheet)))
                    .Select(sheet => Of(rule, sheet, kpis, shown))
                    .OrderByDescending(WeightOf).ThenBy(advice => order[advice.Objective]).ThenBy(advice => advice.Subject, StringComparer.Ordinal)
                    .FirstOrDefault())
                .OfType<Advice>()
                .OrderByDescending(WeightOf).ThenBy(advice => order[advice.Objective]).ThenBy(advice => advice.Rule, StringComparer.Ordinal),
        ];
        var byAudience = all.ToLookup(advice => !client.ShowsAgencyAdvice && AdviceRule.OfAgency.Contains(advice.Rule));
        return ([.. byAudience[false].Take(Most)], [.. byAudience[true].Take(Most)]);
    }

    private static Advice Of(AdviceRule rule, FactSheet sheet, WeekReport kpis, IReadOnlyList<WeekTrace> shown)
    {
        var weeks = 1;
        while (shown.FirstOrDefault(trace => trace.Week == kpis.Week.Plus(-weeks).ToString())?.Advice.Contains(new AdviceTrace(rule.Key, sheet.Subject)) == true) weeks++;
        var effect = sheet.Facts.TryGetValue(rule.Effect, out var fact) ? Math.Abs(fact.Number ?? 0) : 0;
        return new(rule.Key, sheet.Objective, sheet.Subject, sheet.Facts, effect, weeks);
    }

    private static double WeightOf(Advice advice) => advice.IsRepeated ? WeightOfRepeated * advice.Effect : advice.Effect;
}
