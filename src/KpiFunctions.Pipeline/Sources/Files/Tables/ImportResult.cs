using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What an export held.</summary>
/// <param name="Rows">Lines below the header, blank ones not counted.</param>
/// <param name="Refused">Lines that are not in the figures, each with its reason.</param>
/// <param name="Notes">What was taken as it stands but deserves a look.</param>
public sealed record ImportResult(int Rows, IReadOnlyList<Reading> Readings, IReadOnlyList<Post> Posts, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<string> Notes)
{
    /// <summary>The known export that it is, by name; null where its columns are the pipeline's own or the config's.</summary>
    public string? Export { get; init; }

    /// <summary>The days that the export says it covers; null where only its figures show them.</summary>
    public ExportRange? Range { get; init; }

    /// <summary>A file that could not be read at all.</summary>
    public static ImportResult Nothing(RefusedLine reason) => new(0, [], [], [reason], []);
}

/// <summary>A line of an export that cannot be taken.</summary>
/// <param name="Line">From 1; the header is line 1.</param>
/// <param name="Column">The column's header; null where the line as a whole is meant.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Message">What is allowed, and the likely fix.</param>
public sealed record RefusedLine(string File, int Line, string? Column, string? Found, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{File}:{Line}: {(Column is null ? "" : Column + ": ")}{(PostText.Excerpt(Found, 60) is { } found ? $"\"{found}\" " : "")}{Message}";
}
