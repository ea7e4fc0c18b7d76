using KpiFunctions.Calibration.Recomputing.Figures;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>Computes the week of a random world twice: by the pipeline, and from the simulated world itself.</summary>
internal static class Recomputation
{
    /// <param name="planted">Changes the engine's figures on purpose; null to leave them.</param>
    public static async Task<Comparison> RunAsync(RandomWorld plan, Func<EngineFigure, EngineFigure>? planted, CancellationToken cancellationToken)
    {
        var played = await Played.PlayAsync(plan, cancellationToken);
        var naive = Courses.Of(plan, played.Asked).Select(told => NaiveFigures.Of(told, plan.Monday, plan.Objectives, plan.Formulas)).ToList();
        return Comparison.Of(
            [.. played.Figures.Select(figure => planted?.Invoke(figure) ?? figure)],
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
