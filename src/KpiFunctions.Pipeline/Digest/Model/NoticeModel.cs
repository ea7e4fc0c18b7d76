namespace KpiFunctions.Pipeline.Digest.Model;

/// <summary>What <c>notice.html</c> writes: the same in one language after the other.</summary>
/// <param name="Agency">Who answers for the page; null where nobody is known.</param>
/// <param name="Accent">The agency's colour, for surfaces.</param>
/// <param name="Link">The same, readable on light paper and with it.</param>
/// <param name="LinkOnDark">The same, readable on dark paper and with it.</param>
/// <param name="First">What stands first, and gives the page its title and language.</param>
/// <param name="Others">The same in other languages.</param>
internal sealed record NoticeModel(string? Agency, string Accent, string Link, string LinkOnDark, NoticeTexts First, IReadOnlyList<NoticeTexts> Others);

/// <param name="Button">What the button says that sends the page's form; null where there is nothing to send.</param>
internal sealed record NoticeTexts(string Language, string Title, string Text, string? Button);
