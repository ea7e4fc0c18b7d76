using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Work;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>
/// Brings one digest from due to sent. Its story is one table: in which state, on what finding, what is done, and which
/// state follows. Every step may run twice, late or at the same time as another: what a step does gives the same result
/// each time, and the state changes only from the version that was read.
/// </summary>
public sealed class DigestOrchestrator(
    ClientDirectory clients,
    RunTable runs,
    SourceReadiness readiness,
    DigestBuilder builder,
    DigestArchive digests,
    KpiArchive kpis,
    DeliveryTable deliveries,
    Backlog backlog,
    FailureTable failures,
    TimeProvider time)
{
    /// <summary>How long a digest waits for sources that are late.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    private const string TemplateFailed = AlertKinds.TemplateFailed;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(30);

    private IReadOnlyList<Transition> Story =>
    [
        new(RunState.Planned, Finding.SourcesReady, Build, RunState.Built),
        new(RunState.Planned, Finding.SourcesLate, WaitForSources, RunState.Waiting),
        new(RunState.Waiting, Finding.SourcesReady, Build, RunState.Built),
        new(RunState.Waiting, Finding.SourcesLate, WaitForSources, RunState.Waiting),
        new(RunState.Built, Finding.MailsOpen, QueueMails, RunState.Built),
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

    private delegate Task<Run> Step(ClientConfig client, Run run, CancellationToken cancellationToken);

    private sealed record Transition(RunState From, Finding On, Step Does, RunState To)
    {
        public bool Stays => From == To;
    }

    /// <summary>Takes a digest as far as it goes now.</summary>
    public async Task RunAsync(DigestMessage message, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var run = await runs.FindAsync(message.Client, IsoWeek.Parse(message.Occurrence), cancellationToken);

        while (client is not null && run is not null && await NextAsync(client, run, cancellationToken) is { } next)
        {
            var changed = (await next.Does(client, run, cancellationToken)) with { State = next.To };
            run = await runs.TryReplaceAsync(changed, cancellationToken);
            if (next.Stays) return;
        }

        // A later release works on it: its row in Due stays, and brings it back until that release takes it.
        if (run?.State == RunState.Unrecognized) return;
        await backlog.DoneAsync(message, cancellationToken);
    }

    private async Task<Transition?> NextAsync(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        if (!Story.Any(transition => transition.From == run.State)) return null;
        var finding = run.State == RunState.Built
            ? await LookAtMailsAsync(client, run, cancellationToken)
            : await LookAtSourcesAsync(client, run, cancellationToken);
        return Story.Single(transition => transition.From == run.State && transition.On == finding);
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
    private async Task<Run> WaitForSources(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        foreach (var late in await readiness.LateAsync(client, run.ReportedWeek, cancellationToken))
            if (late.AskAgain) await backlog.AddAsync(new FetchMessage(run.Client, late.Account.Source, late.Account.Account), cancellationToken);

        await backlog.PutOffAsync(MessageOf(run), time.GetUtcNow() + LookAgainAfter, cancellationToken);
        return run;
    }

    private async Task<Run> Build(ClientConfig client, Run run, CancellationToken cancellationToken)
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
        if (fault is null) await failures.ClearAsync(client.Id, TemplateFailed, brand, cancellationToken);
        else await failures.RecordAsync(client.Id, TemplateFailed, brand, $"templates/{fault}", cancellationToken);
    }

    /// <summary>Queues a mail for each recipient; each one's end wakes the run. A delivery that has ended does nothing when it is queued again.</summary>
    private async Task<Run> QueueMails(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        var known = (await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken)).Select(record => record.Key.Recipient).ToHashSet(StringComparer.Ordinal);
        foreach (var recipient in client.Recipients.Select(recipient => RecipientHash.Of(recipient.Email)).Where(hash => !known.Contains(hash)))
            await backlog.AddAsync(new SendMessage(run.Client, run.Occurrence.ToString(), recipient), cancellationToken);
        await backlog.DoneAsync(MessageOf(run), cancellationToken);
        return run;
    }

    private async Task<Run> Close(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        foreach (var delivery in await deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken))
        {
            if (delivery.State is DeliveryState.Refused or DeliveryState.Unknown)
            {
                await failures.RecordAsync(
                    run.Client, AlertKinds.MailHeld, delivery.Key.DeliveryId, $"{delivery.StateName}: {delivery.Reason}", cancellationToken);
            }
        }

        return run;
    }

    private static DigestMessage MessageOf(Run run) => new(run.Client, run.Occurrence.ToString());
}
