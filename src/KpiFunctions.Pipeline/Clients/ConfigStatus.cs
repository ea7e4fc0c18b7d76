namespace KpiFunctions.Pipeline.Clients;

/// <summary>A config's verdict as it is written beside it, for the consultant.</summary>
public sealed record ConfigStatus
{
    public required string File { get; init; }

    /// <summary>The version that was looked at (its ETag).</summary>
    public required string Version { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public required bool Accepted { get; init; }

    /// <summary>What is in force now, in words.</summary>
    public required string InForce { get; init; }

    public required IReadOnlyList<ProblemStatus> Problems { get; init; }

    /// <summary>The status of a verdict.</summary>
    /// <param name="hadEarlier">Whether an earlier version was in force.</param>
    public static ConfigStatus Of(ConfigVerdict verdict, string version, DateTimeOffset checkedAt, bool hadEarlier) => new()
    {
        File = verdict.FileName,
        Version = version,
        CheckedAt = checkedAt,
        Accepted = verdict.Config is not null,
        InForce = verdict.Config is not null ? "this version" : hadEarlier ? "the last good version" : "nothing: the client gets no digest",
        Problems = [.. verdict.Problems.Select(ProblemStatus.Of)],
    };
}

/// <summary>One problem.</summary>
/// <param name="Text">All of it in one line.</param>
public sealed record ProblemStatus(string Severity, int Line, int Column, string Field, string? Found, string Message, string? Hint, string Text)
{
    public static ProblemStatus Of(ConfigProblem problem) => new(
        problem.Severity.ToString().ToLowerInvariant(), problem.At.Line, problem.At.Column, problem.Path, problem.Found, problem.Message, problem.Hint, problem.ToString());
}
