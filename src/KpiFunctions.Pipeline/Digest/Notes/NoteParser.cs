using System.Text;
using KpiFunctions.Pipeline.Clients;
using Markdig;
using Markdig.Syntax;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>Reads a consultant's note, which is Markdown, and names every problem at once. Pure.</summary>
public static class NoteParser
{
    /// <summary>The largest note, in bytes.</summary>
    public const int LargestFile = 20 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>CommonMark without extensions. Beyond a depth at which our own limit has long been passed, it gives up instead of going on.</summary>
    private static readonly MarkdownPipeline CommonMark = new MarkdownPipelineBuilder { MaximumNestingDepth = 8 * NoteLimits.DeepestNesting }.UsePreciseSourceLocation().Build();

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">Its name, for messages.</param>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    public static NoteVerdict Parse(string fileName, ReadOnlyMemory<byte> content)
    {
        var hasMark = content.Span.StartsWith("\uFEFF"u8);
        var bytes = hasMark ? content.Span[3..] : content.Span;
        if (content.Length > LargestFile)
            return Refused(fileName, new(1, 1), $"{content.Length} bytes", $"are too many; a note has at most {LargestFile}", "shorten it, and link to the rest");

        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var before = Encoding.UTF8.GetString(bytes[..exception.Index]);
            var at = new Place(before.Count(character => character == '\n') + 1, before.Length - before.LastIndexOf('\n'));
            return Refused(fileName, at, $"byte {exception.Index + (hasMark ? 3 : 0) + 1} (0x{bytes[exception.Index]:X2})", "is not UTF-8", "save the file as UTF-8");
        }

        return string.IsNullOrWhiteSpace(text)
            ? Refused(fileName, new(1, 1), null, "the file is empty", "delete the file to have no note")
            : Read(fileName, text);
    }

    private static NoteVerdict Read(string fileName, string text)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, CommonMark);
        }
        catch (ArgumentException)
        {
            return Refused(fileName, new(1, 1), null, $"the file has things that lie too deep in others; {NoteLimits.DeepestNesting} deep is allowed", "look for many *, [ or > in a row");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of the library's that some file brings to light costs the note, and never its digest.
            return Refused(fileName, new(1, 1), null, $"the file cannot be read as Markdown ({exception.GetType().Name})", "take away what is unusual in it, and report it");
        }

        var source = new NoteSource(text);
        var blocks = new NoteReader(source).Read(document);
        if (blocks.Count == 0 && !source.HasErrors) source.Error(0, null, "the file has no words to show", "delete the file to have no note");
        return new(fileName, source.HasErrors ? null : new(blocks), source.ProblemsOf(fileName));
    }

    private static NoteVerdict Refused(string fileName, Place at, string? found, string message, string hint) =>
        new(fileName, null, [new(Severity.Error, at, "", found, message, hint) { File = fileName }]);
}
