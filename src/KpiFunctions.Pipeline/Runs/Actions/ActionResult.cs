using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Actions;

/// <summary>Why an action is not possible, or what there is not.</summary>
public enum Obstacle
{
    None,

    /// <summary>No config of the client is in force.</summary>
    NoClient,

    /// <summary>No digest of that week has fallen due.</summary>
    NoDigest,

    /// <summary>The config has no such recipient.</summary>
    NoRecipient,

    /// <summary>The digest is not built yet.</summary>
    NotBuilt,

    /// <summary>No objective has a figure, and the digest waits for one.</summary>
    NoFigures,

    /// <summary>The digest waits for approval.</summary>
    Waits,

    /// <summary>A person holds the digest.</summary>
    HeldByPerson,

    /// <summary>Nobody holds the digest.</summary>
    NotHeld,

    /// <summary>The digest's mails are being sent.</summary>
    UnderWay,

    /// <summary>The digest has left.</summary>
    HasLeft,

    /// <summary>The digest was missed.</summary>
    IsMissed,

    /// <summary>No digest of that week is in the archive.</summary>
    NotArchived,

    /// <summary>The instant is past.</summary>
    PastTime,

    /// <summary>The instant is not before the client's next digest.</summary>
    TooLate,

    /// <summary>The recipient unsubscribed, or the address failed.</summary>
    Suppressed,

    /// <summary>The recipient gets digests.</summary>
    NotSuppressed,

    /// <summary>The recipient is paused.</summary>
    IsPaused,

    /// <summary>All digests of the client are paused.</summary>
    ClientIsPaused,

    /// <summary>Neither the client nor the recipient is paused.</summary>
    NotPaused,

    /// <summary>No message of a failed job is kept.</summary>
    NothingKept,

    /// <summary>The work of every kept message has ended.</summary>
    WorkEnded,

    /// <summary>No kept message can be read: another release has written it.</summary>
    UnreadableMessage,

    /// <summary>A later release has recorded a state that this one does not know.</summary>
    LaterRelease,
}

/// <summary>What came of an action.</summary>
/// <param name="Why">Why it is not possible, why there was nothing to do, or what still stands in the way of digests; <see cref="Obstacle.None"/> where it is done and nothing does.</param>
public sealed record ActionResult(ActionOutcome Outcome, Obstacle Why = Obstacle.None)
{
    /// <summary>The digest as it is afterwards; null where the action is about none.</summary>
    public Run? Run { get; init; }

    /// <summary>How many mails or messages were queued.</summary>
    public int Count { get; init; }

    /// <summary>Who did it before, or what stands in the way; null where that is not known.</summary>
    public string? By { get; init; }

    /// <summary>When it was done before; null where that is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The actions that are possible in the digest's state.</summary>
    public IReadOnlyList<string> Possible { get; init; } = [];

    /// <summary>What there is in place of what there is not: ids of clients, reported weeks, addresses of recipients.</summary>
    public IReadOnlyList<string> Existing { get; init; } = [];

    /// <summary>How many more there are than <see cref="Existing"/> names.</summary>
    public int More { get; init; }

    /// <summary>What was probably meant by the name of what there is not; null where nothing is near.</summary>
    public string? Nearest { get; init; }

    /// <summary>The address that a test goes to; null for everything else.</summary>
    public string? To { get; init; }

    /// <summary>Recipients that get no mail although all were meant, by their place in the config, since an answer to a link names no address.</summary>
    public IReadOnlyList<(string Place, Obstacle Why)> LeftOut { get; init; } = [];

    /// <summary>The ends of what lasted already and now ends at another instant; null elsewhere.</summary>
    public NewEnd? NewEnd { get; init; }

    /// <summary>The instant before which one had to lie; null where that is not why it was refused.</summary>
    public DateTimeOffset? Limit { get; init; }

    /// <summary>When this very instruction was carried out, where it was carried out before and did nothing now.</summary>
    public DateTimeOffset? RepeatOf { get; init; }
}

/// <summary>A hold or a pause that lasted already, and now ends at another instant.</summary>
/// <param name="Before">When it was to end; null where it was to last until somebody ends it.</param>
/// <param name="After">The same as it is now.</param>
public sealed record NewEnd(DateTimeOffset? Before, DateTimeOffset? After);
