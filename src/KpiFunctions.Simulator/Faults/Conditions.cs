namespace KpiFunctions.Simulator.Faults;

/// <summary>Under which faults a platform answers in its own words.</summary>
internal sealed record Conditions
{
    private const int ShortPage = 3;

    /// <summary>Everything asked for is empty.</summary>
    public required bool NoData { get; init; }

    /// <summary>Metrics that do not exist for now.</summary>
    public required IReadOnlySet<string> RefusedMetrics { get; init; }

    /// <summary>A list never ends: its next page is one that it gave before.</summary>
    public required bool RepeatsCursor { get; init; }

    /// <summary>A page holds a few items only, with more to come.</summary>
    public required bool ShortPages { get; init; }

    /// <summary>A series holds the day that is not over, too.</summary>
    public required bool FutureEnd { get; init; }

    /// <summary>A range leaves out the day that begins at its start.</summary>
    public required bool StartIsExclusive { get; init; }

    public static Conditions From(IReadOnlyList<Fault> faults) => new()
    {
        NoData = Any(faults, FaultKind.NoData),
        RefusedMetrics = faults.Where(fault => fault is { Kind: FaultKind.RefuseMetric, Metric: not null }).Select(fault => fault.Metric!).ToHashSet(StringComparer.Ordinal),
        RepeatsCursor = Any(faults, FaultKind.RepeatedCursor),

        // A list that repeats itself has to have a second page.
        ShortPages = Any(faults, FaultKind.ShortPages) || Any(faults, FaultKind.RepeatedCursor),
        FutureEnd = Any(faults, FaultKind.FutureEndTime),
        StartIsExclusive = Any(faults, FaultKind.ExclusiveStart),
    };

    /// <summary>How many items a page holds that was asked for so many.</summary>
    public int PageOf(int asked) => ShortPages ? Math.Min(asked, ShortPage) : asked;

    private static bool Any(IReadOnlyList<Fault> faults, FaultKind kind) => faults.Any(fault => fault.Kind == kind);
}
