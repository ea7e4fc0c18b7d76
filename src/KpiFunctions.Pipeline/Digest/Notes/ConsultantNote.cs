namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>What a consultant has to say of a week, below the agency's name. Words and links alone: no markup of the file's own is left in it.</summary>
/// <param name="Blocks">One at least, in the file's order.</param>
public sealed record ConsultantNote(IReadOnlyList<NoteBlock> Blocks);

/// <summary>What a block is.</summary>
public enum NoteBlockKind
{
    Paragraph,

    /// <summary>A heading of any level: a note is too short for levels.</summary>
    Heading,

    /// <summary>An item of a list with bullets.</summary>
    Item,

    /// <summary>An item of a numbered list.</summary>
    NumberedItem,
}

/// <summary>A block: one line of words, which breaks where the reader's screen ends.</summary>
/// <param name="Spans">One at least. Together they begin and end without a space, and have no two spaces in a row.</param>
public sealed record NoteBlock(NoteBlockKind Kind, IReadOnlyList<NoteSpan> Spans)
{
    /// <summary>The number of a <see cref="NoteBlockKind.NumberedItem"/>, 0 or more; null for the other kinds.</summary>
    public int? Number { get; init; }

    /// <summary>Whether the block's first letter is read from right to left, and with it the block.</summary>
    public bool IsRightToLeft { get; init; }
}

/// <summary>Words that look the same.</summary>
/// <param name="Text">Never empty, without control characters; not escaped. A space at a border is meant.</param>
/// <param name="Link">An <c>https</c> or <c>mailto</c> address; null for plain words.</param>
public sealed record NoteSpan(string Text, bool IsBold, bool IsItalic, Uri? Link);
