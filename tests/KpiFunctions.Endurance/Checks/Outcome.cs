using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Runs;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Endurance.Checks;

/// <summary>What a run came to.</summary>
/// <param name="Reports">The mails to consultants that SendGrid took.</param>
/// <param name="ReportDeliveries">Their records.</param>
/// <param name="Causes">Deliveries whose outcome a host may not know, with the reason.</param>
/// <param name="MessagesLeft">The queues that are not empty; an empty text where all are.</param>
internal sealed record Outcome(
    RunPlan Plan, IReadOnlyList<SentMail> Mails, IReadOnlyList<SentMail> Reports, IReadOnlyList<Run> Runs, IReadOnlyList<DeliveryRecord> Deliveries,
    IReadOnlyList<DeliveryRecord> ReportDeliveries, DateTimeOffset EndedAt, IReadOnlyList<Alert> Alerts,
    IReadOnlyDictionary<string, string> Causes, string MessagesLeft)
{
    /// <summary>What people wanted, and what came of it.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>What each action was answered, by when. Who heard nothing asked again.</summary>
    public ILookup<PlannedAction, DateTimeOffset> Heard { get; init; } = Array.Empty<PlannedAction>().ToLookup(action => action, _ => default(DateTimeOffset));

    /// <summary>What is recorded at the end of recipients that unsubscribed, by client and hash.</summary>
    public IReadOnlyDictionary<(string Client, string Recipient), Suppression> Suppressions { get; init; } = new Dictionary<(string Client, string Recipient), Suppression>();

    /// <summary>A hash of what must be the same whenever the same seed is played again.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines))))[..32];

    /// <summary>Without instants, which may depend on the order in which hosts worked.</summary>
    public IEnumerable<string> Lines =>
    [
        .. Mails.Select(mail => $"mail {mail.Client} {mail.Occurrence} {mail.To} {mail.BodyHash}").Order(StringComparer.Ordinal),
        .. Runs.Select(run => $"run {run.Client} {run.Occurrence} {run.StateName} {string.Join(',', run.Missing)}").Order(StringComparer.Ordinal),
        .. Deliveries.Select(delivery => $"delivery {delivery.Key.Client} {delivery.Key.Occurrence} {delivery.Key.Recipient} {delivery.StateName} {delivery.Key.Instruction}".TrimEnd()).Order(StringComparer.Ordinal),
        .. Alerts.Select(alert => $"alert {alert.Client} {alert.Kind}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    public static async Task<Outcome> ReadAsync(
        RunPlan plan, LocalPipeline pipeline, IEnumerable<SentMail> mails, IReadOnlyDictionary<string, string> causes, string messagesLeft, CancellationToken cancellationToken)
    {
        var runs = await pipeline.Get<RunTable>().ReadAsync(null, cancellationToken);
        var deliveries = new List<DeliveryRecord>();
        foreach (var run in runs) deliveries.AddRange(await pipeline.Get<DeliveryTable>().ReadAsync(run.Client, run.Occurrence, cancellationToken));
        var audit = new List<AuditEntry>();
        foreach (var client in plan.Clients) audit.AddRange(await pipeline.Get<AuditTable>().ReadAsync(client.Id, cancellationToken));
        var reports = new List<DeliveryRecord>();
        foreach (var client in plan.Clients)
            for (var week = plan.Weeks[0]; week <= plan.Weeks[^1].Plus(1); week = week.Plus(1))
                reports.AddRange(await pipeline.Get<DeliveryTable>().ReadAsync(ReportMessage.DeliveryClientOf(RecipientHash.Of(client.Consultant)), week, cancellationToken));
        var suppressions = new Dictionary<(string Client, string Recipient), Suppression>();
        foreach (var request in plan.Actions.Where(action => action.Recipient is not null).Select(action => action.Request))
            if (await pipeline.Get<SuppressionTable>().FindAsync(request.Client, request.Recipient!, cancellationToken) is { } suppression) suppressions[(request.Client, request.Recipient!)] = suppression;
        var all = mails.ToList();
        return new(
            plan, [.. all.Where(mail => !mail.IsReport)], [.. all.Where(mail => mail.IsReport)], runs, deliveries, reports, pipeline.Get<TimeProvider>().GetUtcNow(), await pipeline.Get<AlertTable>().ReadAsync(null, cancellationToken), causes, messagesLeft)
        {
            Audit = audit,
            Suppressions = suppressions,
        };
    }
}
