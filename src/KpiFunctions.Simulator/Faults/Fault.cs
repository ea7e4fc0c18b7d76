using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.Faults;

/// <summary>Something that goes wrong at a platform until it is switched off.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>
    /// Where: a host (<c>graph.facebook.com</c>) or a platform (<c>facebook</c>, <c>ga4</c>, <c>google-oauth</c>,
    /// <c>linkedin</c>, <c>matomo</c>, <c>sendgrid</c>, <c>tiktok</c>, <c>youtube</c>); null is everywhere.
    /// </summary>
    public string? At { get; init; }

    /// <summary>The page, property, channel, organisation or site; at SendGrid the first recipient's address. Null is all of them.</summary>
    public string? Account { get; init; }

    /// <summary>How many requests it hits before it is over; null is until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>
    /// For <see cref="FaultKind.RefuseMetric"/>: the metric's name there; at Matomo the method's, at LinkedIn the
    /// resource's. For <see cref="FaultKind.RetiredMetric"/>: the name of the property, column or insight that is gone.
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>For <see cref="FaultKind.DyingToken"/> and <see cref="FaultKind.LaterPageRefused"/>: how many requests go well before.</summary>
    public int After { get; init; } = 1;

    /// <summary>Which answers it changes or refuses; the kinds from <see cref="FaultKind.PartlyUnknown"/> on need one, for <see cref="FaultKind.LateAnswer"/> null is all of them.</summary>
    public FaultRule? Rule { get; init; }

    /// <summary>For <see cref="FaultKind.LateAnswer"/>: what holds the answer.</summary>
    public HeldAnswer? Held { get; init; }

    /// <summary>For <see cref="FaultKind.Slow"/>: how long the answer is held back; for <see cref="FaultKind.Drip"/>: each byte. On the <see cref="SimulatorOptions.PauseClock"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    internal bool Concerns(WireRequest request, string platform, string? account) =>
        (At is null || string.Equals(At, request.Host, StringComparison.OrdinalIgnoreCase) || string.Equals(At, platform, StringComparison.OrdinalIgnoreCase))
        && (Account is null || string.Equals(Account, account, StringComparison.OrdinalIgnoreCase))
        && (Rule is null || Rule.Concerns(request));
}

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
