using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Pipeline.Digest;

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
}

/// <summary>Writes the small pages around the digest. Made once and shared; the same notice is the same page.</summary>
public sealed class NoticeRenderer
{
    /// <summary>Most clients' language, and first where the reader's is not known.</summary>
    private const string FirstLanguage = "fr";

    private readonly HouseTemplate html = new("notice.html");

    /// <summary>A complete document.</summary>
    /// <param name="client">Whose language it speaks, and whom it names; null where nobody is known: it speaks all languages then, and names nobody.</param>
    public string Render(Notice notice, ClientConfig? client)
    {
        var accent = Palette.Accent(client?.Brand.Colour ?? "");
        var texts = LanguagesOf(client).Select(language => Write(language, notice, client)).ToList();
        return html.Render(new NoticeModel(
            client is null ? null : Desk.Name(client.Brand.Name),
            accent,
            Palette.ReadableOn(Palette.Paper, accent),
            Palette.ReadableOn(Palette.DarkPaper, accent),
            texts[0],
            texts[1..]));
    }

    private static IEnumerable<Language> LanguagesOf(ClientConfig? client) =>
        client is null ? Language.Codes.OrderBy(code => code != FirstLanguage).Select(Language.Of) : [Language.Of(client.Language)];

    private static NoticeTexts Write(Language language, Notice notice, ClientConfig? client)
    {
        var key = $"web.{notice}";
        var text = client is null
            ? language.Text(language.Has($"{key}.text.unnamed") ? $"{key}.text.unnamed" : $"{key}.text")
            : language.Text($"{key}.text", ("client", Desk.Name(client.Name)), ("agency", Desk.Name(client.Brand.Name)));
        return new(language.Code, language.Text($"{key}.title"), text, notice == Notice.Unsubscribe ? language.Text($"{key}.button") : null);
    }
}
