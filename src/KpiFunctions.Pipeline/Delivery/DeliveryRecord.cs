using Azure;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>A delivery as it is recorded.</summary>
/// <param name="ClaimedAt">When the latest attempt claimed it.</param>
/// <param name="FirstClaimedAt">When the first attempt claimed it.</param>
/// <param name="MessageId">SendGrid's id of the mail; null until it was accepted.</param>
public sealed record DeliveryRecord(
    DeliveryKey Key,
    DeliveryState State,
    DateTimeOffset FirstClaimedAt,
    DateTimeOffset ClaimedAt,
    string? MessageId,
    string? Reason,
    ETag Version)
{
    /// <summary>The state as a later release stored it, for <see cref="DeliveryState.Unrecognized"/>; null elsewhere.</summary>
    public string? LaterState { get; init; }

    /// <summary>Who asked for it; null for the mail that is sent without being asked for.</summary>
    public string? By { get; init; }

    /// <summary>Why it was asked for, in that person's words; null where nobody said.</summary>
    public string? Why { get; init; }

    /// <summary>When the event happened that set the state; null where none did.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>The state as it is stored.</summary>
    public string StateName => LaterState ?? DeliveryNames.States[State];
}
