using Scriban.Parsing;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>Where a template's code stands, braces included, as the language itself reads it: a quote in a remark ends nowhere, and a brace in a text ends nothing.</summary>
internal static class TemplateCode
{
    /// <returns>Behind the end of each piece, by its start; a piece without an end reaches to the end of the source.</returns>
    public static IReadOnlyDictionary<int, int> Read(string source)
    {
        var pieces = new Dictionary<int, int>();
        int? start = null;
        foreach (var token in new Lexer(source))
        {
            if (token.Type == TokenType.CodeEnter) start = token.Start.Offset;
            if (token.Type != TokenType.CodeExit || start is not { } entered) continue;
            pieces[entered] = source.IndexOf("}}", token.Start.Offset, StringComparison.Ordinal) + 2;
            start = null;
        }

        if (start is { } open) pieces[open] = source.Length;
        return pieces;
    }
}
