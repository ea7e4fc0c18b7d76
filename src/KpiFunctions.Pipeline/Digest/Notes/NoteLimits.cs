namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>How large the text of a note may be.</summary>
public static class NoteLimits
{
    /// <summary>The most characters of text that a note may have.</summary>
    public const int MostCharacters = 4_000;

    /// <summary>The most blocks: paragraphs, headings and items of lists.</summary>
    public const int MostBlocks = 40;

    /// <summary>How deep one thing may lie in another: lists in lists, bold in italic in a link.</summary>
    public const int DeepestNesting = 16;
}
