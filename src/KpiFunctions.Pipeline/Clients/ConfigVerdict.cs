namespace KpiFunctions.Pipeline.Clients;

/// <summary>What reading a config came to.</summary>
/// <param name="FileName">The file's name.</param>
/// <param name="Config">The config; null where there is an error.</param>
/// <param name="Problems">Every problem at once, in order of place.</param>
public sealed record ConfigVerdict(string FileName, ClientConfig? Config, IReadOnlyList<ConfigProblem> Problems);

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>The file works, but perhaps not as it was meant.</summary>
    Warning,

    /// <summary>The file is not taken.</summary>
    Error,
}

/// <summary>Something that is wrong in a config, or in a note for a digest.</summary>
/// <param name="Path">The field: <c>sources[1].credential</c>; empty for the file as a whole, and in a note.</param>
/// <param name="Found">What stands there, as it may be shown; null where showing it would be wrong or useless.</param>
/// <param name="Message">What is allowed.</param>
/// <param name="Hint">The likely fix; null where none is likelier than another.</param>
public sealed record ConfigProblem(Severity Severity, Place At, string Path, string? Found, string Message, string? Hint)
{
    /// <summary>The file, set when the verdict is made.</summary>
    public string File { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString()
    {
        var field = Path.Length > 0 ? Path + ": " : "";
        var found = Found is null ? "" : Found + " ";
        var hint = Hint is null ? "" : "; " + Hint;
        return $"{File}:{At.Line}:{At.Column}: {ConfigNames.Severities[Severity]}: {field}{found}{Message}{hint}";
    }
}

/// <summary>A place in a file; line and column from 1, the column in characters.</summary>
public readonly record struct Place(int Line, int Column);
