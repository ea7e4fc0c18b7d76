using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Writes what stands around the figures: the agency's face, the consultant's note, and the footer.</summary>
internal static class FrameWriter
{
    /// <summary>The place of the note on the page.</summary>
    private const string NoteAnchor = "note";

    /// <summary>A note of more words is begun in the mail and read on the page.</summary>
    private const int LongestNote = 60;

    public static BrandModel Brand(AgencyBranding face) => new(
        Desk.Name(face.Name),
        face.Logo is { IsAbsoluteUri: true } logo && logo.Scheme == Uri.UriSchemeHttps ? logo.AbsoluteUri : null,
        face.Colour,
        Colour.InkOn(face.Colour),
        Colour.ReadableOn(Colour.Inset, face.Colour),
        Colour.ReadableOn(Colour.DarkInset, face.Colour));

    /// <summary>Who writes to whom about which days, in one line; a logo says the agency's name already.</summary>
    public static string Header(Desk desk, BrandModel brand)
    {
        var days = new Datum("days", desk.Language.Dates.Compact(desk.Week.Days)) { Days = [.. desk.Week.Days.Each()] };
        string?[] parts = [brand.Logo is null ? brand.Agency : null, Desk.Name(desk.Client.Name), desk.Say("header.days", days)];
        return string.Join(" · ", parts.OfType<string>());
    }

    public static NoteModel? Note(Desk desk)
    {
        if (desk.Edition.Note is not { } note) return null;
        var blocks = note.Blocks.Select(block => Block(block, desk.Edition.NoteLanguage ?? desk.Language.Code)).ToList();
        var isShort = desk.Edition.Page is null || blocks.Sum(block => block.Line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length) <= LongestNote;
        return new(
            desk.Language.Text("note.title", ("agency", Desk.Name(desk.Edition.Face.Name))),
            blocks,
            isShort ? blocks : [.. blocks.Take(1 + blocks.FindIndex(block => block.Kind == "paragraph") is > 0 and var first ? first : 1)],
            isShort ? null : new(desk.Language.Text("note.read-on"), $"{desk.Edition.Page!.AbsoluteUri}#{NoteAnchor}"));
    }

    private static NoteBlockModel Block(NoteBlock block, string language)
    {
        var bullet = block.Kind switch { NoteBlockKind.Item => "•", NoteBlockKind.NumberedItem => $"{block.Number}.", _ => null };
        var words = string.Concat(block.Spans.Select(span => span.Text));
        return new(
            block.Kind switch { NoteBlockKind.Heading => "heading", NoteBlockKind.Paragraph => "paragraph", _ => "item" },
            bullet,
            block.IsRightToLeft ? "rtl" : "ltr",
            [.. block.Spans.Select(span => new NoteSpanModel(span.Text, span.IsBold, span.IsItalic, span.Link?.AbsoluteUri))],
            string.Join(' ', new[] { bullet, words }.OfType<string>()),
            language);
    }

    public static FooterModel Footer(Desk desk)
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
