using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>
/// Advances one digest from due to sent by a table of transitions: in which state, on which finding, which step runs, and
/// which state follows. Every step may run twice, late or at the same time as another: it gives the same result each
/// time, and the state changes only from the version that was read.
/// </summary>
public sealed class DigestOrchestrator(
    ClientDirectory clients,
    RunTable runs,
    SourceReadiness readiness,
    DigestBuilder builder,
    DigestArchive digests,
    KpiArchive kpis,
    DeliveryTable deliveries,
    Outbox outbox,
    AlertTable alerts,
    TimeProvider time)
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
        /// <summary>Every source has given the week, or is not worth waiting for any longer.</summary>
        SourcesReady,
        SourcesLate,

        /// <summary>Some recipient's delivery has not come to its end.</summary>
        MailsOpen,
        MailsAccepted,

        /// <summary>Every delivery has come to its end, and not all of them well.</summary>
        MailsHeld,
    }

    private delegate Task<Run> Step(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken);

    /// <param name="Waits">Whether the digest then waits for a message: its own that was put off, or the one that a mail's end sends.</param>
    private sealed record Transition(RunState From, Finding On, Step Does, RunState To, bool Waits = false);

    /// <summary>Advances a digest as far as it goes now.</summary>
    public async Task RunAsync(DigestMessage message, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var run = await runs.FindAsync(message.Client, IsoWeek.Parse(message.Occurrence), cancellationToken);

        while (client is not null && run is not null && await NextAsync(client, run, cancellationToken) is { } next)
        {
            var changed = (await next.Does(client, run, message, cancellationToken)) with { State = next.To };
            if (changed != run)
            {
                // Another worker was faster: it advances the digest from here on, and completes its own message.
                if (await runs.TryReplaceAsync(changed, cancellationToken) is not { } stored) return;
                run = stored;
            }

            if (next.Waits) return;
        }

        // A later release works on it: its row in Due stays, and brings it back until that release takes it.
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
        return wanted.Any(state => state is DeliveryState.Refused or DeliveryState.Unknown) ? Finding.MailsHeld : Finding.MailsAccepted;
    }

    /// <summary>Asks the late sources again, and looks again after a while.</summary>
    private async Task<Run> WaitForSources(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        foreach (var late in await readiness.LateAsync(client, run.ReportedWeek, cancellationToken))
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
        await TellOfTemplateAsync(client, built.Rendered.Fault, cancellationToken);
        return run with { Missing = [.. late.Select(account => account.Account.ToString())] };
    }

    /// <summary>A brand's template that failed on this digest: it went out in the built-in one, and the consultant has to know.</summary>
    private async Task TellOfTemplateAsync(ClientConfig client, TemplateFault? fault, CancellationToken cancellationToken)
    {
        // Without a brand there is no template that could fail, nor one to be told of as mended.
        if (client.Brand.Id is not { } brand) return;
        if (fault is null) await alerts.ClearAsync(client.Id, TemplateFailed, brand, cancellationToken);
        else await alerts.RecordAsync(client.Id, TemplateFailed, brand, $"templates/{fault}", cancellationToken);
    }

    /// <summary>Sends a message for each recipient's mail; the end of each delivery sends the digest's message again. A delivery that has ended does nothing when its message comes again.</summary>
    private async Task<Run> SendMails(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        var known = (await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)).Select(record => record.Key.Recipient).ToHashSet(StringComparer.Ordinal);
        foreach (var recipient in client.Recipients.Select(recipient => RecipientHash.Of(recipient.Email)).Where(hash => !known.Contains(hash)))
            await outbox.AddAsync(new SendMessage(run.Client, run.Occurrence.ToString(), recipient), cancellationToken);
        await outbox.DoneAsync(message, cancellationToken);
        return run;
    }

    private async Task<Run> Close(ClientConfig client, Run run, DigestMessage message, CancellationToken cancellationToken)
    {
        foreach (var delivery in await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken))
        {
            if (delivery.State is DeliveryState.Refused or DeliveryState.Unknown)
            {
                await alerts.RecordAsync(
                    run.Client, AlertKinds.MailHeld, delivery.Key.DeliveryId, $"{delivery.StateName}: {delivery.Reason}", cancellationToken);
            }
        }

        return run;
    }
}
