using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes the week in one line: what is worse first, then what is better, then what is as usual.</summary>
internal static class SubjectWriter
{
    private const int WantedLength = 60;

    /// <summary>Gravest first: what a reader has to know if nothing else is read.</summary>
    private static readonly IReadOnlyList<ObjectiveVerdict> Order =
        [ObjectiveVerdict.Worse, ObjectiveVerdict.Mixed, ObjectiveVerdict.Better, ObjectiveVerdict.Unknown, ObjectiveVerdict.Undecided, ObjectiveVerdict.Borderline, ObjectiveVerdict.Seasonal, ObjectiveVerdict.Steady, ObjectiveVerdict.TooEarly];

    /// <summary>The objectives with the gravest verdict first; the client's order among equals.</summary>
    public static IEnumerable<ObjectiveResult> GravestFirst(IEnumerable<ObjectiveResult> objectives) =>
        objectives.OrderBy(result => Order.TakeWhile(verdict => verdict != result.Verdict).Count());

    /// <summary>The verdict that all objectives share, where it is one that needs no list; null otherwise.</summary>
    public static ObjectiveVerdict? Shared(IReadOnlyList<ObjectiveResult> objectives)
    {
        var verdicts = objectives.Select(AsInAFirstWeek).Distinct().ToList();

        // Beside figures that stray as far as chance takes them, or as the season does, those that do not stray say no more.
        if (verdicts.Count > 1 && verdicts.TrueForAll(verdict => verdict is ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline)) return ObjectiveVerdict.Borderline;
        if (verdicts.Count > 1 && verdicts.TrueForAll(verdict => verdict is ObjectiveVerdict.Steady or ObjectiveVerdict.Seasonal)) return ObjectiveVerdict.Seasonal;
        return verdicts is [ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline or ObjectiveVerdict.Seasonal or ObjectiveVerdict.TooEarly or ObjectiveVerdict.Unknown or ObjectiveVerdict.Undecided] ? verdicts[0] : null;
    }

    /// <summary>A change that wants a level from before has no figure in a first week: that is too early, and no trouble.</summary>
    private static ObjectiveVerdict AsInAFirstWeek(ObjectiveResult result) =>
        result.Verdict == ObjectiveVerdict.Unknown && result.Primary.Count > 0 && result.Primary.All(kpi => kpi.Value.Gap == Gap.NoEarlierLevel)
            ? ObjectiveVerdict.TooEarly
            : result.Verdict;

    /// <summary>The week's news, as much of it as fits, and at least its gravest finding.</summary>
    public static string Subject(Desk desk, WeekReport kpis, IReadOnlyList<ObjectiveRow> rows)
    {
        var shared = Shared(kpis.Objectives);
        var news = News(desk, kpis, rows, shared);
        for (var count = news.Count; count > 1; count--)
            if (Subject(desk, news.Take(count)) is { Length: <= WantedLength } subject) return subject;
        return Subject(desk, news.Take(1));
    }

    private static string Subject(Desk desk, IEnumerable<string> news) =>
        Language.Capital(desk.Language.Text("subject", ("verdicts", string.Join(", ", news)), ("week", desk.Language.Numbers.Integer(desk.Week.Number))));

    private static IReadOnlyList<string> News(Desk desk, WeekReport kpis, IReadOnlyList<ObjectiveRow> rows, ObjectiveVerdict? shared) => shared switch
    {
        ObjectiveVerdict.Unknown when !kpis.HasFigure && kpis.Notes.Any(note => note is DataCaveat.SourceInTrouble) => [desk.Say("subject.all.Unknown.told")],
        ObjectiveVerdict.TooEarly when FirstFigure(desk, rows) is { } figure => [desk.Say("subject.all.TooEarly.figure", Datum.Part("figure", figure))],
        { } verdict when kpis.Objectives.Count > 1 || verdict is not (ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline or ObjectiveVerdict.Seasonal) =>
            [desk.Say($"subject.all.{verdict}"), .. verdict == ObjectiveVerdict.Steady && FirstFigure(desk, rows) is { } figure ? new[] { figure } : []],
        _ => [.. GravestFirst(kpis.Objectives).Select(result => Change(desk, rows, result) ?? Phrase(desk, result))],
    };

    /// <summary>Whether an inbox may show a figure: it is read over shoulders, and amounts of money stay out of it unless the config wants them.</summary>
    public static bool MayShow(Desk desk, Kpi kpi) => kpi.Unit != KpiUnit.Money || desk.Client.ShowsMoneyInSubject;

    /// <summary>The first figure of the rows that an inbox may show.</summary>
    private static string? FirstFigure(Desk desk, IReadOnlyList<ObjectiveRow> rows) =>
        rows.FirstOrDefault(row => row.Lead is { Custom: null } lead && MayShow(desk, lead)) is { Lead: { } kpi } row ? RowWriter.Short(desk.On(row.Result.Objective, kpi), kpi) : null;

    /// <summary>An objective that changed, with how far its deciding figure lies from the centre that stands in its row.</summary>
    private static string? Change(Desk whole, IReadOnlyList<ObjectiveRow> rows, ObjectiveResult result)
    {
        if (result.Verdict is not (ObjectiveVerdict.Better or ObjectiveVerdict.Worse) || rows.FirstOrDefault(row => ReferenceEquals(row.Result, result))?.Deciding is not { Good: GoodDirection.Up } kpi) return null;
        if (new KpiFormat(whole.Language, kpi).OffCentre() is not { } change || change.Figure > change.Centre != (result.Verdict == ObjectiveVerdict.Better)) return null;
        return whole.On(result.Objective).Say(
            "subject.change",
            Datum.Named("name", result.Objective.Name is null && whole.Language.Has($"subject.name.{result.Objective.Kind}") ? whole.Language.Text($"subject.name.{result.Objective.Kind}") : whole.ObjectiveName(result.Objective)),
            new("change", change.Written) { Number = (change.Figure / change.Centre) - 1 },
            Datum.Unsaid("shown", change.Figure),
            Datum.Unsaid("normal", change.Centre));
    }

    /// <summary>What an objective did, in a few words.</summary>
    public static string Phrase(Desk desk, ObjectiveResult result)
    {
        var kind = result.Objective.Name is null ? result.Objective.Kind : ObjectiveKind.Custom;
        var name = desk.ObjectiveName(result.Objective);
        return desk.On(result.Objective).Say($"subject.{kind}.{result.Verdict}", [Datum.Named("name", name), .. ObjectiveWriter.Unsaid(result)]);
    }
}
