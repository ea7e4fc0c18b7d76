namespace KpiFunctions.Pipeline.Delivery;

/// <summary>What SendGrid reports of a mail that it accepted.</summary>
public enum MailEventKind
{
    /// <summary>SendGrid took the mail and is about to hand it on.</summary>
    Processed,

    /// <summary>The recipient's server did not take the mail yet: SendGrid tries again.</summary>
    Deferred,

    /// <summary>The recipient's server took the mail.</summary>
    Delivered,

    /// <summary>SendGrid did not hand the mail on, for example because the address bounced earlier.</summary>
    Dropped,

    /// <summary>The recipient's server refused the mail, at once or after it had taken it.</summary>
    Bounced,
}

/// <summary>One event of a mail.</summary>
/// <param name="At">When it happened, as SendGrid says: events arrive late, repeatedly and in any order.</param>
/// <param name="Reason">What the recipient's server said; words that may be addresses are left out when it is recorded.</param>
public sealed record MailEvent(MailEventKind Kind, DateTimeOffset At, string? Reason);
