using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>What became of a delivery.</summary>
/// <param name="Reason">Why, where it did not go out; never holds an address or a secret.</param>
/// <param name="RetryAt">When to look again; null where the delivery has come to its end.</param>
public sealed record Receipt(DeliveryKey Key, DeliveryState State, string? Reason, DateTimeOffset? RetryAt)
{
    /// <summary>Whether nothing more will happen by itself.</summary>
    public bool IsFinal => RetryAt is null;
}

/// <summary>
/// The states of a delivery. A claim is written before the mail is handed over; whatever happens between the claim and
/// the recorded answer leaves <see cref="Unknown"/>, which is never sent again by itself.
/// </summary>
public enum DeliveryState
{
    /// <summary>About to be handed over.</summary>
    Claimed,

    /// <summary>SendGrid has taken it over.</summary>
    Accepted,

    /// <summary>SendGrid did not take it, for a reason that passes: to be tried again.</summary>
    PutOff,

    /// <summary>SendGrid will not take it: a person has to act.</summary>
    Refused,

    /// <summary>It may have been sent or not: nobody recorded the answer. A person decides.</summary>
    Unknown,

    /// <summary>The address bounced, complained or unsubscribed earlier: not sent.</summary>
    Suppressed,

    /// <summary>A state that a later release stored: left alone. Not <see cref="Unknown"/>, which is about the mail.</summary>
    Unrecognized,
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
        (DeliveryState.Suppressed, "Suppressed"));
}
