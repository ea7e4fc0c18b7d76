using System.Text.Json;
using System.Text.Json.Serialization;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Demos;

/// <summary>What a demo did. It holds no instants, so that two demos of the same moment can be compared.</summary>
/// <param name="Sent">Mails that this run handed over.</param>
internal sealed record DemoSummary(
    [property: JsonPropertyName("sent")] int Sent,
    [property: JsonPropertyName("clients")] IReadOnlyList<ClientSummary> Clients,
    [property: JsonPropertyName("failures")] IReadOnlyList<FailureSummary> Failures)
{
    /// <summary>Reads back from the storage what became of each client's newest digest.</summary>
    public static async Task<DemoSummary> ReadAsync(LocalPipeline pipeline, int sent, CancellationToken cancellationToken)
    {
        var clients = new List<ClientSummary>();
        var runs = await pipeline.Get<RunTable>().ReadAsync(null, cancellationToken);
        foreach (var run in runs.GroupBy(run => run.Client).Select(ofClient => ofClient.MaxBy(run => run.Occurrence)!).OrderBy(run => run.Client, StringComparer.Ordinal))
        {
            var deliveries = await pipeline.Get<DeliveryTable>().ReadAsync(run.Client, run.Occurrence, cancellationToken);
            var kpis = await pipeline.Get<KpiArchive>().ReadAsync(run.Client, run.ReportedWeek, cancellationToken);
            var order = (await pipeline.Get<ClientDirectory>().FindAsync(run.Client, cancellationToken))?.Config.Objectives.Select(objective => objective.Key).ToList() ?? [];
            clients.Add(new(
                run.Client,
                run.ReportedWeek.ToString(),
                run.StateName,
                run.Missing,
                [.. deliveries.GroupBy(delivery => (delivery.State, delivery.StateName)).OrderBy(states => states.Key.State).Select(states => new DeliverySummary(states.Key.StateName, states.Count()))],
                [.. kpis.GroupBy(kpi => kpi.Objective).OrderBy(objective => order.IndexOf(objective.Key)).Select(Summarize)]));
        }

        var failures = await pipeline.Get<AlertTable>().ReadAsync(null, cancellationToken);
        return new(
            sent,
            clients,
            [.. failures.Where(failure => failure.IsFinal)
                .OrderBy(failure => failure.Client, StringComparer.Ordinal).ThenBy(failure => failure.Subject, StringComparer.Ordinal)
                .Select(failure => new FailureSummary(failure.Client, failure.Kind, failure.Subject, failure.Reason.Split('\n')))]);
    }

    private static ObjectiveSummary Summarize(IGrouping<string, ArchivedKpi> kpis) =>
        new(kpis.Key, kpis.First().ObjectiveVerdict, [.. kpis.Select(kpi => new KpiSummary
        {
            Kpi = kpi.Kpi,
            Account = kpi.Account,
            Value = kpi.Value,
            Gap = kpi.Gap,
            Verdict = kpi.Verdict,
            RelativeChange = kpi.RelativeChange,
            Previous = kpi.Previous,
            PreviousGap = kpi.PreviousGap,
            Expected = kpi.Expected,
            Basis = kpi.Basis,
            MadeFrom = JsonSerializer.Deserialize<JsonElement>(kpi.MadeFrom),
        })]);
}

/// <summary>One client's digest.</summary>
/// <param name="Week">The week that it reports.</param>
/// <param name="State">The run's state.</param>
/// <param name="Missing">Accounts whose figures were not complete.</param>
internal sealed record ClientSummary(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("week")] string Week,
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("missing")] IReadOnlyList<string> Missing,
    [property: JsonPropertyName("deliveries")] IReadOnlyList<DeliverySummary> Deliveries,
    [property: JsonPropertyName("objectives")] IReadOnlyList<ObjectiveSummary> Objectives);

internal sealed record DeliverySummary([property: JsonPropertyName("state")] string State, [property: JsonPropertyName("count")] int Count);

internal sealed record ObjectiveSummary(
    [property: JsonPropertyName("objective")] string Objective,
    [property: JsonPropertyName("verdict")] string Verdict,
    [property: JsonPropertyName("kpis")] IReadOnlyList<KpiSummary> Kpis);

/// <summary>One figure beside its week before and its usual weeks; null with a reason where it is not known.</summary>
internal sealed record KpiSummary
{
    [JsonPropertyName("kpi")]
    public required string Kpi { get; init; }

    [JsonPropertyName("account")]
    public required string Account { get; init; }

    [JsonPropertyName("value")]
    public required double? Value { get; init; }

    [JsonPropertyName("gap")]
    public required string? Gap { get; init; }

    [JsonPropertyName("verdict")]
    public required string Verdict { get; init; }

    [JsonPropertyName("relativeChange")]
    public required double? RelativeChange { get; init; }

    [JsonPropertyName("previous")]
    public required double? Previous { get; init; }

    [JsonPropertyName("previousGap")]
    public required string? PreviousGap { get; init; }

    [JsonPropertyName("usual")]
    public required ExpectedWeek? Expected { get; init; }

    [JsonPropertyName("basis")]
    public required string Basis { get; init; }

    /// <summary>The days, levels, posts or metrics that the basis names.</summary>
    [JsonPropertyName("madeFrom")]
    public required JsonElement MadeFrom { get; init; }
}

internal sealed record FailureSummary(
    [property: JsonPropertyName("client")] string Client,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("reason")] IReadOnlyList<string> Reason);
