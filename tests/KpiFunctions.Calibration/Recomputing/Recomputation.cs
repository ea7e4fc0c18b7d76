using KpiFunctions.Calibration.Recomputing.Figures;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>Computes the week of a random world twice: by the pipeline, and from the simulated world itself.</summary>
internal static class Recomputation
{
    /// <param name="planted">Changes the engine's figures on purpose, or takes them away.</param>
    public static async Task<Comparison> RunAsync(RandomWorld plan, Func<EngineFigure, EngineFigure?> planted, CancellationToken cancellationToken) =>
        Compare(plan, await Played.PlayAsync(plan, cancellationToken), planted);

    /// <summary>Compares what was played with the world itself.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static Comparison Compare(RandomWorld plan, Played played, Func<EngineFigure, EngineFigure?> planted)
    {
        var naive = Courses.Of(plan, played.Asked).Select(told => NaiveFigures.Of(told, plan.Monday, plan.Objectives, plan.OwnFigures)).ToList();
        return Comparison.Of(
            [.. played.Figures.Select(planted).OfType<EngineFigure>()],
            naive,
            (name, gap) => plan.Faults.Any(fault => Feeds(fault.Account, name) && Explains(fault, gap)));
    }

    /// <summary>What may not have come is missing; a level after which the account gave an impossible one is no more its last.</summary>
    private static bool Explains(PlannedFault fault, string? gap) => fault.Effect == Effect.Uncertain || (fault.Odd?.IsImpossible == true && gap == "Impossible");

    private static bool Feeds(PlannedAccount account, FigureName name) =>
        name.Account.Length > 0 ? name.Account == account.Name
        : name.Objective is "google-independence" or "sales" ? account.TellsVisits
        : name.Objective == "own" || !account.TellsVisits;
}
