namespace KpiFunctions.StorageTwin.Faults;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>The connection breaks before the request takes effect.</summary>
    LoseRequest,

    /// <summary>The request takes effect, then the connection breaks.</summary>
    LoseAnswer,

    /// <summary>The request takes effect, then the answer is a 500.</summary>
    LoseAnswerAsInternalError,

    /// <summary>429, and the request does not take effect.</summary>
    TooManyRequests,

    /// <summary>500, and the request does not take effect.</summary>
    InternalError,

    /// <summary>503 with code ServerBusy, and the request does not take effect.</summary>
    Unavailable,

    /// <summary>The request waits before it takes effect; other faults may strike it afterwards.</summary>
    Delay,
}
