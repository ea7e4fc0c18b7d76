namespace KpiFunctions.Pipeline.Readings;

/// <summary>Stored names of what readings and their failures are made of.</summary>
public static class ReadingNames
{
    /// <summary>In the column <c>Traffic</c> of <c>Readings</c>, and in traces.</summary>
    public static readonly StoredNames<Channel> Channels = new(
        (Channel.Other, "Other"),
        (Channel.Direct, "Direct"),
        (Channel.OrganicSearch, "OrganicSearch"),
        (Channel.PaidSearch, "PaidSearch"),
        (Channel.OrganicSocial, "OrganicSocial"),
        (Channel.PaidSocial, "PaidSocial"),
        (Channel.Referral, "Referral"),
        (Channel.Email, "Email"),
        (Channel.Campaign, "Campaign"),
        (Channel.AiAssistant, "AiAssistant"),
        (Channel.Unknown, "Unknown"));

    /// <summary>In <c>TroubleKind</c> of <c>Cursors</c>, and at the beginning of reasons in <c>Failures</c>.</summary>
    public static readonly StoredNames<SourceFailureKind> FailureKinds = new(
        SourceFailureKind.Unrecognized,
        (SourceFailureKind.Unavailable, "Unavailable"),
        (SourceFailureKind.RateLimited, "RateLimited"),
        (SourceFailureKind.BudgetSpent, "BudgetSpent"),
        (SourceFailureKind.CredentialExpired, "CredentialExpired"),
        (SourceFailureKind.CredentialRefused, "CredentialRefused"),
        (SourceFailureKind.PermissionMissing, "PermissionMissing"),
        (SourceFailureKind.AccountUnknown, "AccountUnknown"),
        (SourceFailureKind.RequestRefused, "RequestRefused"),
        (SourceFailureKind.AnswerUnreadable, "AnswerUnreadable"),
        (SourceFailureKind.PartlyUnknown, "PartlyUnknown"));
}
