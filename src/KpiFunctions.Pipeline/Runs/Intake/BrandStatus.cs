using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>The verdict on a brand's file as it is written for the consultant.</summary>
public sealed record BrandStatus
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
    /// <param name="name">The file's name within <c>templates</c>.</param>
    /// <param name="file">One of <see cref="BrandFiles.All"/>; null where it is another.</param>
    /// <param name="hadEarlier">Whether an earlier version was in force.</param>
    public static BrandStatus Of(string name, string? file, BrandFileVerdict verdict, string version, DateTimeOffset checkedAt, bool hadEarlier) => new()
    {
        File = name,
        Version = version,
        CheckedAt = checkedAt,
        Accepted = verdict.Content is not null,
        InForce = verdict.Content is not null ? "this version" : hadEarlier ? "the last good version" : Without(file),
        Problems = [.. verdict.Problems.Select(ProblemStatus.Of)],
    };

    private static string Without(string? file) => file switch
    {
        BrandFiles.Face => "nothing: digests show what the clients' configs say",
        null => "nothing: no brand has such a file",
        _ => "nothing: digests are written with the built-in template",
    };
}
