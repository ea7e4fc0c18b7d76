using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes the week as one sentence: how many objectives went which way.</summary>
internal static class HeadlineWriter
{
    public static string Write(Desk desk, WeekReport kpis)
    {
        var objectives = kpis.Objectives;
        if (SubjectWriter.Shared(objectives) is { } shared && (objectives.Count > 1 || shared is not (ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline or ObjectiveVerdict.Seasonal)))
            return desk.Say($"headline.all.{shared}{(shared is ObjectiveVerdict.Unknown or ObjectiveVerdict.TooEarly && kpis.HasFigure ? ".some" : "")}");
        if (objectives.Count == 1) return Language(SubjectWriter.Phrase(desk, objectives[0]));

        int Count(params ObjectiveVerdict[] verdicts) => objectives.Count(result => verdicts.Contains(result.Verdict));
        string Say(string key, int n) => desk.SayCount(key, n, [new("all", desk.Language.Numbers.Integer(objectives.Count)) { Number = objectives.Count }, .. Unsaid(objectives)]);
        return (Count(ObjectiveVerdict.Better), Count(ObjectiveVerdict.Worse), Count(ObjectiveVerdict.Mixed)) switch
        {
            ( > 0 and var up, > 0 and var down, _) => desk.Say("headline.both", Datum.Part("up", Say("headline.up.short", up)), Datum.Part("down", Say("headline.down.short", down))),
            ( > 0 and var up, _, _) => IsMost(up) ? desk.Say("headline.good", Datum.Part("up", Say("headline.up", up))) : Say("headline.up", up),
            (_, > 0 and var down, _) => IsMost(down) ? desk.Say("headline.weak", Datum.Part("down", Say("headline.down", down))) : Say("headline.down", down),
            (_, _, > 0 and var mixed) => Say("headline.mixed", mixed),
            _ => Count(ObjectiveVerdict.Steady) is > 0 and var normal ? Normal(normal) : desk.Say("headline.nothing-to-compare"),
        };

        // Those that are not normal are not abnormal where nothing is known of them.
        string Normal(int normal) => Count(ObjectiveVerdict.Unknown) is > 0 and var unknown && normal + unknown == objectives.Count
            ? desk.SayCount("headline.normal.rest", unknown, [Datum.Part("normal", Say("headline.normal", normal)), .. Unsaid(objectives)])
            : Say("headline.normal", normal);

        bool IsMost(int count) => 2 * count > objectives.Count;
        static string Language(string phrase) => Languages.Language.Capital(phrase);
    }

    /// <summary>What a count of objectives rests on: the verdict of each.</summary>
    private static IEnumerable<Datum> Unsaid(IReadOnlyList<ObjectiveResult> objectives) => objectives.Select(result => Datum.Unsaid("objective", result.Verdict.ToString()));
}
