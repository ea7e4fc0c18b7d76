namespace KpiFunctions.Simulator.Faults;

/// <summary>Under which faults a platform answers in its own words.</summary>
/// <param name="NoData">Everything asked for is empty.</param>
/// <param name="RefusedMetrics">Metrics that do not exist for now.</param>
/// <param name="RepeatsCursor">A list never ends: its next page is one that it gave before.</param>
internal sealed record Conditions(bool NoData, IReadOnlySet<string> RefusedMetrics, bool RepeatsCursor)
{
    public static Conditions From(IReadOnlyList<Fault> faults) => new(
        faults.Any(fault => fault.Kind == FaultKind.NoData),
        faults.Where(fault => fault is { Kind: FaultKind.RefuseMetric, Metric: not null }).Select(fault => fault.Metric!).ToHashSet(StringComparer.Ordinal),
        faults.Any(fault => fault.Kind == FaultKind.RepeatedCursor));
}
