using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>A note's verdict as it is written for the consultant.</summary>
public sealed record NoteStatus
{
    public required string File { get; init; }

    /// <summary>The version that was looked at (its ETag).</summary>
    public required string Version { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public required bool Accepted { get; init; }

    /// <summary>What the week's digest shows, in words.</summary>
    public required string InForce { get; init; }

    public required IReadOnlyList<ProblemStatus> Problems { get; init; }

    /// <summary>The status of a verdict.</summary>
    public static NoteStatus Of(NoteVerdict verdict, string version, DateTimeOffset checkedAt) => new()
    {
        File = verdict.FileName,
        Version = version,
        CheckedAt = checkedAt,
        Accepted = verdict.Note is not null,
        InForce = verdict.Note is not null ? "this version" : "nothing: the digest shows no note",
        Problems = [.. verdict.Problems.Select(ProblemStatus.Of)],
    };
}
