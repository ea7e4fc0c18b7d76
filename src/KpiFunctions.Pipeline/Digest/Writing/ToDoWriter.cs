using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes what the reader is to do about the week, in one line, and says no more than the digest bears out.</summary>
internal static class ToDoWriter
{
    /// <param name="proposals">How many proposals and requests the digest makes.</param>
    /// <param name="hasRecord">Whether a row says that its figure is the highest or the lowest of its weeks.</param>
    /// <returns>Null where there is nothing to say.</returns>
    public static string? Write(Desk desk, WeekReport kpis, IReadOnlyList<ObjectiveRow> rows, int proposals, bool hasRecord)
    {
        List<string> trouble = [.. new[] { TroubleWriter.All(desk, kpis.Notes), Incomplete(desk, kpis, rows) }.OfType<string>()];
        string?[] said = SubjectWriter.Shared(kpis.Objectives) switch
        {
            ObjectiveVerdict.Unknown => [.. trouble.Count > 0 ? trouble : [desk.Say(kpis.HasFigure ? "lede.Unknown.some" : "lede.Unknown")], Proposals(desk, proposals)],
            ObjectiveVerdict.Undecided => [.. trouble, desk.Say("lede.Undecided"), Proposals(desk, proposals)],
            ObjectiveVerdict.TooEarly => [.. trouble, desk.Say("lede.TooEarly"), Proposals(desk, proposals)],
            _ => [.. trouble, Proposals(desk, proposals) ?? WithoutProposals(desk, kpis, rows, hasRecord)],
        };
        return said.OfType<string>().ToList() is { Count: > 0 } lines ? string.Join(' ', lines) : null;
    }

    /// <summary>Whose days are missing, where an objective cannot be judged because of them.</summary>
    private static string? Incomplete(Desk desk, WeekReport kpis, IReadOnlyList<ObjectiveRow> rows)
    {
        var missing = kpis.Notes.OfType<DataCaveat.DaysMissing>().ToList();
        return missing.Count == 0 || !rows.Any(row => row.State == RowState.Incomplete) ? null
            : desk.SayPlural("lede.incomplete", missing.Sum(note => note.Days.Count), Datum.Named("accounts", desk.Language.List([.. missing.Select(note => desk.AccountName(note.Account))])));
    }

    private static string? Proposals(Desk desk, int proposals) => proposals == 0 ? null : desk.SayPlural("lede.proposals", proposals, Datum.Unsaid("proposals", proposals));

    private static string? WithoutProposals(Desk desk, WeekReport kpis, IReadOnlyList<ObjectiveRow> rows, bool hasRecord)
    {
        var figures = kpis.Objectives.SelectMany(objective => objective.Figures).ToList();
        if (rows.Any(row => row.Lead?.Target?.Pace is Pace.Behind or Pace.Missed && row.Result.Primary.Contains(row.Lead, ReferenceEqualityComparer.Instance))) return desk.Say("lede.behind");
        if (kpis.Objectives.Any(result => result.Verdict is ObjectiveVerdict.Better or ObjectiveVerdict.Worse or ObjectiveVerdict.Mixed or ObjectiveVerdict.Borderline)) return desk.Say("lede.confirm");
        if (hasRecord) return desk.Say("lede.record");
        var isQuiet = !kpis.Notes.Any(note => note is DataCaveat.SourceInTrouble) && kpis.Objectives.All(result => result.Verdict == ObjectiveVerdict.Steady) && !kpis.Plan.Any(row => row.Published < row.Planned)
            && !figures.Exists(kpi => kpi.Target?.Pace is Pace.Behind or Pace.Missed || kpi.Verdict is KpiVerdict.Borderline or KpiVerdict.Better or KpiVerdict.Worse or KpiVerdict.Unusual);
        return isQuiet ? desk.Say("lede.nothing") : null;
    }
}
