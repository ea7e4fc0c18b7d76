using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>
/// Advances one digest from due to sent by a table of transitions: in which state, on which finding, which step runs, and
/// which state follows. Every step may run twice, late or at the same time as another: it gives the same result each
/// time, and the state changes only from the version that was read.
/// </summary>
public sealed partial class DigestOrchestrator(
    ClientDirectory clients,
    RunTable runs,
    SourceReadiness readiness,
    DigestBuilder builder,
    DigestArchive digests,
    KpiArchive kpis,
    DeliveryTable deliveries,
    Outbox outbox,
    AlertTable alerts,
    TimeProvider time,
    ILogger<DigestOrchestrator> logger)
{
    /// <summary>How long a digest waits for sources that are late.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    private const string TemplateFailed = AlertKinds.TemplateFailed;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(30);

    private IReadOnlyList<Transition> Transitions =>
    [
        new(RunState.Planned, Finding.SourcesReady, Build, RunState.Built),
        new(RunState.Planned, Finding.SourcesLate, WaitForSources, RunState.Waiting, Waits: true),
        new(RunState.Waiting, Finding.SourcesReady, Build, RunState.Built),
        new(RunState.Waiting, Finding.SourcesLate, WaitForSources, RunState.Waiting, Waits: true),
        new(RunState.Built, Finding.MailsOpen, SendMails, RunState.Built, Waits: true),
        new(RunState.Built, Finding.MailsAccepted, Close, RunState.Sent),
        new(RunState.Built, Finding.MailsHeld, Close, RunState.Held),
    ];

    private enum Finding
    {
        /// <summary>Every source has answered the week, or waiting any longer cannot help.</summary>
        SourcesReady,
        SourcesLate,

        /// <summary>At least one recipient's delivery has not reached a final state.</summary>
        MailsOpen,
        MailsAccepted,

        /// <summary>Every delivery has reached a final state, and at least one was refused or is unknown.</summary>
        MailsHeld,
    }

    private delegate Task<Run> Step(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken);

    /// <param name="Waits">Whether the digest then waits for a message: its own, which was put off, or the one that a finished delivery sends.</param>
    private sealed record Transition(RunState From, Finding On, Step Does, RunState To, bool Waits = false);

    /// <summary>Advances a digest as far as possible.</summary>
    public async Task RunAsync(DigestMessage message, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var run = await runs.FindAsync(message.Client, IsoWeek.Parse(message.Occurrence), cancellationToken);

        while (client is not null && run is not null && await NextAsync(client, run, cancellationToken) is { } next)
        {
            var changed = (await next.Does(client, run, message, cancellationToken)) with { State = next.To };
            if (changed != run)
            {
                // Another worker has changed the run: it advances the digest and completes its own message.
                if (await runs.TryReplaceAsync(changed, cancellationToken) is not { } stored) return;
                run = stored;
            }

            if (next.Waits) return;
        }

        // A later release handles the digest: its row in Due stays, so that its message is sent again until that release receives it.
        if (run?.State == RunState.Unrecognized) return;
        await outbox.DoneAsync(message, cancellationToken);
    }

    private async Task<Transition?> NextAsync(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        if (!Transitions.Any(transition => transition.From == run.State)) return null;
        var finding = run.State == RunState.Built
            ? await LookAtMailsAsync(client, run, cancellationToken)
            : await LookAtSourcesAsync(client, run, cancellationToken);
        return Transitions.Single(transition => transition.From == run.State && transition.On == finding);
    }

    private async Task<Finding> LookAtSourcesAsync(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - run.DueAt >= LongestWait) return Finding.SourcesReady;
        var late = await readiness.LateAsync(client, run.ReportedWeek, cancellationToken);
        return late.Any(account => account.WaitingHelps) ? Finding.SourcesLate : Finding.SourcesReady;
    }

    private async Task<Finding> LookAtMailsAsync(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        var states = (await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)).ToDictionary(record => record.Key.Recipient, record => record.State);
        var wanted = client.Recipients.Select(recipient => states.TryGetValue(RecipientHash.Of(recipient.Email), out var state) ? state : (DeliveryState?)null).ToList();
        if (wanted.Any(state => state is null or DeliveryState.Claimed or DeliveryState.PutOff or DeliveryState.Unrecognized)) return Finding.MailsOpen;
        return wanted.Any(state => state?.NeedsAPerson() == true) ? Finding.MailsHeld : Finding.MailsAccepted;
    }

    /// <summary>Queues fetches of the late sources, and looks again after a while.</summary>
    private async Task<Run> WaitForSources(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        var lateAccounts = await readiness.LateAsync(client, run.ReportedWeek, cancellationToken);
        Log.Waiting(logger, run.Client, run.Occurrence, Names(lateAccounts), time.GetUtcNow() + LookAgainAfter);
        foreach (var late in lateAccounts)
            if (late.AskAgain) await outbox.AddAsync(new FetchMessage(run.Client, late.Account.Source, late.Account.Account), cancellationToken);

        await outbox.PutOffAsync(message, time.GetUtcNow() + LookAgainAfter, cancellationToken);
        return run;
    }

    private async Task<Run> Build(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        var late = await readiness.LateAsync(client, run.ReportedWeek, cancellationToken);
        var built = await builder.BuildAsync(client, run.ReportedWeek, cancellationToken);
        foreach (var week in built.Earlier.Append(built.Kpis)) await kpis.KeepAsync(week, cancellationToken);
        await digests.KeepAsync(built.Rendered, built.Trace, cancellationToken);
        await ReportTemplateAsync(client, run, built.Rendered.Fault, cancellationToken);
        if (late.Count == 0) Log.Built(logger, run.Client, run.Occurrence, run.ReportedWeek);
        else Log.BuiltIncomplete(logger, run.Client, run.Occurrence, run.ReportedWeek, Names(late));
        return run with { Missing = [.. late.Select(account => account.Account.ToString())] };
    }

    /// <summary>Reports a brand's template that failed on this digest, which was written with the built-in template; clears the alert where it did not fail.</summary>
    private async Task ReportTemplateAsync(ClientConfig client, Run run, TemplateFault? fault, CancellationToken cancellationToken)
    {
        // Without a brand there is neither a template that could fail nor an alert to clear.
        if (client.Brand.Id is not { } brand) return;
        if (fault is not null) Log.TemplateFailed(logger, run.Client, run.Occurrence, fault.Template);
        if (fault is null) await alerts.ClearAsync(client.Id, TemplateFailed, brand, cancellationToken);
        else await alerts.RecordAsync(client.Id, TemplateFailed, brand, $"templates/{fault}", cancellationToken);
    }

    /// <summary>Queues a message for each recipient's mail. Each finished delivery queues the digest's message again. A repeated message of a finished delivery changes nothing.</summary>
    private async Task<Run> SendMails(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        var known = (await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)).Select(record => record.Key.Recipient).ToHashSet(StringComparer.Ordinal);
        var open = client.Recipients.Select(recipient => RecipientHash.Of(recipient.Email)).Where(hash => !known.Contains(hash)).ToList();
        if (open.Count > 0) Log.MailsQueued(logger, run.Client, run.Occurrence, open.Count);
        foreach (var recipient in open)
            await outbox.AddAsync(new SendMessage(run.Client, run.Occurrence.ToString(), recipient), cancellationToken);
        await outbox.DoneAsync(message, cancellationToken);
        return run;
    }

    private async Task<Run> Close(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        var records = await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken);
        var held = records.Count(record => record.State.NeedsAPerson());
        if (held == 0) Log.Sent(logger, run.Client, run.Occurrence, records.Count(record => record.State.WasAccepted()), records.Count);
        else Log.Held(logger, run.Client, run.Occurrence, held, records.Count);
        foreach (var delivery in records)
        {
            if (delivery.State.NeedsAPerson())
            {
                await alerts.RecordAsync(
                    run.Client, AlertKinds.MailHeld, delivery.Key.DeliveryId, $"{delivery.StateName}: {delivery.Reason}", cancellationToken);
            }
        }

        return run;
    }

    private static string Names(IEnumerable<LateAccount> accounts) => string.Join(", ", accounts.Select(late => late.Account));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The digest {Occurrence} of {Client} waits for {Accounts} and is looked at again at {Until:u}.")]
        public static partial void Waiting(ILogger logger, string client, IsoWeek occurrence, string accounts, DateTimeOffset until);

        [LoggerMessage(2, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, is built.")]
        public static partial void Built(ILogger logger, string client, IsoWeek occurrence, IsoWeek week);

        [LoggerMessage(3, LogLevel.Warning, "The digest {Occurrence} of {Client}, which reports {Week}, is built without all figures of {Accounts}.")]
        public static partial void BuiltIncomplete(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, string accounts);

        [LoggerMessage(4, LogLevel.Information, "The digest {Occurrence} of {Client}: {Mails} mails are queued.")]
        public static partial void MailsQueued(ILogger logger, string client, IsoWeek occurrence, int mails);

        [LoggerMessage(5, LogLevel.Information, "The digest {Occurrence} of {Client} is sent: {Accepted} of {Deliveries} mails were accepted, the others suppressed.")]
        public static partial void Sent(ILogger logger, string client, IsoWeek occurrence, int accepted, int deliveries);

        [LoggerMessage(6, LogLevel.Error, "The digest {Occurrence} of {Client} is held: {Held} of {Deliveries} mails were refused, or it is unknown whether they were sent.")]
        public static partial void Held(ILogger logger, string client, IsoWeek occurrence, int held, int deliveries);

        [LoggerMessage(7, LogLevel.Error, "The template {Template} failed on the digest {Occurrence} of {Client}, which is written with the built-in template.")]
        public static partial void TemplateFailed(ILogger logger, string client, IsoWeek occurrence, string template);
    }
}
