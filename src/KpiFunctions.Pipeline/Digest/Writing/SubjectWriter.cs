using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes the week in one line: what is worse first, then what is better, then what is as usual.</summary>
internal static class SubjectWriter
{
    private const int WantedLength = 60;
    private const int ShortestName = 16;
    private const int MostInHeadline = 4;

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

    /// <summary>As much of the week as fits, and at least its gravest finding.</summary>
    public static string Subject(Desk desk, IReadOnlyList<ObjectiveResult> objectives)
    {
        var phrases = Phrases(desk, objectives);
        var name = Desk.Name(desk.Client.Name);
        for (var count = phrases.Count; count > 0; count--)
            if (Subject(desk, name, phrases.Take(count)) is { Length: <= WantedLength } subject) return subject;

        var tooLong = Subject(desk, name, phrases.Take(1)).Length - WantedLength;
        return Subject(desk, SafeText.Line(desk.Client.Name, Math.Max(ShortestName, name.Length - tooLong - 1)), phrases.Take(1));
    }

    /// <summary>The same without client and week, for the digest's own title.</summary>
    public static string Headline(Desk desk, IReadOnlyList<ObjectiveResult> objectives)
    {
        var phrases = Phrases(desk, objectives);
        var rest = phrases.Count - MostInHeadline;
        return Language.Capital(string.Join(", ", phrases.Take(MostInHeadline)) + (rest > 0 ? $" {desk.SayCount("more", rest, Datum.Unsaid("all", phrases.Count), Datum.Unsaid("shown", MostInHeadline))}" : ""));
    }

    private static string Subject(Desk desk, string name, IEnumerable<string> phrases) => desk.Language.Text(
        "subject", ("client", name), ("verdicts", string.Join(", ", phrases)), ("week", desk.Language.Numbers.Integer(desk.Week.Number)));

    private static IReadOnlyList<string> Phrases(Desk desk, IReadOnlyList<ObjectiveResult> objectives) => Shared(objectives) is { } verdict && (objectives.Count > 1 || verdict is not (ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline or ObjectiveVerdict.Seasonal))
        ? [desk.Say($"subject.all.{verdict}")]
        : [.. GravestFirst(objectives).Select(result => Phrase(desk, result))];

    private static string Phrase(Desk desk, ObjectiveResult result)
    {
        var kind = result.Objective.Name is null ? result.Objective.Kind : ObjectiveKind.Custom;
        var name = desk.ObjectiveName(result.Objective);
        return desk.On(result.Objective).Say($"subject.{kind}.{result.Verdict}", [Datum.Named("name", name), .. ObjectiveWriter.Unsaid(result)]);
    }
}
