namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>Something wrong with a template.</summary>
/// <param name="Line">From 1; null where it is about the whole file.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What was found, what is allowed, and the likely mend.</param>
public sealed record TemplateProblem(string File, int? Line, int? Column, string Message)
{
    /// <summary><c>file:line:column: error: message</c>.</summary>
    public override string ToString() => Line is null ? $"{File}: error: {Message}" : $"{File}:{Line}:{Column}: error: {Message}";

    internal static TemplateProblem At(string file, string source, int offset, string message)
    {
        var before = source.AsSpan(0, Math.Min(offset, source.Length));
        return new(file, before.Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1) + 1, message);
    }
}
