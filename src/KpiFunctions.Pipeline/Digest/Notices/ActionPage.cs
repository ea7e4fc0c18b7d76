namespace KpiFunctions.Pipeline.Digest.Notices;

/// <summary>What the page of a link by which a consultant acts says.</summary>
/// <param name="Language">The language of its words.</param>
/// <param name="Facts">What it is about, and how it stands.</param>
/// <param name="Texts">Paragraphs.</param>
public sealed record ActionPage(string Language, string Title, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<string> Texts)
{
    /// <summary>What the button says that sends the page's form; null where there is nothing to do.</summary>
    public string? Button { get; init; }

    /// <summary>What the form sends back: the link's token.</summary>
    public string Token { get; init; } = "";

    /// <summary>Words of the link to the digest itself, and its address; null where there is no page of it.</summary>
    public (string Words, Uri Address)? Open { get; init; }
}
