using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>The verdict on a dropped file as it is written beside it, for the consultant.</summary>
public sealed record FileStatus
{
    /// <summary>What is in force where a version was refused that came after a good one.</summary>
    public const string LastGood = "the last good version";

    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>The version that was looked at (its ETag).</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [JsonPropertyName("checkedAt")]
    public required DateTimeOffset CheckedAt { get; init; }

    [JsonPropertyName("accepted")]
    public required bool Accepted { get; init; }

    /// <summary>What is in force now, in words.</summary>
    [JsonPropertyName("inForce")]
    public required string InForce { get; init; }

    [JsonPropertyName("problems")]
    public required IReadOnlyList<ProblemStatus> Problems { get; init; }

    /// <summary>What has to be granted so that the config's sources can be read, a line a source; null where nothing has, and where the file is not taken.</summary>
    [JsonPropertyName("permissions")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>The status of a verdict.</summary>
    /// <param name="otherwise">What is in force where this version is not.</param>
    public static FileStatus Of(string file, string version, DateTimeOffset checkedAt, bool isAccepted, string otherwise, IEnumerable<ConfigProblem> problems) => new()
    {
        File = file,
        Version = version,
        CheckedAt = checkedAt,
        Accepted = isAccepted,
        InForce = isAccepted ? "this version" : otherwise,
        Problems = [.. problems.Select(ProblemStatus.Of)],
    };
}

/// <summary>One problem.</summary>
/// <param name="Text">All of it in one line.</param>
public sealed record ProblemStatus(
    [property: JsonPropertyName("severity")] string Severity,
    [property: JsonPropertyName("line")] int Line,
    [property: JsonPropertyName("column")] int Column,
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("found")] string? Found,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("hint")] string? Hint,
    [property: JsonPropertyName("text")] string Text)
{
    public static ProblemStatus Of(ConfigProblem problem) => new(
        ConfigNames.Severities[problem.Severity], problem.At.Line, problem.At.Column, problem.Path, problem.Found, problem.Message, problem.Hint, problem.ToString());
}
