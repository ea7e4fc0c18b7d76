namespace KpiFunctions.Simulator.SendGrid;

/// <summary>A mail that SendGrid accepted, whether or not the sender ever heard of it.</summary>
/// <param name="DeliveryId">The <c>delivery_id</c> of its first recipient's custom arguments; null where it has none.</param>
/// <param name="MessageId">What the answer's <c>X-Message-Id</c> said.</param>
/// <param name="To">The recipients' addresses.</param>
/// <param name="Subject">Null where a template would bring it.</param>
/// <param name="Body">The request's body, byte for byte.</param>
/// <param name="IsDuplicate">Whether this delivery had been accepted before: somebody got the same mail twice.</param>
public sealed record ReceivedMail(
    string? DeliveryId,
    string MessageId,
    IReadOnlyList<string> To,
    string? Subject,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset ReceivedAt,
    bool IsDuplicate);
