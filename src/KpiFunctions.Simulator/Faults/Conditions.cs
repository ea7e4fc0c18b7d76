namespace KpiFunctions.Simulator.Faults;

/// <summary>Under which faults a platform answers in its own words.</summary>
/// <param name="NoData">Everything asked for is empty.</param>
/// <param name="RefusedMetrics">Metrics that do not exist for now.</param>
internal sealed record Conditions(bool NoData, IReadOnlySet<string> RefusedMetrics)
{
    public static Conditions From(IReadOnlyList<Fault> faults) => new(
        faults.Any(fault => fault.Kind == FaultKind.NoData),
        faults.Where(fault => fault is { Kind: FaultKind.RefuseMetric, Metric: not null }).Select(fault => fault.Metric!).ToHashSet(StringComparer.Ordinal));
}
