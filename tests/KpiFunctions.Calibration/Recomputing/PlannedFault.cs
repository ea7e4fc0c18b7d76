using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>What goes wrong with one account during some of a world's fetches.</summary>
/// <param name="From">The first fetch, from 0.</param>
/// <param name="Until">The first fetch without it.</param>
/// <param name="Effect">What is known of its effect beforehand.</param>
internal sealed record PlannedFault(PlannedAccount Account, FaultKind Kind, int From, int Until, Effect Effect)
{
    /// <summary>For <see cref="FaultKind.RefuseMetric"/>: the platform's name.</summary>
    public string? Metric { get; init; }

    public bool IsOnAt(int fetch) => fetch >= From && fetch < Until;

    public Fault ToFault() => new(Kind)
    {
        At = Account.Platform,
        Account = Account.AtPlatform,
        Metric = Metric,
        After = 2,
        Delay = TimeSpan.FromMilliseconds(3),
    };

    public override string ToString() => $"{Account.Name}: {Kind}{(Metric is null ? "" : $" {Metric}")} in fetches {From} to {Until - 1}";
}

/// <summary>What a fault does to what an account tells.</summary>
internal enum Effect
{
    /// <summary>The answers come in another way, and say the same.</summary>
    None,

    /// <summary>The newest day has no figures yet.</summary>
    Late,

    /// <summary>Days and posts have other figures.</summary>
    Restated,

    /// <summary>A metric is refused.</summary>
    Refused,

    /// <summary>The fetch may bring all, a part or nothing.</summary>
    Uncertain,
}
