using System.Collections.Concurrent;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.Hosting;

/// <summary>
/// A platform that thinks once about each question and then answers at once, as long as the clock stands still: for
/// measurements, in which the working out of figures is nobody's work.
/// </summary>
internal sealed class RememberedAnswers(IPlatform platform, TimeProvider time) : IPlatform
{
    private readonly ConcurrentDictionary<(DateTimeOffset Now, string Question), WireReply> answers = new();

    /// <inheritdoc/>
    public string Name => platform.Name;

    /// <inheritdoc/>
    public bool Serves(string host) => platform.Serves(host);

    /// <inheritdoc/>
    public string? AccountOf(WireRequest request) => platform.AccountOf(request);

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, Conditions conditions) => conditions is { NoData: false, RepeatsCursor: false, RefusedMetrics.Count: 0 }
        ? answers.GetOrAdd((time.GetUtcNow(), request.Fingerprint), _ => platform.Answer(request, conditions))
        : platform.Answer(request, conditions);

    /// <inheritdoc/>
    public WireReply Fail(FaultKind kind, WireRequest request) => platform.Fail(kind, request);
}
