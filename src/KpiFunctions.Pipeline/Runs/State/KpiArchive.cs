using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>A KPI as it was computed for a week.</summary>
public sealed record ArchivedKpi
{
    /// <summary>The objective's key.</summary>
    public required string Objective { get; init; }

    public required string ObjectiveVerdict { get; init; }

    /// <summary>The KPI's name; a custom one's key.</summary>
    public required string Kpi { get; init; }

    /// <summary>The account; empty where the figure is over all accounts.</summary>
    public required string Account { get; init; }

    /// <summary>The figure; null where it was not known.</summary>
    public required double? Value { get; init; }

    /// <summary>Why the figure is not known; null where it is.</summary>
    public required string? Gap { get; init; }

    public required string Verdict { get; init; }

    /// <summary>How the figure was aggregated.</summary>
    public required string Basis { get; init; }

    /// <summary>What the figure was computed from, as JSON: a <see cref="Kpis.Basis"/>'s days, levels, posts or metrics.</summary>
    public required string MadeFrom { get; init; }

    /// <summary>The figure of the week before; null where it was not known.</summary>
    public double? Previous { get; init; }

    /// <summary>Why the figure of the week before is not known; null where it is.</summary>
    public string? PreviousGap { get; init; }

    public ExpectedWeek? Expected { get; init; }

    /// <inheritdoc cref="Kpis.Kpi.RelativeChange"/>
    public double? RelativeChange { get; init; }
}

/// <summary>
/// <c>Kpis</c>: one row for each primary and explaining figure of a week, computed from the readings as they are now.
/// Computing a week again replaces its rows. What a digest showed stays in its trace (<see cref="DigestArchive"/>).
/// </summary>
public sealed class KpiArchive(StorageAccount account, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new MetricKeys() } };

    private readonly TableClient table = account.Table(TableNames.Kpis);

    /// <summary>Stores a week's figures and deletes the week's other rows.</summary>
    public async Task KeepAsync(WeekReport kpis, CancellationToken cancellationToken)
    {
        var rows = kpis.Objectives
            .SelectMany(objective => objective.Figures.Select(kpi => ToRow(kpis, objective, kpi)))
            .DistinctBy(row => row.RowKey).ToDictionary(row => row.RowKey);
        await EntityBatches.SubmitAsync(table, rows.Values.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);
        await foreach (var old in table.QueryAsync<TableEntity>(WeekOf(kpis.ClientId, kpis.Week), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            if (!rows.ContainsKey(old.RowKey)) await table.DeleteEntityAsync(old.PartitionKey, old.RowKey, cancellationToken: cancellationToken);
    }

    /// <summary>A week's figures, sorted by objective and KPI.</summary>
    public async Task<IReadOnlyList<ArchivedKpi>> ReadAsync(string client, IsoWeek week, CancellationToken cancellationToken)
    {
        var found = new List<ArchivedKpi>();
        await foreach (var row in table.QueryAsync<TableEntity>(WeekOf(client, week), cancellationToken: cancellationToken)) found.Add(FromRow(row));
        return found;
    }

    private static string WeekOf(string client, IsoWeek week) => TableKey.StartingWith(TableKey.Of(client), TableKey.Of(week.ToString()));

    private TableEntity ToRow(WeekReport kpis, ObjectiveResult objective, Kpi kpi)
    {
        var name = kpi.NameIn(objective.Objective);
        return new(TableKey.Of(kpis.ClientId), TableKey.Of(kpis.Week.ToString(), name.Objective, name.Kpi, name.Account))
        {
            ["Objective"] = name.Objective,
            ["ObjectiveVerdict"] = KpiNames.ObjectiveVerdicts[objective.Verdict],
            ["Kpi"] = name.Kpi,
            ["Account"] = name.Account,
            ["Value"] = kpi.Value.Value,
            ["Gap"] = KpiNames.Of(kpi.Value.Gap) ?? "",
            ["Provisional"] = kpi.Value.IsProvisional,
            ["Verdict"] = KpiNames.Verdicts[kpi.Verdict],
            ["Basis"] = KpiNames.Of(kpi.Basis),
            ["MadeFrom"] = JsonSerializer.Serialize<object>(kpi.Basis, Json),
            ["Previous"] = kpi.Previous.Value,
            ["PreviousGap"] = KpiNames.Of(kpi.Previous.Gap) ?? "",
            ["DaysKnown"] = kpi.Completeness?.Known,
            ["DaysDue"] = kpi.Completeness?.Due,
            ["YearBefore"] = kpi.YearBefore?.Value,
            ["Chance"] = kpi.Evidence?.Week.PValue,
            ["ChanceOfTwoWeeks"] = kpi.Evidence?.TwoWeeks?.PValue,
            ["UsualWeeks"] = kpi.Expected?.Weeks ?? 0,
            ["UsualLow"] = kpi.Expected?.Low,
            ["UsualCentre"] = kpi.Expected?.Centre,
            ["UsualHigh"] = kpi.Expected?.High,
            ["RelativeChange"] = kpi.RelativeChange,
            ["ComputedAt"] = time.GetUtcNow(),
            ["Trace"] = DigestArchive.TraceOf(kpis.ClientId, kpis.Week),
        };
    }

    private static ArchivedKpi FromRow(TableEntity row)
    {
        var (gap, previousGap) = (TextOrNull("Gap"), TextOrNull("PreviousGap"));
        return new()
        {
            Objective = row.GetString("Objective"),
            ObjectiveVerdict = row.GetString("ObjectiveVerdict"),
            Kpi = row.GetString("Kpi"),
            Account = row.GetString("Account"),
            Value = gap is null ? row.GetDouble("Value") : null,
            Gap = gap,
            Verdict = row.GetString("Verdict"),
            Basis = row.GetString("Basis"),
            MadeFrom = row.GetString("MadeFrom") ?? "{}",
            Previous = previousGap is null ? row.GetDouble("Previous") : null,
            PreviousGap = previousGap,
            Expected = row.GetInt32("UsualWeeks") is > 0 and var weeks
                ? new(row.GetDouble("UsualLow"), row.GetDouble("UsualCentre")!.Value, row.GetDouble("UsualHigh"), weeks)
                : null,
            RelativeChange = gap is null ? row.GetDouble("RelativeChange") : null,
        };

        string? TextOrNull(string column) => row.GetString(column) is { Length: > 0 } text ? text : null;
    }

    /// <summary>A metric as its key.</summary>
    private sealed class MetricKeys : JsonConverter<Metric>
    {
        public override Metric Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Metrics.ByKey[reader.GetString()!];

        public override void Write(Utf8JsonWriter writer, Metric value, JsonSerializerOptions options) => writer.WriteStringValue(value.Key);
    }
}
