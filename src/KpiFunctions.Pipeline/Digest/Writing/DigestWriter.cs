using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Turns a week's findings into words: the one place where figures become text.</summary>
internal static class DigestWriter
{
    public static DigestModel Write(Desk given, WeekReport kpis)
    {
        var desk = given with { Trace = kpis.Trace };
        var (language, client) = (desk.Language, desk.Client);
        var (shown, more) = desk.Cut(kpis.Objectives, desk.Limits.Objectives);
        var objectives = shown.Select(result => (Result: result, Model: ObjectiveWriter.Write(desk, result))).ToList();
        var gravest = SubjectWriter.GravestFirst(shown).FirstOrDefault();
        return new()
        {
            Language = language.Code,
            Subject = SubjectWriter.Subject(desk, kpis.Objectives),
            Preheader = gravest is null ? "" : Preheader(gravest, objectives.Find(pair => ReferenceEquals(pair.Result, gravest)).Model),
            Client = Desk.Name(client.Name),
            Period = desk.Say("period", new Datum("week", language.Numbers.Integer(desk.Week.Number)) { Number = desk.Week.Number }, new Datum("days", language.Dates.Period(desk.Week.Days, withYear: true)) { Days = [.. desk.Week.Days.Each()] }),
            Headline = SubjectWriter.Headline(desk, kpis.Objectives),
            Lede = LedeWriter.Write(desk, kpis),
            Brand = FrameWriter.Brand(desk.Edition.Face),
            Note = FrameWriter.Note(desk),
            Objectives = [.. objectives.Select(pair => pair.Model)],
            More = more,
            Advice = desk.ListOf("advice.title", kpis.Advice, kpis.Advice.Count, advice => AdviceWriter.Write(desk, advice)),
            Plan = desk.ListOf("plan.title", kpis.Plan, desk.Limits.Actions, row => PlanWriter.Write(desk, row)),
            Notes = desk.ListOf("notes.title", kpis.Notes, desk.Limits.Notes, note => NotesWriter.Write(desk, note)),
            Page = desk.Edition.Page is { } page ? new(language.Text("page.open"), page.AbsoluteUri) : null,
            Footer = FrameWriter.Footer(desk),
        };
    }

    /// <summary>The gravest verdict, with the figure that is most out of the ordinary.</summary>
    private static string Preheader(ObjectiveResult result, ObjectiveModel model)
    {
        var figures = result.Primary.Zip(model.Primary.Items, (kpi, block) => (kpi, block)).ToList();
        var sharpest = figures.Find(pair => pair.kpi.Verdict is KpiVerdict.Worse or KpiVerdict.Better or KpiVerdict.Unusual).block
            ?? figures.Find(pair => pair.kpi.Value.Value is not null).block;
        return sharpest is null ? $"{model.Heading}." : string.Join(". ", new[] { model.Heading, sharpest.Line, sharpest.Usual }.OfType<string>()) + ".";
    }
}
