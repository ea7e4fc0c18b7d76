namespace KpiFunctions.Simulator.Faults;

/// <summary>Kinds of trouble. A platform that answers does so in its own form of errors.</summary>
public enum FaultKind
{
    /// <summary>HTTP 500.</summary>
    ServerError,

    /// <summary>HTTP 503.</summary>
    Unavailable,

    /// <summary>Too many requests: HTTP 429, at Graph its code 80001; with the platform's own headers.</summary>
    RateLimited,

    /// <summary>The request is read and not acted upon, and the connection breaks without an answer.</summary>
    DropConnection,

    /// <summary>The request is acted upon, and the connection breaks without an answer: a mail is taken.</summary>
    DropAfterAccept,

    /// <summary>The request is read and not acted upon, and no answer comes.</summary>
    Hang,

    /// <summary>The answer comes late.</summary>
    Slow,

    /// <summary>The answer's text stops half way, though HTTP says it is complete.</summary>
    TruncatedJson,

    /// <summary>A proxy's page instead of an answer: HTTP 502, text/html.</summary>
    HtmlError,

    /// <summary>The access has run out.</summary>
    ExpiredToken,

    /// <summary>The access is not recognised: HTTP 401, at Graph its code 190 without subcode.</summary>
    Unauthorized,

    /// <summary>The access is good but does not cover this.</summary>
    PermissionMissing,

    /// <summary>HTTP 400: the platform does not take the request.</summary>
    BadRequest,

    /// <summary>One metric is refused, in the way that the platform refuses unknown ones.</summary>
    RefuseMetric,

    /// <summary>A good answer with nothing in it.</summary>
    NoData,

    /// <summary>A list whose next page is one that was given before, so that it never ends; where the platform has such lists.</summary>
    RepeatedCursor,

    /// <summary>A metric is left out of answers that are good otherwise.</summary>
    RetiredMetric,

    /// <summary>A page holds three items, whatever was asked for, with more to come.</summary>
    ShortPages,

    /// <summary>The days and posts that were told before have other figures now; analytics tools sort direct visits under a network.</summary>
    Restated,

    /// <summary>The newest day that is over has no figures yet.</summary>
    LateDay,

    /// <summary>At Graph: a series holds the day that is not over too, with its end in the future.</summary>
    FutureEndTime,

    /// <summary>At LinkedIn: a range leaves out the day that begins at its start.</summary>
    ExclusiveStart,

    /// <summary>Every object has a field that nobody knows, and posts are of a kind that nobody knows.</summary>
    UnknownField,

    /// <summary>The access runs out after <see cref="Fault.After"/> requests.</summary>
    DyingToken,

    /// <summary>The answer comes byte by byte.</summary>
    Drip,

    /// <summary>A part of a good answer is blank, or is said to be unknown, by <see cref="Fault.Rule"/>.</summary>
    PartlyUnknown,

    /// <summary>A good answer whose figures contradict each other, by <see cref="Fault.Rule"/>.</summary>
    ContradictoryParts,

    /// <summary>A good answer with figures that cannot be, by <see cref="Fault.Rule"/>.</summary>
    ImpossibleValue,

    /// <summary>At Graph: what <see cref="Fault.Rule"/> says is too much for one answer, which is its code 1.</summary>
    PageTooLarge,

    /// <summary>Of the requests of <see cref="Fault.Rule"/> those are refused that come after the first <see cref="Fault.After"/>.</summary>
    LaterPageRefused,

    /// <summary>An item that is gone, or lacks what was asked for, fails the requests that it is part of, by <see cref="Fault.Rule"/>.</summary>
    DeadItem,

    /// <summary>The access does not cover one thing, and whatever is asked for together with it is refused, by <see cref="Fault.Rule"/>.</summary>
    MissingRight,

    /// <summary>The answer is made when it is asked for and comes when <see cref="Fault.Held"/> is released.</summary>
    LateAnswer,
}
