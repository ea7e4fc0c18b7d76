using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using Markdig.Syntax;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>A note's text, and what is to be told of it, each at its place. Of many warnings the first hundred are told, and how many more there are.</summary>
/// <param name="text">The file's text, without a byte order mark.</param>
internal sealed class NoteSource(string text)
{
    private const int MostWarnings = 100;
    private readonly List<ConfigProblem> problems = [];
    private (int Count, int At) warnings;
    private bool isTooDeep;

    public bool HasErrors => problems.Any(problem => problem.Severity == Severity.Error);

    /// <param name="at">The character that it is about, from 0.</param>
    public void Error(int at, string? found, string message, string? hint) => problems.Add(new(Severity.Error, PlaceOf(at), "", found, message, hint));

    /// <inheritdoc cref="Error"/>
    public void Warn(int at, string? found, string message, string? hint)
    {
        warnings.Count++;
        if (warnings.Count <= MostWarnings) problems.Add(new(Severity.Warning, PlaceOf(at), "", found, message, hint));
        else if (warnings.Count == MostWarnings + 1) warnings.At = at;
    }

    /// <summary>Whoever goes into one thing within another asks first: a file decides how deep that goes.</summary>
    public bool IsTooDeep(MarkdownObject thing, int depth)
    {
        if (depth <= NoteLimits.DeepestNesting) return false;
        if (!isTooDeep) Error(thing.Span.Start, null, $"this lies more than {NoteLimits.DeepestNesting} deep in other things", "look for many *, [ or > in a row");
        isTooDeep = true;
        return true;
    }

    /// <summary>What stands in the file.</summary>
    public string Of(MarkdownObject thing)
    {
        var start = Math.Clamp(thing.Span.Start, 0, text.Length);
        return text[start..Math.Clamp(thing.Span.End + 1, start, text.Length)];
    }

    /// <summary>The same, as a message repeats it.</summary>
    public string Found(MarkdownObject thing) => Shown.InOneLine(Of(thing).Trim().ReplaceLineEndings(" "));

    /// <summary>All problems, in order of place.</summary>
    public IReadOnlyList<ConfigProblem> ProblemsOf(string fileName)
    {
        var rest = warnings.Count - MostWarnings;
        IEnumerable<ConfigProblem> unnamed = rest > 0 ? [new(Severity.Warning, PlaceOf(warnings.At), "", $"{rest} more", "warnings are not told", null)] : [];
        return [.. problems.Concat(unnamed).Select(problem => problem with { File = fileName }).OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)];
    }

    private Place PlaceOf(int at)
    {
        var before = text.AsSpan(0, Math.Clamp(at, 0, text.Length));
        return new(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
