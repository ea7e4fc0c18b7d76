using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>A figure as the engine gives it.</summary>
/// <param name="Value">Null where there is none.</param>
/// <param name="Gap">Why not; null where there is one.</param>
internal sealed record EngineFigure(FigureName Name, double? Value, string? Gap);

/// <summary>The one place that knows the engine's types.</summary>
internal static class EngineFigures
{
    /// <summary>Every figure of a week, the primary ones and those that explain them.</summary>
    public static IReadOnlyList<EngineFigure> Of(ClientConfig client, ClientHistory history, IsoWeek week) =>
    [
        .. from objective in KpiEngine.ComputeFigures(client, history, week).Objectives
           from kpi in objective.Primary.Concat(objective.Explaining)
           let name = kpi.NameIn(objective.Objective)
           select new EngineFigure(new(objective.Objective.Key, name.Kpi, name.Account), kpi.Value.Value, KpiNames.Of(kpi.Value.Gap)),
    ];
}
