using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Pictures;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>
/// Writes a client's week as a mail and as a page. Made once and shared: its templates are parsed at the start, and it
/// keeps nothing between digests. The same figures give the same digest, byte for byte.
/// </summary>
public sealed class DigestRenderer
{
    /// <summary>Gmail clips a mail near 102 KB, and the footer with it.</summary>
    public const int LargestHtml = BrandRendering.LargestHtml;

    /// <summary>The languages that digests are written in, by their ISO 639-1 codes.</summary>
    public static IReadOnlyList<string> Languages => Language.Codes;

    private readonly DigestTemplate html = DigestTemplate.Embedded("digest.html", OutputFormat.Mail);
    private readonly DigestTemplate text = DigestTemplate.Embedded("digest.txt", OutputFormat.Text);
    private readonly DigestTemplate page = DigestTemplate.Embedded("page.html", OutputFormat.Page);

    /// <summary>Writes the digest in the client's language, with the brand's own templates where they do.</summary>
    /// <exception cref="ArgumentException">The figures are another client's, or the digest cannot be made small enough.</exception>
    /// <exception cref="KeyNotFoundException">There is no such language, or it lacks a text.</exception>
    public RenderedDigest Render(ClientConfig client, WeekReport kpis, Edition edition)
    {
        var mail = RenderMail(client, kpis, edition);
        return mail with { Page = RenderPage(client, kpis, edition), Pictures = [.. mail.Charts.Select(chart => new DigestPicture(chart.Key, PathPicture.Draw(chart.Value)))] };
    }

    /// <summary>The mail's two parts alone, without its pictures and its page.</summary>
    /// <inheritdoc cref="Render"/>
    /// <param name="cancellationToken">Ends a brand's own templates early: the built-in ones take their place.</param>
    public RenderedDigest RenderMail(ClientConfig client, WeekReport kpis, Edition edition, CancellationToken cancellationToken = default)
    {
        if (client.Id != kpis.ClientId) throw new ArgumentException($"The figures of '{kpis.ClientId}' cannot be written to '{client.Id}'.");
        var language = Language.Of(client.Language);
        TemplateFault? fault = null;
        foreach (var limits in Limits.Steps)
        {
            var desk = new Desk(language, client, kpis.Week, limits, edition);
            var model = DigestWriter.Write(desk, kpis);
            if (edition.Templates is { Html: not null } or { Text: not null } && fault is null)
            {
                var own = BrandRendering.Of(edition.Templates, html, text, model, cancellationToken);
                if (own is { Html: { } ownHtml, Text: { } ownText })
                {
                    if (Encoding.UTF8.GetByteCount(ownHtml) <= LargestHtml) return Digest(desk, model, ownHtml, ownText, null);
                    continue;
                }

                fault = own.Fault;
            }

            if (html.RenderWithin(LargestHtml, model) is { } written) return Digest(desk, model, written, text.Render(model, CancellationToken.None), fault);
        }

        return edition.Templates is { Html: { } template } && fault is null
            ? RenderMail(client, kpis, edition with { Templates = BrandTemplates.None }, cancellationToken) with { Fault = new(template.Name, $"The digest has more than {LargestHtml} bytes at its shortest; mail programs would cut off its end.") }
            : throw new ArgumentException($"The digest of '{client.Id}' for {kpis.Week} is larger than {LargestHtml} bytes at its shortest.");

        RenderedDigest Digest(Desk desk, DigestModel model, string htmlPart, string textPart, TemplateFault? why) =>
            new(kpis.ClientId, kpis.Week, OutputFilters.Line(model.Subject), htmlPart, textPart)
            {
                Language = client.Language,
                Sender = edition.Face.Sender,
                Sentences = desk.Sentences,
                Charts = desk.Pictures.Where(picture => htmlPart.Contains($"\"cid:{picture.Key}\"", StringComparison.Ordinal)).ToDictionary(),
                Fault = why,
            };
    }

    /// <summary>The tags of the mail at its shortest, with their attributes' names: two weeks of the same kind have the same, whatever their words are.</summary>
    /// <returns>Null where a brand's own template fails.</returns>
    internal string? WriteTags(ClientConfig client, WeekReport kpis, Edition edition, CancellationToken cancellationToken)
    {
        var model = DigestWriter.Write(new(Language.Of(client.Language), client, kpis.Week, Limits.Steps[^1], edition), kpis);
        return BrandRendering.Of(edition.Templates, html, text, model, cancellationToken).Html is { } written ? MailRules.TagsOf(written) : null;
    }

    /// <summary>The page alone: the same digest with its lists in full, charts, and where each figure comes from.</summary>
    public string RenderPage(ClientConfig client, WeekReport kpis, Edition edition) =>
        page.Render(DigestWriter.Write(new(Language.Of(client.Language), client, kpis.Week, Limits.Page, edition), kpis));
}
