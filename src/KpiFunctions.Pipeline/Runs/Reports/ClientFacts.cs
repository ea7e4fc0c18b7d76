using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>What a report says of one client.</summary>
/// <param name="Id">The client; the place of alerts that concern none.</param>
/// <param name="Config">Null where no config was ever accepted, or it is about no client.</param>
/// <param name="Alerts">Those that last.</param>
internal sealed record ClientFacts(string Id, ClientConfig? Config, IReadOnlyList<Alert> Alerts)
{
    /// <summary>Whether its config is in force.</summary>
    public bool IsInForce { get; init; }

    /// <summary>The digests that fell due in the week.</summary>
    public IReadOnlyList<Run> Runs { get; init; } = [];

    /// <summary>Those of them that were sent more than an hour after their time.</summary>
    public IReadOnlyList<Run> Late { get; init; } = [];

    /// <summary>What is known of its accounts.</summary>
    public IReadOnlyList<Cursor> Cursors { get; init; } = [];

    /// <summary>Plans of the week that were not kept.</summary>
    public IReadOnlyList<PlanRow> Plans { get; init; } = [];

    /// <summary>Rules of advice about the agency's own work that spoke in the week's digests, by key.</summary>
    public IReadOnlyList<string> AgencyAdvice { get; init; } = [];

    /// <summary>The subjects of digests that wait for approval, by the week in which they are due.</summary>
    public IReadOnlyDictionary<string, string> Subjects { get; init; } = new Dictionary<string, string>();

    /// <summary>As the reader knows it.</summary>
    public string Name => Config?.Name ?? (Id == AlertTable.NoClient ? "" : Id);
}
