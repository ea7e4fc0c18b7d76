using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Kpis.Measuring;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Who sends visits, and which actions bring them.</summary>
internal static class VisitSubjects
{
    /// <summary>The largest, which are looked at together.</summary>
    private const int Most = 10;

    /// <summary>One of the largest senders beside its own weeks: <c>source, before, now, chance, deviation</c>.</summary>
    public static IEnumerable<FactSheet> LosingReferrers(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        if (objective.Traffic.Count == 0) yield break;
        var weeks = Enumerable.Range(0, Baseline.Weeks + 1).Select(back => ClientVisits.In(data, week.Plus(-back))).ToList();
        if (weeks[0].Slices is null || weeks[1].Slices is null) yield break;
        var (now, before) = (weeks[0].ByReferrer, weeks[1].ByReferrer);
        List<IReadOnlyDictionary<string, double>> known =
            [.. weeks.Skip(1).Where(each => each.TellsWhoBrought(slice => slice.Sessions)).Select(each => each.ByReferrer).Reverse()];
        if (!weeks[1].TellsWhoBrought(slice => slice.Sessions)) yield break;
        foreach (var sender in known.SelectMany(each => each.Keys).Distinct().OrderByDescending(sender => known.Sum(each => each.GetValueOrDefault(sender))).ThenBy(sender => sender, StringComparer.Ordinal).Take(Most))
        {
            // The visits without a known sender may all be this one's.
            var most = now.GetValueOrDefault(sender) + weeks[0].WithoutReferrer;
            if (most >= before.GetValueOrDefault(sender)) continue;
            var evidence = Baseline.EvidenceOf([.. known.Select(each => new KnownWeek(each.GetValueOrDefault(sender)))], new(most), VarianceModel.Count, followsAtOnce: false);
            if (evidence is null) yield break;
            yield return new("sender", objective.Objective.Key, sender, new Dictionary<string, Fact>
            {
                ["source"] = new() { Word = sender, Unit = FactUnit.Sender },
                ["before"] = Facts.Number(before.GetValueOrDefault(sender)),
                ["now"] = Facts.Number(now.GetValueOrDefault(sender)),
                ["chance"] = Facts.Number(Math.Min(1, evidence.Week.PValue * Most), FactUnit.None),
                ["deviation"] = Facts.Number(evidence.Week.Deviation, FactUnit.None),
            });
        }
    }

    /// <summary>
    /// An action whose campaign is a part of the week's visits, beside the campaign's own weeks: <c>action, n, part, chance, deviation, weight</c>.
    /// A campaign that brings as much every week has brought nothing new.
    /// </summary>
    public static IEnumerable<FactSheet> ActionsOf(ClientData data, ObjectiveResult objective, IsoWeek week)
    {
        var all = objective.Traffic.Sum(row => row.Sessions);
        List<ActionResult> actions = [.. objective.Actions.Where(action => action.Sessions > 0 && all > 0)];
        if (actions.Count == 0) yield break;
        var weeks = Enumerable.Range(1, Baseline.Weeks).Select(back => ClientVisits.In(data, week.Plus(-back))).ToList();
        foreach (var action in actions)
        {
            List<KnownWeek> known = [.. weeks.Where(each => each.TellsWhoBrought(slice => slice.Sessions)).Reverse().Select(each => new KnownWeek(each.FromCampaign(action.Action.Campaign!)))];
            var sessions = action.Sessions!.Value;
            if (Baseline.EvidenceOf(known, new(sessions), VarianceModel.Count, followsAtOnce: false) is not { } evidence) yield break;
            yield return new("action", objective.Objective.Key, action.Action.Name, new Dictionary<string, Fact>
            {
                ["action"] = new() { Word = action.Action.Name, Unit = FactUnit.Quote },
                ["n"] = Facts.Number(sessions),
                ["part"] = Facts.Number(sessions / all, FactUnit.Share),
                ["chance"] = Facts.Number(Math.Min(1, evidence.Week.PValue * actions.Count), FactUnit.None),
                ["deviation"] = Facts.Number(evidence.Week.Deviation, FactUnit.None),
                ["weight"] = Facts.Number(1 + 4 * sessions / all, FactUnit.None),
            });
        }
    }
}
