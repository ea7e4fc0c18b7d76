using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>The outcome of a call to send a delivery.</summary>
/// <param name="Reason">Why the mail was not sent; never contains an address or a secret.</param>
/// <param name="RetryAt">When to try again; null where the state is final.</param>
public sealed record Receipt(DeliveryKey Key, DeliveryState State, string? Reason, DateTimeOffset? RetryAt)
{
    /// <summary>Whether the delivery is not tried again automatically.</summary>
    public bool IsFinal => RetryAt is null;
}

/// <summary>
/// The states of a delivery. A claim is written before the mail is handed over. A process that stops between the claim and
/// the recorded answer leaves a claim that becomes <see cref="Unknown"/>, which is never sent again automatically.
/// </summary>
public enum DeliveryState
{
    /// <summary>The mail is about to be handed over.</summary>
    Claimed,

    /// <summary>SendGrid accepted the mail.</summary>
    Accepted,

    /// <summary>SendGrid did not accept the mail, for a temporary reason: it is tried again.</summary>
    PutOff,

    /// <summary>SendGrid refused the mail: a person has to act.</summary>
    Refused,

    /// <summary>The mail may have been sent: the answer was not recorded. A person decides.</summary>
    Unknown,

    /// <summary>The address bounced, complained or unsubscribed earlier: not sent.</summary>
    Suppressed,

    /// <summary>The recipient's server took the mail, as SendGrid reported.</summary>
    Delivered,

    /// <summary>The recipient's server did not take the mail yet, and SendGrid tries again.</summary>
    Deferred,

    /// <summary>The recipient's server refused the mail.</summary>
    Bounced,

    /// <summary>SendGrid accepted the mail and did not hand it on.</summary>
    Dropped,

    /// <summary>A state that a later release stored. The delivery is not changed. This is not <see cref="Unknown"/>, which is about the mail.</summary>
    Unrecognized,
}

/// <summary>What states of a delivery have in common.</summary>
public static class DeliveryOutcomes
{
    /// <summary>Whether SendGrid accepted the mail, and nothing is known against it.</summary>
    public static bool WasAccepted(this DeliveryState state) => state is DeliveryState.Accepted or DeliveryState.Deferred or DeliveryState.Delivered;

    /// <summary>Whether the mail did not arrive, or may not have: a person has to act.</summary>
    public static bool NeedsAPerson(this DeliveryState state) =>
        state is DeliveryState.Refused or DeliveryState.Unknown or DeliveryState.Bounced or DeliveryState.Dropped;
}

/// <summary>Stored names of deliveries.</summary>
public static class DeliveryNames
{
    /// <summary>In <c>State</c> of <c>Deliveries</c>, and at the beginning of reasons in <c>Failures</c>.</summary>
    public static readonly StoredNames<DeliveryState> States = new(
        DeliveryState.Unrecognized,
        (DeliveryState.Claimed, "Claimed"),
        (DeliveryState.Accepted, "Accepted"),
        (DeliveryState.PutOff, "PutOff"),
        (DeliveryState.Refused, "Refused"),
        (DeliveryState.Unknown, "Unknown"),
        (DeliveryState.Suppressed, "Suppressed"),
        (DeliveryState.Delivered, "Delivered"),
        (DeliveryState.Deferred, "Deferred"),
        (DeliveryState.Bounced, "Bounced"),
        (DeliveryState.Dropped, "Dropped"));
}
