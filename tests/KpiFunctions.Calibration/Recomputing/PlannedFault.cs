using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>What goes wrong with one account during some of a world's fetches.</summary>
/// <param name="From">The first fetch, from 0.</param>
/// <param name="Until">The first fetch without it.</param>
/// <param name="Effect">What is known of its effect beforehand.</param>
internal sealed record PlannedFault(PlannedAccount Account, FaultKind Kind, int From, int Until, Effect Effect)
{
    /// <summary>For <see cref="Effect.Odd"/>: which metrics it costs.</summary>
    public OddAnswer? Odd { get; init; }

    public bool IsOnAt(int fetch) => fetch >= From && fetch < Until;

    /// <summary>The simulator's faults that it consists of.</summary>
    public IEnumerable<Fault> Faults()
    {
        // A list that is refused further down has to have a second page.
        if (Kind == FaultKind.LaterPageRefused) yield return new(FaultKind.ShortPages) { At = Account.Platform, Account = Account.AtPlatform };
        yield return new(Kind)
        {
            At = Account.Platform,
            Account = Account.AtPlatform,
            Metric = Odd?.Name,
            Rule = Kind == FaultKind.LaterPageRefused ? new(OddAnswers.ListOf(Account.Type)!) : Odd?.Rule,
            After = Kind == FaultKind.LaterPageRefused ? 1 : 2,
            Delay = TimeSpan.FromMilliseconds(3),
        };
    }

    public override string ToString() => $"{Account.Name}: {Kind}{(Odd is null ? "" : $" of {string.Join(", ", Odd.Metrics)}")} in fetches {From} to {Until - 1}";
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

    /// <summary>Some metrics are not told.</summary>
    Odd,

    /// <summary>The fetch may bring all, a part or nothing.</summary>
    Uncertain,
}
