using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Advising;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>Reads what a report says of a client.</summary>
public sealed class ClientFactsReader(
    AlertTable alerts, AlertEnds ends, RunTable runs, DeliveryTable deliveries, CursorTable cursors, HistoryReader history, DigestArchive digests)
{
    /// <summary>A digest waits for its sources, and mails for their turn: what left within the hour was on time.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromHours(1);

    /// <summary>A week's digest is of the week before, or was put off.</summary>
    private const int WeeksBack = 2;

    /// <summary>All that the week's mail says of a client.</summary>
    /// <param name="client">Its config, in force or retired.</param>
    /// <param name="from">The digests that were due since then…</param>
    /// <param name="to">…and before then.</param>
    internal async Task<ClientFacts> OfWeekAsync(ClientInForce client, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (config, isInForce) = (client.Config, client.RetiredAt is null);
        var lasting = await ends.CheckAsync(config.Id, isInForce ? config : null, cancellationToken);
        var first = IsoWeek.Of(config.Schedule.Zone.DayAt(from)).Plus(-WeeksBack);
        var known = (await runs.ReadSinceAsync(config.Id, first, cancellationToken)).Where(run => run.DueAt >= from && run.DueAt < to).ToList();
        var late = new List<Run>();
        foreach (var run in known)
            if (await IsLateAsync(run, cancellationToken)) late.Add(run);
        var week = IsoWeek.Of(config.Schedule.Zone.DayAt(to)).Plus(-1);
        return new(config.Id, config, lasting)
        {
            IsInForce = isInForce,
            Runs = known,
            Late = late,
            Cursors = isInForce ? await cursors.ReadAsync(config.Id, cancellationToken) : [],
            Plans = isInForce ? await PlansAsync(config, week, cancellationToken) : [],
            AgencyAdvice = isInForce ? await AgencyAdviceAsync(config, known, cancellationToken) : [],
            Subjects = await SubjectsAsync(config.Id, lasting, cancellationToken),
        };
    }

    /// <summary>What a mail about what cannot wait says of a client: some of its alerts.</summary>
    internal async Task<ClientFacts> OfAlertsAsync(string client, ClientInForce? known, IReadOnlyList<Alert> some, CancellationToken cancellationToken) => new(client, known?.Config, some)
    {
        IsInForce = known is { RetiredAt: null },
        Subjects = await SubjectsAsync(client, some, cancellationToken),
    };

    /// <summary>What is recorded where no config says whose it is, such as files of an unknown client, and of a brand.</summary>
    internal async Task<ClientFacts> OfOthersAsync(string client, CancellationToken cancellationToken) => new(client, null, await ends.CheckAsync(client, null, cancellationToken));

    /// <summary>What is recorded of the files of a brand.</summary>
    internal async Task<ClientFacts> OfBrandAsync(string owner, CancellationToken cancellationToken) => new(owner, null, await alerts.ReadAsync(owner, cancellationToken));

    private async Task<bool> IsLateAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.State != RunState.Sent) return false;
        if (run.BuiltAt > run.DueAt + OnTime) return true;
        return (await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken))
            .Any(delivery => delivery.Key.Instruction is null && delivery.State.WasAccepted() && delivery.ClaimedAt > run.DueAt + OnTime);
    }

    private async Task<IReadOnlyList<PlanRow>> PlansAsync(ClientConfig config, IsoWeek week, CancellationToken cancellationToken)
    {
        if (config.PostingPlan.Count == 0) return [];
        var known = await history.ReadAsync(config.Id, week.Days, cancellationToken);
        return [.. KpiEngine.PlanOf(config, known, week).Where(plan => plan.Published < plan.Planned)];
    }

    private async Task<IReadOnlyList<string>> AgencyAdviceAsync(ClientConfig config, IReadOnlyList<Run> known, CancellationToken cancellationToken)
    {
        if (config.ShowsAgencyAdvice) return [];
        var rules = new List<string>();
        foreach (var run in known)
            if (await digests.FindTraceAsync(config.Id, run.Occurrence.Plus(-1), cancellationToken) is { } trace) rules.AddRange(trace.Advice.Select(advice => advice.Rule).Where(AdviceRule.OfAgency.Contains));
        return [.. rules.Distinct()];
    }

    /// <summary>The headline of each digest that waits: what the consultant decides on.</summary>
    private async Task<IReadOnlyDictionary<string, string>> SubjectsAsync(string client, IReadOnlyList<Alert> known, CancellationToken cancellationToken)
    {
        var subjects = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var alert in known.Where(alert => alert.Kind == AlertKinds.DigestWaits))
            if (IsoWeek.TryParse(alert.Subject, out var occurrence) && await digests.FindAsync(client, occurrence.Plus(-1), null, cancellationToken) is { } digest) subjects[alert.Subject] = digest.Subject;
        return subjects;
    }
}
