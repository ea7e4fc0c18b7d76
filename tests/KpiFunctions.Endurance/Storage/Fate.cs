namespace KpiFunctions.Endurance.Storage;

/// <summary>What becomes of a call.</summary>
internal enum Fate
{
    None,

    /// <summary>The connection cannot be made, or breaks before the request takes effect.</summary>
    LoseRequest,

    /// <summary>The request takes effect, then the connection breaks.</summary>
    LoseAnswer,

    /// <summary>429, without effect.</summary>
    TooManyRequests,

    /// <summary>500, without effect.</summary>
    InternalError,

    /// <summary>503, without effect.</summary>
    Unavailable,

    /// <summary>The request takes effect twice: a queue delivers a message once or more.</summary>
    Twice,

    /// <summary>A message is taken by the queue and never delivered.</summary>
    Vanish,

    /// <summary>It waits before it takes effect, for minutes of the simulated time.</summary>
    Stall,

    /// <summary>SendGrid only: it is taken, and no answer comes.</summary>
    Hang,

    /// <summary>SendGrid only: it is read and not acted upon, and no answer comes.</summary>
    HangUntaken,

    /// <summary>SendGrid only: the connection breaks after the mail was written to it; it was not taken.</summary>
    BreakUntaken,

    /// <summary>The process ends before the request takes effect.</summary>
    DieBefore,

    /// <summary>The process ends when the request has taken effect.</summary>
    DieAfter,
}
