using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Pipeline.Digest.Notices;

/// <summary>Writes the pages of links by which consultants act. Made once and shared.</summary>
public sealed class ActionPageRenderer
{
    private readonly DigestTemplate html = DigestTemplate.Embedded("action.html", OutputFormat.Page);

    /// <summary>A complete document.</summary>
    /// <param name="face">The client's agency.</param>
    public string Render(ActionPage page, AgencyBranding face) => html.Render(new ActionPageModel(
        Desk.Name(face.Name),
        face.Colour,
        Colour.ReadableOn(Colour.Paper, face.Colour),
        Colour.ReadableOn(Colour.DarkPaper, face.Colour),
        page.Language,
        page.Title,
        [.. page.Facts.Select(fact => new ActionFactModel(fact.Name, Desk.Name(fact.Value)))],
        page.Texts,
        page.Button,
        page.Token,
        page.Open is { } open ? new(open.Words, open.Address.AbsoluteUri) : null));
}
