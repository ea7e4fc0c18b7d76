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
