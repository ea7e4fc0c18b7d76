namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>What <c>action.html</c> writes: the page of a link by which a consultant acts.</summary>
/// <param name="Agency">The client's agency.</param>
/// <param name="Accent">The agency's colour, for surfaces.</param>
/// <param name="Link">The same, readable on light paper and with it.</param>
/// <param name="LinkOnDark">The same, readable on dark paper and with it.</param>
/// <param name="Facts">What it is about, and how it stands.</param>
/// <param name="Texts">Paragraphs.</param>
/// <param name="Button">What the button says that sends the page's form; null where there is nothing to do.</param>
/// <param name="Token">What the form sends back.</param>
/// <param name="Open">The digest itself; null where there is no page of it.</param>
internal sealed record ActionPageModel(
    string Agency, string Accent, string Link, string LinkOnDark, string Language, string Title, IReadOnlyList<ActionFactModel> Facts, IReadOnlyList<string> Texts,
    string? Button, string Token, LinkModel? Open);

/// <param name="Name">What it is: the client, the week, the state.</param>
internal sealed record ActionFactModel(string Name, string Value);
