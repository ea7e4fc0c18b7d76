using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Pipeline.Digest.Notices;

/// <summary>What somebody who follows a link is told where there is no digest to show.</summary>
public enum Notice
{
    /// <summary>The link's day is past.</summary>
    Expired,

    /// <summary>Nothing is at that address.</summary>
    Missing,

    /// <summary>Whether the digests are to end: the one page with a button.</summary>
    Unsubscribe,

    /// <summary>The digests have ended.</summary>
    Unsubscribed,

    /// <summary>Nobody can tell at the moment.</summary>
    Later,

    /// <summary>A link by which somebody would act was not made here, or was changed.</summary>
    ActionForged,

    /// <summary>The day of such a link is past.</summary>
    ActionExpired,

    /// <summary>The reader of such a link is no longer in charge of the client.</summary>
    ActionNotYours,
}

/// <summary>Writes the small pages around the digest. Made once and shared; the same notice is the same page.</summary>
public sealed class NoticeRenderer
{
    /// <summary>Most clients' language, and first where the reader's is not known.</summary>
    private const string FirstLanguage = "fr";

    private readonly DigestTemplate html = DigestTemplate.Embedded("notice.html", OutputFormat.Page);

    /// <summary>A complete document.</summary>
    /// <param name="client">Whose language it speaks, and whom it names; null where nobody is known: it speaks all languages then, and names nobody.</param>
    /// <param name="face">The client's agency; null where nobody is known.</param>
    public string Render(Notice notice, ClientConfig? client, AgencyBranding? face)
    {
        var accent = face?.Colour ?? AgencyBranding.DefaultColour;
        var texts = LanguagesOf(client).Select(language => Write(language, notice, client, face)).ToList();
        return html.Render(new NoticeModel(
            face is null ? null : Desk.Name(face.Name),
            accent,
            Colour.ReadableOn(Colour.Paper, accent),
            Colour.ReadableOn(Colour.DarkPaper, accent),
            texts[0],
            texts[1..]));
    }

    private static IEnumerable<Language> LanguagesOf(ClientConfig? client) =>
        client is null ? Language.Codes.OrderBy(code => code != FirstLanguage).Select(Language.Of) : [Language.Of(client.Language)];

    private static NoticeTexts Write(Language language, Notice notice, ClientConfig? client, AgencyBranding? face)
    {
        var key = $"web.{notice}";
        var text = client is null || face is null
            ? language.Text(language.Has($"{key}.text.unnamed") ? $"{key}.text.unnamed" : $"{key}.text")
            : language.Text($"{key}.text", ("client", Desk.Name(client.Name)), ("agency", Desk.Name(face.Name)));
        return new(language.Code, language.Text($"{key}.title"), text, notice == Notice.Unsubscribe ? language.Text($"{key}.button") : null);
    }
}
