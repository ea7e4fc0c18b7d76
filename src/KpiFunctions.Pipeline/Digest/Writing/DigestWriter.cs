using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Turns a week's findings into words: the one place where figures become text.</summary>
internal static class DigestWriter
{
    public static DigestModel Write(Desk desk, KpiSet kpis)
    {
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
            Period = language.Text("period", ("week", language.Numbers.Integer(desk.Week.Number)), ("days", language.Dates.Period(desk.Week.Days, withYear: true))),
            Headline = SubjectWriter.Headline(desk, kpis.Objectives),
            Lede = SubjectWriter.Shared(kpis.Objectives) is { } verdict ? language.Text(Lede(verdict, kpis.Advice.Count > 0)) : null,
            Brand = Brand(desk.Edition.Face),
            Note = Note(desk),
            Objectives = [.. objectives.Select(pair => pair.Model)],
            More = more,
            Advice = desk.ListOf("advice.title", kpis.Advice, kpis.Advice.Count, advice => AdviceWriter.Write(desk, advice)),
            Plan = desk.ListOf("plan.title", kpis.Plan, desk.Limits.Actions, row => PlanWriter.Write(desk, row)),
            Notes = desk.ListOf("notes.title", kpis.Notes, desk.Limits.Notes, note => NotesWriter.Write(desk, note)),
            Page = desk.Edition.Page is { } page ? new(language.Text("page.open"), page.AbsoluteUri) : null,
            Footer = Footer(desk),
        };
    }

    /// <summary>A week that calls for nothing, but where something could be done better.</summary>
    private static string Lede(ObjectiveVerdict verdict, bool suggests) => verdict == ObjectiveVerdict.Steady && suggests ? "lede.Steady.advice" : $"lede.{verdict}";

    /// <summary>The gravest verdict, with the figure that is most out of the ordinary.</summary>
    private static string Preheader(ObjectiveResult result, ObjectiveModel model)
    {
        var figures = result.Primary.Zip(model.Primary.Items, (kpi, block) => (kpi, block)).ToList();
        var sharpest = figures.Find(pair => pair.kpi.Verdict is KpiVerdict.Worse or KpiVerdict.Better or KpiVerdict.Unusual).block
            ?? figures.Find(pair => pair.kpi.Value.Value is not null).block;
        return sharpest is null ? $"{model.Heading}." : string.Join(". ", new[] { model.Heading, sharpest.Line, sharpest.Usual }.OfType<string>()) + ".";
    }

    private static BrandModel Brand(AgencyFace face) => new(
        Desk.Name(face.Name),
        face.Logo is { IsAbsoluteUri: true } logo && logo.Scheme == Uri.UriSchemeHttps ? logo.AbsoluteUri : null,
        face.Colour,
        Colour.InkOn(face.Colour),
        Colour.ReadableOn(Colour.Inset, face.Colour),
        Colour.ReadableOn(Colour.DarkInset, face.Colour));

    private static NoteModel? Note(Desk desk) => desk.Edition.Note is not { } note ? null : new(
        desk.Language.Text("note.title", ("agency", Desk.Name(desk.Edition.Face.Name))),
        [.. note.Blocks.Select(Block)]);

    private static NoteBlockModel Block(NoteBlock block)
    {
        var bullet = block.Kind switch { NoteBlockKind.Item => "•", NoteBlockKind.NumberedItem => $"{block.Number}.", _ => null };
        var words = string.Concat(block.Spans.Select(span => span.Text));
        return new(
            block.Kind switch { NoteBlockKind.Heading => "heading", NoteBlockKind.Paragraph => "paragraph", _ => "item" },
            bullet,
            block.IsRightToLeft ? "rtl" : "ltr",
            [.. block.Spans.Select(span => new NoteSpanModel(span.Text, span.IsBold, span.IsItalic, span.Link?.AbsoluteUri))],
            string.Join(' ', new[] { bullet, words }.OfType<string>()));
    }

    private static FooterModel Footer(Desk desk)
    {
        const string mark = "\0";
        var (language, client, face) = (desk.Language, desk.Client, desk.Edition.Face);
        var address = SafeText.Line(client.ReplyTo, 254);
        var stop = language.Text(desk.Edition.HasUnsubscribeLink ? "footer.question" : "footer.stop", ("address", mark)).Split(mark);
        return new(
            language.Text("footer.why", ("agency", Desk.Name(face.Name)), ("client", Desk.Name(client.Name))),
            stop[0],
            address,
            "mailto:" + Uri.EscapeDataString(address).Replace("%40", "@", StringComparison.Ordinal),
            stop[^1],
            desk.Edition.HasUnsubscribeLink ? new(language.Text("footer.unsubscribe"), RecipientLink.Place) : null,
            face.Footer is { } footer ? SafeText.Line(footer, 300) : null);
    }
}
