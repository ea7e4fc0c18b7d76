namespace KpiFunctions.Pipeline.Delivery;

/// <summary>
/// Which state follows from a state and an event. Pure. The greatest event decides, in the order Processed, Deferred,
/// Delivered, Dropped, Bounced: therefore the end state depends neither on the order of the events nor on how often each
/// arrives. A bounce follows a delivery where the recipient's server takes a mail and returns it later.
/// </summary>
public static class DeliveryTransitions
{
    /// <summary>
    /// The state after an event. SendGrid reports only what it accepted: an event also settles an unknown delivery, ends the
    /// attempts of one that is put off, and overrides a refusal or a suppression, which another attempt recorded.
    /// A state of a later release is not changed.
    /// </summary>
    public static DeliveryState After(DeliveryState state, MailEventKind kind)
    {
        if (state == DeliveryState.Unrecognized) return state;
        var reported = StateOf(kind);
        return RankOf(reported) > RankOf(state) ? reported : state;
    }

    /// <summary>The delivery after an event; the same one where the event changes nothing.</summary>
    public static DeliveryRecord After(DeliveryRecord delivery, MailEvent mailEvent)
    {
        var state = After(delivery.State, mailEvent.Kind);

        // Of several events of one kind, such as deferrals, the latest is kept.
        var reason = ReasonText.Excerpt(mailEvent.Reason);
        var isLater = state == StateOf(mailEvent.Kind) && delivery.EventAt is { } known
            && (mailEvent.At > known || (mailEvent.At == known && string.CompareOrdinal(reason, delivery.Reason) > 0));
        return state == delivery.State && !isLater ? delivery : delivery with { State = state, EventAt = mailEvent.At, Reason = reason };
    }

    /// <summary>The event among several of one mail that decides: applying it alone gives what applying all of them gives.</summary>
    public static MailEvent Greatest(IEnumerable<MailEvent> events) => events
        .OrderBy(mailEvent => RankOf(StateOf(mailEvent.Kind))).ThenBy(mailEvent => mailEvent.At).ThenBy(mailEvent => ReasonText.Excerpt(mailEvent.Reason), StringComparer.Ordinal)
        .Last();

    private static DeliveryState StateOf(MailEventKind kind) => kind switch
    {
        MailEventKind.Processed => DeliveryState.Accepted,
        MailEventKind.Deferred => DeliveryState.Deferred,
        MailEventKind.Delivered => DeliveryState.Delivered,
        MailEventKind.Dropped => DeliveryState.Dropped,
        MailEventKind.Bounced => DeliveryState.Bounced,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static int RankOf(DeliveryState state) => state switch
    {
        DeliveryState.Accepted => 1,
        DeliveryState.Deferred => 2,
        DeliveryState.Delivered => 3,
        DeliveryState.Dropped => 4,
        DeliveryState.Bounced => 5,
        _ => 0,
    };
}
