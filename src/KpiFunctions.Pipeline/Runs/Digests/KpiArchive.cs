using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>A KPI as it was computed for a week.</summary>
/// <param name="Objective">The objective's key.</param>
/// <param name="Kpi">The KPI's name; a custom one's key.</param>
/// <param name="Account">The account that it is of; empty where it is over all.</param>
/// <param name="Value">Null where it was not known.</param>
/// <param name="Gap">Why not.</param>
/// <param name="Basis">How it was taken.</param>
public sealed record ArchivedKpi(string Objective, string ObjectiveVerdict, string Kpi, string Account, double? Value, string? Gap, string Verdict, string Basis);

/// <summary><c>Kpis</c>: one row for each primary and explaining figure of a week. Computing a week again replaces its rows.</summary>
public sealed class KpiArchive(StorageAccount account, TimeProvider time)
{
    private readonly TableClient table = account.Table(TableNames.Kpis);

    /// <summary>Keeps a week's figures.</summary>
    public Task KeepAsync(KpiSet kpis, CancellationToken cancellationToken) =>
        EntityBatches.MergeAsync(
            table,
            [.. kpis.Objectives.SelectMany(objective => objective.Primary.Concat(objective.Explaining).Select(kpi => ToRow(kpis, objective, kpi))).DistinctBy(row => row.RowKey)],
            cancellationToken);

    /// <summary>A week's figures, in order of objective and KPI.</summary>
    public async Task<IReadOnlyList<ArchivedKpi>> ReadAsync(string client, IsoWeek week, CancellationToken cancellationToken)
    {
        var found = new List<ArchivedKpi>();
        var filter = TableKey.StartingWith(TableKey.Of(client), TableKey.Of(week.ToString()));
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) found.Add(FromRow(row));
        return found;
    }

    private TableEntity ToRow(KpiSet kpis, ObjectiveResult objective, Kpi kpi)
    {
        var name = kpi.Custom?.Key ?? ObjectiveCatalog.NameOf(kpi.Key);
        var accountName = kpi.Account?.ToString() ?? "";
        return new(TableKey.Of(kpis.ClientId), TableKey.Of(kpis.Week.ToString(), objective.Objective.Key, name, accountName))
        {
            ["Objective"] = objective.Objective.Key,
            ["ObjectiveVerdict"] = objective.Verdict.ToString(),
            ["Kpi"] = name,
            ["Account"] = accountName,
            ["Value"] = kpi.Value.Value,
            ["Gap"] = kpi.Value.Gap?.ToString() ?? "",
            ["Provisional"] = kpi.Value.IsProvisional,
            ["Verdict"] = kpi.Verdict.ToString(),
            ["Basis"] = kpi.Basis.GetType().Name,
            ["UsualLow"] = kpi.Usual?.Low,
            ["UsualCentre"] = kpi.Usual?.Centre,
            ["UsualHigh"] = kpi.Usual?.High,
            ["ComputedAt"] = time.GetUtcNow(),
        };
    }

    private static ArchivedKpi FromRow(TableEntity row) => new(
        row.GetString("Objective"),
        row.GetString("ObjectiveVerdict"),
        row.GetString("Kpi"),
        row.GetString("Account"),
        row.GetString("Gap") is { Length: > 0 } ? null : row.GetDouble("Value"),
        row.GetString("Gap") is { Length: > 0 } gap ? gap : null,
        row.GetString("Verdict"),
        row.GetString("Basis"));
}
