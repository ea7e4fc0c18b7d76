namespace KpiFunctions.Pipeline.Delivery;

/// <summary>Why a recipient gets no more of a client's digests.</summary>
/// <param name="Reason">One of <see cref="SuppressionReasons"/>, or what a later release or a person wrote.</param>
/// <param name="Detail">What the receiving server said, without addresses; null where nothing was said.</param>
/// <param name="At">When it happened; null in rows of releases that did not store it.</param>
/// <param name="LiftedAt">When a person lifted it; null where it is in force. What happened up to then does not count any more.</param>
public sealed record Suppression(string Reason, string? Detail, DateTimeOffset? At, DateTimeOffset? LiftedAt = null)
{
    /// <summary>
    /// What is in force after another cause. Pure. The greatest reason is kept, and of one reason the earliest: the end
    /// depends neither on the order in which causes are reported nor on how often.
    /// </summary>
    /// <param name="before">Null where there was none.</param>
    public static Suppression After(Suppression? before, Suppression cause)
    {
        if (before is null) return cause;
        if (before.LiftedAt is { } lifted) return cause.At > lifted ? cause : before;
        var (known, reported) = (SuppressionReasons.RankOf(before.Reason), SuppressionReasons.RankOf(cause.Reason));
        if (reported != known) return reported > known ? cause : before;
        if (before.At is not { } first || cause.At is not { } other) return before;
        return other < first || (other == first && string.CompareOrdinal(cause.Detail, before.Detail) < 0) ? cause : before;
    }
}
