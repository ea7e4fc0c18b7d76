namespace KpiFunctions.Pipeline.Readings;

/// <summary>Why a source could not answer: what a consultant is told, and what decides when it is asked again.</summary>
/// <param name="Kind">The kind of trouble.</param>
/// <param name="Message">The platform's own words with anything secret taken out, or ours.</param>
/// <param name="RetryAfter">How long the platform wants to be left alone; null where it does not say.</param>
public sealed record SourceFailure(SourceFailureKind Kind, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the platform refused the agency's app as a whole, whichever the client.</summary>
    public bool IsAppWide { get; init; }

    /// <summary>The kind as a later release stored it, for <see cref="SourceFailureKind.Unrecognized"/>; null elsewhere.</summary>
    public string? LaterKind { get; init; }

    /// <summary>The kind as it is stored.</summary>
    public string KindName => LaterKind ?? ReadingNames.FailureKinds[Kind];

    /// <summary>Whether nothing comes before a person has acted: asking again does not help.</summary>
    public bool NeedsAPerson => Kind
        is SourceFailureKind.CredentialExpired or SourceFailureKind.CredentialRefused
        or SourceFailureKind.PermissionMissing or SourceFailureKind.AccountUnknown;
}
