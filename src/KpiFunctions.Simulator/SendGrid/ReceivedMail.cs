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
    bool IsDuplicate)
{
    /// <summary>The <c>client</c> of its first recipient's custom arguments; null where it has none.</summary>
    public string? Client { get; init; }

    /// <summary>Whether it is no digest, but a mail of the pipeline's own to a consultant or the agency.</summary>
    public bool IsToConsultant => Client?.StartsWith("consultant:", StringComparison.Ordinal) == true;
}
