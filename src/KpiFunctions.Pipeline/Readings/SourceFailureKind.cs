namespace KpiFunctions.Pipeline.Readings;

/// <summary>Kinds of trouble, by what fixes them.</summary>
public enum SourceFailureKind
{
    /// <summary>No connection, a time-out, or an error of the server's own: passes by itself.</summary>
    Unavailable,

    /// <summary>Too many requests: passes after a while.</summary>
    RateLimited,

    /// <summary>What may be spent on the platform is spent: there is more of it when its window begins anew.</summary>
    BudgetSpent,

    /// <summary>The access has run out: to be renewed.</summary>
    CredentialExpired,

    /// <summary>The access was taken back or never valid: to be given again.</summary>
    CredentialRefused,

    /// <summary>The access is good but does not cover this: to be extended.</summary>
    PermissionMissing,

    /// <summary>No such account: the config is to be corrected.</summary>
    AccountUnknown,

    /// <summary>The platform does not take the request: ours to mend.</summary>
    RequestRefused,

    /// <summary>The answer is not in the form that the platform documents.</summary>
    AnswerUnreadable,

    /// <summary>The answer is good, but the platform says itself that it does not know a part of it yet, or withholds it: nothing to do.</summary>
    PartlyUnknown,

    /// <summary>A kind that a later release stored: kept as it is, and asked again like what passes by itself.</summary>
    Unrecognized,
}
