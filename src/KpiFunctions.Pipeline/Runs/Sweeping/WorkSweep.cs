using System.Collections.Concurrent;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Reports;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Sweeping;

/// <summary>
/// Finds what has neither ended nor a row in <c>Due</c> that wakes it: a client whose next digest or whose fetches are not
/// scheduled, a digest that has not ended, a mail that is put off. It is woken, and recorded: nothing of that happens while
/// rows are only written by the pipeline.
/// </summary>
public sealed partial class WorkSweep(
    ClientDirectory clients,
    ScheduledMessageTable scheduled,
    RunTable runs,
    DeliveryTable deliveries,
    DigestPlanner digests,
    FetchPlanner fetches,
    ExportWatch exports,
    UnfinishedActions actions,
    Outbox outbox,
    StorageAccount account,
    AlertTable alerts,
    AlertEnds ends,
    ConsultantTable consultants,
    ReportPlanner reports,
    TimeProvider time,
    ILogger<WorkSweep> logger)
{
    /// <summary>A digest is open for at most ten days, and may be of the week before.</summary>
    private const int WeeksBack = 3;

    /// <summary>Sweeps the clients of a range.</summary>
    public async Task RunAsync(SweepMessage message, CancellationToken cancellationToken)
    {
        var inCharge = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var range = await clients.ReadRangeAsync(message.First, message.Last, cancellationToken);
        await Parallel.ForEachAsync(
            range, new ParallelOptions { MaxDegreeOfParallelism = account.AtOnce, CancellationToken = cancellationToken }, async (client, token) => await SweepAsync(client, inCharge, token));
        foreach (var consultant in inCharge.Keys) await reports.RepairAsync(consultant, cancellationToken);
        Log.Swept(logger, range.Count, message.First, message.Last);
    }

    private async Task SweepAsync(ClientInForce client, ConcurrentDictionary<string, bool> inCharge, CancellationToken cancellationToken)
    {
        var id = client.Config.Id;
        var rows = await scheduled.ReadAsync(id, cancellationToken);
        var known = rows.Select(row => (row.Queue, row.Key)).ToHashSet();
        var woken = new List<string>();
        foreach (var row in rows)
            if (await scheduled.RepairAsync(row, cancellationToken)) woken.Add($"{row.Queue} {row.Key}");

        if (client.RetiredAt is null)
        {
            if (rows.All(row => row.Queue != QueueNames.Digest || !IsToCome(row, client)))
            {
                await digests.PlanAsync(id, cancellationToken);
                woken.Add("its next digest");
            }

            if (await fetches.PlanMissingAsync(client.Config, known, cancellationToken) is { Count: > 0 } accounts) woken.AddRange(accounts.Select(account => $"the fetches of {account}"));
            await exports.CheckAsync(client.Config, cancellationToken);
        }

        await actions.RunAsync(id, client.Config.AuditDays, cancellationToken);

        var since = client.PlannedThrough?.Plus(-WeeksBack);
        if (since is { } first)
        {
            foreach (var run in (await runs.ReadSinceAsync(id, first, cancellationToken)).Where(run => !DigestLifecycle.HasEnded(run)))
                woken.AddRange(await WakeAsync(run, known, cancellationToken));
        }

        // Alerts about a client whose config was deleted still have somebody to read them.
        if (client.RetiredAt is { } retired && time.GetUtcNow() - retired > AlertEnds.Kept) await consultants.RemoveAsync(id, cancellationToken);
        else foreach (var consultant in await consultants.SetAsync(client.Config, cancellationToken)) inCharge.TryAdd(consultant, true);
        await ends.CheckAsync(id, client.RetiredAt is null ? client.Config : null, cancellationToken);

        // A release that scheduled nothing ahead has left no row, and nothing is wrong.
        if (client.IsScheduled) await ReportAsync(id, woken, cancellationToken);
    }

    /// <summary>Whether a row is the one of the client's next digest.</summary>
    private static bool IsToCome(ScheduledMessage row, ClientInForce client) =>
        client.PlannedThrough is not { } through || IsoWeek.Parse(MessageJson.Read<DigestMessage>(row.Message).Occurrence) > through;

    private async Task<List<string>> WakeAsync(Run run, HashSet<(string Queue, string Key)> known, CancellationToken cancellationToken)
    {
        var woken = new List<string>();
        var open = run.State == RunState.Built
            ? (await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)).Where(delivery => delivery.State is DeliveryState.Claimed or DeliveryState.PutOff)
            : [];
        foreach (var mail in open.Select(delivery => new SendMessage(run.Client, run.Occurrence.ToString(), delivery.Key.Recipient) { Instruction = delivery.Key.Instruction }).Where(mail => !known.Contains((mail.Queue, mail.Key))))
        {
            await outbox.AddAsync(mail, cancellationToken);
            woken.Add($"the mail {mail.LogName}");
        }

        // A digest whose mails are queued has no row of its own: each mail's end wakes it.
        var digest = new DigestMessage(run.Client, run.Occurrence.ToString());
        var hasMails = run.State == RunState.Built && known.Any(row => row.Queue == QueueNames.Send && row.Key.StartsWith(digest.Key, StringComparison.Ordinal));
        if (woken.Count == 0 && !hasMails && !known.Contains((digest.Queue, digest.Key)))
        {
            await outbox.AddAsync(digest, cancellationToken);
            woken.Add($"the digest {run.Occurrence}");
        }

        return woken;
    }

    private async Task ReportAsync(string client, List<string> woken, CancellationToken cancellationToken)
    {
        if (woken.Count == 0) return;
        var what = string.Join(", ", woken);
        Log.Woken(logger, client, what);
        await alerts.RecordAsync(
            client, AlertKinds.WorkWoken, client,
            $"Nothing would have woken {what}: a row in Due was missing. It is scheduled again. To do: find out who deletes rows of that table.",
            cancellationToken, isFinal: false);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Clients} clients from {First} to {Last} were swept.")]
        public static partial void Swept(ILogger logger, int clients, string first, string last);

        [LoggerMessage(2, LogLevel.Warning, "Nothing would have woken {What} of {Client}: it is scheduled again.")]
        public static partial void Woken(ILogger logger, string client, string what);
    }
}
