using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes one objective: verdict, figures, and what lies behind them.</summary>
internal static class ObjectiveWriter
{
    public static ObjectiveModel Write(Desk whole, ObjectiveResult result)
    {
        var desk = whole.On(result.Objective);
        var (language, limits) = (desk.Language, desk.Limits);
        var name = desk.ObjectiveName(result.Objective);
        (string? arrow, Tone tone) = result.Verdict switch
        {
            ObjectiveVerdict.Better => (Arrows.Up, Tone.Good),
            ObjectiveVerdict.Worse => (Arrows.Down, Tone.Bad),
            ObjectiveVerdict.Mixed => (Arrows.Both, Tone.Mixed),
            ObjectiveVerdict.Steady or ObjectiveVerdict.Borderline or ObjectiveVerdict.Seasonal => (Arrows.Level, Tone.Neutral),
            _ => (null, Tone.Neutral),
        };
        var (primary, more) = desk.Cut(TellingFirst(result.Primary, limits.Kpis), limits.Kpis);
        return new(
            Desk.Anchor(result.Objective),
            desk.Say("verdict.of", Datum.Named("objective", name), Datum.Part("verdict", desk.Say($"verdict.{result.Verdict}", Unsaid(result)))),
            arrow,
            tone,
            new(name, [.. primary.Select(kpi => KpiWriter.Block(desk, result.Objective, kpi))], more),
            Explaining(desk, result),
            desk.ListOf("posts.title", result.Posts, limits.Posts, post => PostsWriter.Write(desk, post)),
            desk.ListOf("threads.title", result.Threads, limits.Posts, thread => PostsWriter.Write(desk, thread)),
            TrafficWriter.Write(desk, result),
            TrafficWriter.Moves(desk, result),
            desk.ListOf("worth.title", result.Worth, limits.Actions, row => WorthWriter.Write(desk, row)),
            desk.ListOf("actions.title", result.Actions, limits.Actions, action => ActionsWriter.Write(desk, action)));
    }

    /// <summary>What an objective's verdict rests on: its primary figures by their verdicts, each with where usual weeks lie.</summary>
    public static IReadOnlyList<Datum> Unsaid(ObjectiveResult result) =>
    [
        .. result.Primary.Select(kpi => new Datum(kpi.Verdict.ToString(), null)
        {
            Number = kpi.Value.Value,
            Range = kpi.Expected?.Range is { } range ? (range.Low, range.High) : null,
            Word = kpi.Good?.ToString(),
        }),
    ];

    /// <summary>Where not all fit, those that the verdict comes from stay; the order among those that stay is the client's.</summary>
    private static IReadOnlyList<Kpi> TellingFirst(IReadOnlyList<Kpi> all, int most)
    {
        if (all.Count <= most) return all;
        var staying = all.OrderBy(kpi => kpi.Verdict switch
        {
            KpiVerdict.Worse or KpiVerdict.Better => 0,
            KpiVerdict.Unusual or KpiVerdict.Borderline or KpiVerdict.Seasonal or KpiVerdict.Undecided => 1,
            _ => kpi.Value.Value is null ? 3 : 2,
        }).Take(most).ToHashSet();
        return [.. all.Where(staying.Contains), .. all.Where(kpi => !staying.Contains(kpi))];
    }

    /// <summary>A figure that is not known explains nothing; why it is not known stands in the notes.</summary>
    private static ExplainingModel? Explaining(Desk desk, ObjectiveResult result)
    {
        var known = result.Explaining.Where(kpi => kpi.Value.Value is not null).ToList();
        if (known.Count == 0) return null;
        var language = desk.Language;
        var (rows, more) = desk.Cut(known, desk.Limits.Explaining);
        return new(
            language.Text("explaining.title"),
            language.Text("explaining.figure"),
            language.Text("explaining.week"),
            language.Text("explaining.usual"),
            desk.Limits.IsPage ? language.Text("explaining.range") : null,
            [.. rows.Select(kpi => KpiWriter.Row(desk, result.Objective, kpi))],
            more);
    }
}
