using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Digests;

/// <summary>
/// Advances one digest from due to sent by the transitions of <see cref="DigestLifecycle"/>. Every step may run twice, late
/// or at the same time as another: it gives the same result each time, and the state changes only from the version that
/// was read.
/// </summary>
public sealed partial class DigestOrchestrator(
    ClientDirectory clients,
    RunTable runs,
    DigestPlanner planner,
    DigestFinder finder,
    DigestArchive digests,
    KpiArchive kpis,
    PostTable posts,
    DeliveryTable deliveries,
    DigestMails mails,
    Outbox outbox,
    AlertTable alerts,
    TimeProvider time,
    ILogger<DigestOrchestrator> logger)
{
    private const string TemplateFailed = AlertKinds.TemplateFailed;

    /// <summary>The last source to arrive wakes a digest that waits; this is for what wakes nobody, such as a source that is taken out of the config.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(30);

    /// <summary>Advances a digest as far as possible.</summary>
    public async Task RunAsync(DigestMessage message, CancellationToken cancellationToken)
    {
        var client = await clients.FindAsync(message.Client, cancellationToken);
        var run = await runs.FindAsync(message.Client, IsoWeek.Parse(message.Occurrence), cancellationToken)
            ?? await planner.BeginAsync(message, client, cancellationToken);
        if (run is not null && DigestLifecycle.EndedWithItsMails(run))
        {
            if (await SettleAsync(client, run, cancellationToken)) await outbox.DoneAsync(message, cancellationToken);
            return;
        }

        while (run is not null && !DigestLifecycle.HasEnded(run))
        {
            var look = await finder.LookAsync(client, run, cancellationToken);
            var transition = DigestLifecycle.Next(run, look.Finding);
            var changed = (await DoAsync(transition.Does, client?.Config, run, look, cancellationToken)) with { State = transition.To, HeldFor = transition.Reason };
            if (changed != run)
            {
                // Another worker has changed the run: it advances the digest and completes its own message.
                if (await runs.TryReplaceAsync(changed, cancellationToken) is not { } stored)
                {
                    // An event may have settled a delivery since it was reported here.
                    if (transition.Does == Step.Close) await mails.ReportLaterAsync(run, await DeliveriesOfAsync(run, cancellationToken), cancellationToken);
                    return;
                }

                run = stored;
            }

            if (transition.Wakes == Wake.AtOnce) continue;
            if (transition.Wakes == Wake.Row)
            {
                await outbox.PutOffAsync(message, DigestFinder.Earlier(time.GetUtcNow() + LookAgainAfter, look.Until), cancellationToken);
                return;
            }

            break;
        }

        // A later release handles the digest: its row in Due stays, so that its message is sent again until that release receives it.
        if (run is { State: RunState.Unrecognized } or { HeldFor: HeldFor.Unrecognized }) return;
        await outbox.DoneAsync(message, cancellationToken);
    }

    /// <summary>Ends a digest that has ended with its mails as its deliveries are by now: events, or mails that a person asked for, may have changed that.</summary>
    /// <returns>False where another worker has changed the run: then its message is sent again.</returns>
    private async Task<bool> SettleAsync(ClientInForce? client, Run run, CancellationToken cancellationToken)
    {
        var known = await DeliveriesOfAsync(run, cancellationToken);
        await mails.ReportLaterAsync(run, known, cancellationToken);
        if ((client ?? await clients.FindLastAsync(run.Client, cancellationToken))?.Config is not { } config) return true;

        // A recipient without a delivery was added since, or never got the mail: the digest stays as it is.
        var finding = DigestMails.FindingOf(config, known);
        if (finding == Finding.MailsOpen) return true;
        var transition = DigestLifecycle.Next(run, finding);
        var changed = run with { State = transition.To, HeldFor = transition.Reason };
        if (changed == run) return true;
        if (await runs.TryReplaceAsync(changed, cancellationToken) is null) return false;
        Log.Settled(logger, run.Client, run.Occurrence, run.ReportedWeek, changed.StateName);
        return true;
    }

    /// <summary>Until when a digest whose job fails is tried again: never where its message names no week.</summary>
    public async Task<DateTimeOffset> InTimeUntilAsync(DigestMessage message, CancellationToken cancellationToken)
    {
        if (!IsoWeek.TryParse(message.Occurrence, out var week)) return DateTimeOffset.MinValue;
        if (await runs.FindAsync(message.Client, week, cancellationToken) is { } run) return run.InTimeUntil;
        return await clients.FindLastAsync(message.Client, cancellationToken) is { } client ? client.Config.Schedule.In(week).DueAt + Run.CatchUp : time.GetUtcNow();
    }

    /// <summary>Ends a digest whose job fails until it can no longer be sent in time.</summary>
    public async Task GiveUpAsync(DigestMessage message, string reason, CancellationToken cancellationToken)
    {
        if (!IsoWeek.TryParse(message.Occurrence, out var week)) return;
        var because = $"could not be made until it was too late: {reason}";
        while (await runs.FindAsync(message.Client, week, cancellationToken) is { } run)
        {
            if (DigestLifecycle.HasEnded(run)) return;
            if (run.State == RunState.Built)
            {
                await mails.ReportAsync(run, await DeliveriesOfAsync(run, cancellationToken), cancellationToken);
                run = run with { State = RunState.Held, HeldFor = HeldFor.MailUnknown };
            }
            else
            {
                await planner.ReportMissedAsync(run.Client, new(run.Occurrence, run.DueAt), because, cancellationToken);
                run = run with { State = RunState.Missed, HeldFor = null };
            }

            if (await runs.TryReplaceAsync(run, cancellationToken) is null) continue;
            await alerts.ClearAsync(run.Client, AlertKinds.DigestHeld, run.Occurrence.ToString(), cancellationToken);
            return;
        }

        var last = await clients.FindLastAsync(message.Client, cancellationToken);
        await planner.MissAsync(message.Client, last?.Config.Schedule.In(week) ?? new(week, time.GetUtcNow()), because, cancellationToken);
        await planner.PlanAsync(message.Client, cancellationToken);
    }

    private Task<Run> DoAsync(Step step, ClientConfig? client, Run run, Look look, CancellationToken cancellationToken) => step switch
    {
        Step.AskSources => AskSources(run, look, cancellationToken),
        Step.Archive => Archive(client!, run, look, cancellationToken),
        Step.Draft => Draft(client!, run, look, cancellationToken),
        Step.Leave => Leave(run, cancellationToken),
        Step.LeaveUnapproved => LeaveUnapproved(run, cancellationToken),
        Step.Hold => Hold(client!, run, look, cancellationToken),
        Step.SendMails => SendMails(client!, run, cancellationToken),
        Step.Close => Close(run, cancellationToken),
        Step.Miss => Miss(client, run, look, cancellationToken),
        _ => Task.FromResult(run),
    };

    /// <summary>Queues fetches of the late sources that are not being fetched again anyway.</summary>
    private async Task<Run> AskSources(Run run, Look look, CancellationToken cancellationToken)
    {
        Log.Waiting(logger, run.Client, run.Occurrence, run.ReportedWeek, Names(look.Late), look.Until!.Value);
        foreach (var late in look.Late)
            if (late.AskAgain) await outbox.AddAsync(new FetchMessage(run.Client, late.Account.Source, late.Account.Account) { Asked = time.GetUtcNow() }, cancellationToken);
        return run;
    }

    private async Task<Run> Archive(ClientConfig client, Run run, Look look, CancellationToken cancellationToken)
    {
        var built = look.Built!;
        foreach (var week in built.Report.Earlier.Append(built.Report)) await kpis.KeepAsync(week, cancellationToken);
        await posts.KeepReportedAsync(run.Client, built.Report.GrowingPosts, cancellationToken);
        await digests.KeepAsync(built.Rendered, built.Translations, built.Report.Trace!, cancellationToken);
        await ReportTemplateAsync(client, run, built.Fault, cancellationToken);
        if (run.State == RunState.Held) await alerts.ClearAsync(run.Client, AlertKinds.DigestHeld, run.Occurrence.ToString(), cancellationToken);
        if (look.Late.Count == 0) Log.Built(logger, run.Client, run.Occurrence, run.ReportedWeek);
        else Log.BuiltIncomplete(logger, run.Client, run.Occurrence, run.ReportedWeek, Names(look.Late));
        return run with { Missing = [.. look.Late.Select(account => account.Account.ToString())], BuiltAt = time.GetUtcNow() };
    }

    /// <summary>Builds a digest that a person approves, and reports that it waits. A late one leaves as much time as the config means to give at least.</summary>
    private async Task<Run> Draft(ClientConfig client, Run run, Look look, CancellationToken cancellationToken)
    {
        run = await Archive(client, run, look, cancellationToken);
        var (held, atLeast) = (DigestFinder.HoldUntil(client, run), run.BuiltAt!.Value + (client.Settling.Hold - client.Settling.Wait));
        run = run with { HoldUntil = held > atLeast ? held : atLeast };
        var then = client.Settling.WithoutAnswer == WithoutAnswer.Send ? "it is sent all the same" : "it is missed";
        await alerts.RecordAsync(
            run.Client, AlertKinds.DigestWaits, run.Occurrence.ToString(),
            $"The digest of {run.ReportedWeek} waits for approval: \"{look.Built!.Rendered.Subject}\". Without one, {then} at {run.HoldUntil:yyyy-MM-dd HH:mm} UTC.",
            cancellationToken, isFinal: false);
        await alerts.ClearAsync(run.Client, AlertKinds.DigestUnapproved, run.Client, cancellationToken);
        Log.Drafted(logger, run.Client, run.Occurrence, run.ReportedWeek, run.HoldUntil.Value);
        return run;
    }

    private async Task<Run> Leave(Run run, CancellationToken cancellationToken)
    {
        await alerts.ClearAsync(run.Client, AlertKinds.DigestWaits, run.Occurrence.ToString(), cancellationToken);
        return run;
    }

    private async Task<Run> LeaveUnapproved(Run run, CancellationToken cancellationToken)
    {
        await alerts.RecordAsync(
            run.Client, AlertKinds.DigestUnapproved, run.Client,
            $"The digest of {run.ReportedWeek} was sent at {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC although nobody had approved it until {run.HoldUntil:yyyy-MM-dd HH:mm} UTC.", cancellationToken);
        Log.Unapproved(logger, run.Client, run.Occurrence, run.ReportedWeek);
        return await Leave(run, cancellationToken);
    }

    /// <summary>Reports a brand's template that failed on this digest, which was written with the built-in template; clears the alert where it did not fail.</summary>
    private async Task ReportTemplateAsync(ClientConfig client, Run run, TemplateFault? fault, CancellationToken cancellationToken)
    {
        // Without a brand there is neither a template that could fail nor an alert to clear.
        if (client.Brand.Id is not { } brand) return;
        if (fault is not null) Log.TemplateFailed(logger, run.Client, run.Occurrence, run.ReportedWeek, fault.Template);
        if (fault is null) await alerts.ClearAsync(client.Id, TemplateFailed, brand, cancellationToken);
        else await alerts.RecordAsync(client.Id, TemplateFailed, brand, $"templates/{fault}", cancellationToken);
    }

    private async Task<Run> Hold(ClientConfig client, Run run, Look look, CancellationToken cancellationToken)
    {
        var until = DigestFinder.HoldUntil(client, run);
        var then = client.Settling.WithoutAnswer == WithoutAnswer.Send ? "It is sent without figures" : "It is missed";
        Log.HeldWithoutFigures(logger, run.Client, run.Occurrence, run.ReportedWeek, until);
        await alerts.RecordAsync(
            run.Client, AlertKinds.DigestHeld, run.Occurrence.ToString(),
            $"No objective has a figure for {run.ReportedWeek}{(look.Late.Count == 0 ? "" : $" (no answer from {Names(look.Late)})")}. {then} at {until:yyyy-MM-dd HH:mm} UTC if none arrives before.",
            cancellationToken, isFinal: false);
        return run with { Missing = [.. look.Late.Select(account => account.Account.ToString())], HoldUntil = until };
    }

    /// <summary>Queues a message for each recipient's mail. Each finished delivery queues the digest's message again. A repeated message of a finished delivery changes nothing.</summary>
    private async Task<Run> SendMails(ClientConfig client, Run run, CancellationToken cancellationToken)
    {
        var known = (await DeliveriesOfAsync(run, cancellationToken))
            .Where(record => record.Key.Instruction is null).Select(record => record.Key.Recipient).ToHashSet(StringComparer.Ordinal);
        var open = client.Recipients.Select(recipient => RecipientHash.Of(recipient.Email)).Where(hash => !known.Contains(hash)).ToList();
        if (open.Count > 0) Log.MailsQueued(logger, run.Client, run.Occurrence, run.ReportedWeek, open.Count);
        foreach (var recipient in open)
            await outbox.AddAsync(new SendMessage(run.Client, run.Occurrence.ToString(), recipient), cancellationToken);
        return run;
    }

    private async Task<Run> Close(Run run, CancellationToken cancellationToken)
    {
        var records = await DeliveriesOfAsync(run, cancellationToken);
        var held = await mails.ReportAsync(run, records, cancellationToken);
        if (held == 0) Log.Sent(logger, run.Client, run.Occurrence, run.ReportedWeek, records.Count(record => record.State.WasAccepted()), records.Count);
        else Log.Held(logger, run.Client, run.Occurrence, run.ReportedWeek, held, records.Count);
        return run;
    }

    private async Task<Run> Miss(ClientConfig? client, Run run, Look look, CancellationToken cancellationToken)
    {
        var sent = run.State == RunState.Built
            ? (await DeliveriesOfAsync(run, cancellationToken)).Count(record => record.State.WasAccepted())
            : 0;
        var reason = (client, run.State) switch
        {
            (null, _) when sent > 0 => $"reached {sent} recipients; the others were not mailed, since no config of the client has been in force",
            (null, _) => "could not be sent: no config of the client has been in force since",
            _ when look.Finding == Finding.NeverReleased => $"was not released in time; {run.HeldBy} held it",
            (_, RunState.Drafted) => "was not approved in time",
            _ => $"had no figure of any objective until {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC, and the config wants no digest without",
        };
        // A pause is what a person wants, and no fault to be told of.
        var isPaused = look.Finding == Finding.PausedToTheEnd;
        if (!isPaused) await planner.ReportMissedAsync(run.Client, new(run.Occurrence, run.DueAt), reason, cancellationToken);
        await alerts.ClearAsync(run.Client, AlertKinds.DigestHeld, run.Occurrence.ToString(), cancellationToken);
        if (run.BuiltAt is not null) await alerts.ClearAsync(run.Client, AlertKinds.DigestWaits, run.Occurrence.ToString(), cancellationToken);
        if (isPaused) Log.Paused(logger, run.Client, run.Occurrence, run.ReportedWeek);
        else Log.Missed(logger, run.Client, run.Occurrence, run.ReportedWeek, reason);
        return run;
    }

    private Task<IReadOnlyList<DeliveryRecord>> DeliveriesOfAsync(Run run, CancellationToken cancellationToken) => deliveries.ReadAsync(run.Client, run.Occurrence, cancellationToken);

    private static string Names(IEnumerable<LateAccount> accounts) => string.Join(", ", accounts.Select(late => late.Account));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, waits for {Accounts} until {Until:u}.")]
        public static partial void Waiting(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, string accounts, DateTimeOffset until);

        [LoggerMessage(2, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, is built.")]
        public static partial void Built(ILogger logger, string client, IsoWeek occurrence, IsoWeek week);

        [LoggerMessage(3, LogLevel.Warning, "The digest {Occurrence} of {Client}, which reports {Week}, is built without all figures of {Accounts}.")]
        public static partial void BuiltIncomplete(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, string accounts);

        [LoggerMessage(4, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}: {Mails} mails are queued.")]
        public static partial void MailsQueued(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, int mails);

        [LoggerMessage(5, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, is sent: {Accepted} of {Deliveries} mails were accepted, the others suppressed.")]
        public static partial void Sent(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, int accepted, int deliveries);

        [LoggerMessage(6, LogLevel.Error, "The digest {Occurrence} of {Client}, which reports {Week}, is held: {Held} of {Deliveries} mails were refused, or it is unknown whether they were sent.")]
        public static partial void Held(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, int held, int deliveries);

        [LoggerMessage(7, LogLevel.Error, "The template {Template} failed on the digest {Occurrence} of {Client}, which reports {Week} and is written with the built-in template.")]
        public static partial void TemplateFailed(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, string template);

        [LoggerMessage(8, LogLevel.Error, "The digest {Occurrence} of {Client}, which reports {Week}, is held until {Until:u}: no objective has a figure.")]
        public static partial void HeldWithoutFigures(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, DateTimeOffset until);

        [LoggerMessage(9, LogLevel.Error, "The digest {Occurrence} of {Client}, which reports {Week}, is missed: it {Reason}.")]
        public static partial void Missed(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, string reason);

        [LoggerMessage(10, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, waits for approval until {Until:u}.")]
        public static partial void Drafted(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, DateTimeOffset until);

        [LoggerMessage(11, LogLevel.Warning, "The digest {Occurrence} of {Client}, which reports {Week}, leaves although nobody has approved it.")]
        public static partial void Unapproved(ILogger logger, string client, IsoWeek occurrence, IsoWeek week);

        [LoggerMessage(12, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, is missed: the client was paused as long as it could be sent.")]
        public static partial void Paused(ILogger logger, string client, IsoWeek occurrence, IsoWeek week);

        [LoggerMessage(13, LogLevel.Information, "The digest {Occurrence} of {Client}, which reports {Week}, is {State} now: events, or mails that a person asked for, have settled its deliveries.")]
        public static partial void Settled(ILogger logger, string client, IsoWeek occurrence, IsoWeek week, string state);
    }
}
