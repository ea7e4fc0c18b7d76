using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest.Reports;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>
/// Sends one mail to one consultant. It is claimed as a digest's mail is, under a key of the consultant: one for each week,
/// and one for each tick at which something could not wait, whatever is repeated or stops half way.
/// </summary>
public sealed partial class ReportJob(
    ReportReaders readers, ReportPlanner planner, WeekReports week, AtOnceMails atOnce, DigestSender sender, Outbox outbox, AlertTable alerts, TimeProvider time, ILogger<ReportJob> logger)
{
    /// <summary>Sends the mail, or puts it off.</summary>
    public Task RunAsync(ReportMessage message, CancellationToken cancellationToken) =>
        message.Instruction is null ? RunWeekAsync(message, cancellationToken) : RunAtOnceAsync(message, cancellationToken);

    /// <summary>Until when a mail whose job fails is tried again: the week's until shortly before the next one, one that cannot wait for 48 hours.</summary>
    public static Task<DateTimeOffset> InTimeUntilAsync(ReportMessage message, CancellationToken cancellationToken) => Task.FromResult(
        message.Instruction is null
            ? IsoWeek.TryParse(message.Occurrence, out var occurrence) ? Zone.Utc.StartOf(occurrence.Monday) + ReportReaders.InTime : DateTimeOffset.MinValue
            : ReportMessage.TickOf(message.Instruction) + DigestSender.GiveUpAfter ?? DateTimeOffset.MinValue);

    /// <summary>Ends the delivery of a mail whose job fails until it is too late, and makes sure of the next one.</summary>
    public async Task GiveUpAsync(ReportMessage message, string reason, CancellationToken cancellationToken)
    {
        await planner.EnsureAsync(message.Consultant, cancellationToken);
        if (!IsoWeek.TryParse(message.Occurrence, out var occurrence) || await readers.FindAsync(message.Consultant, cancellationToken) is not var (reader, _)) return;
        await sender.GiveUpAsync(new(message.About, occurrence, RecipientHash.Of(reader.Email), message.Instruction), reason, cancellationToken);
        await ReportAsync(reader, DeliveryState.Refused, reason, cancellationToken);
    }

    private async Task RunWeekAsync(ReportMessage message, CancellationToken cancellationToken)
    {
        var occurrence = IsoWeek.Parse(message.Occurrence);

        // The next one is planned first: if the process stops in between, the message comes again and repeats both.
        await planner.EnsureAsync(message.Consultant, cancellationToken);
        if (await readers.FindAsync(message.Consultant, cancellationToken) is var (reader, clients))
        {
            var (schedule, now) = (ReportReaders.ScheduleIn(reader.Zone), time.GetUtcNow());
            var due = schedule.In(occurrence).DueAt;
            if (now < due)
            {
                // Most of its clients have moved to another zone since, or a person has sent the message.
                await outbox.PutOffAsync(message, due, cancellationToken);
                return;
            }

            if (now < due + ReportReaders.InTime && !await SendAsync(message, reader, occurrence, await week.WriteAsync(reader, clients, occurrence, cancellationToken), cancellationToken)) return;
        }
        else
        {
            Log.NobodyToTell(logger, occurrence);
        }

        await outbox.DoneAsync(message, cancellationToken);
    }

    private async Task RunAtOnceAsync(ReportMessage message, CancellationToken cancellationToken)
    {
        var found = await readers.FindAsync(message.Consultant, cancellationToken);
        foreach (var mail in await atOnce.TakeAsync(message, cancellationToken))
        {
            // A mail that an earlier message has begun has the alerts that it took, under its own tick.
            var own = ReportMessage.AtOnce(message.Consultant, ReportMessage.TickOf(mail.Key)!.Value);
            if (found is var (reader, clients)
                && await atOnce.WriteAsync(reader, clients, mail.Value, cancellationToken) is { } report
                && !await SendAsync(message, reader, IsoWeek.Parse(own.Occurrence), report, cancellationToken, own.Instruction))
            {
                return;
            }

            await atOnce.ToldAsync(message.Consultant, mail.Value, cancellationToken);
        }

        if (await atOnce.IsLeftAsync(message.Consultant, cancellationToken)) await PutOffAsync(message, cancellationToken);
        else await outbox.DoneAsync(message, cancellationToken);
    }

    /// <summary>The next tick has a mail of its own.</summary>
    private Task PutOffAsync(ReportMessage message, CancellationToken cancellationToken)
    {
        var tick = ReportMessage.TickAfter(time.GetUtcNow());
        return outbox.PutOffAsync(ReportMessage.AtOnce(message.Consultant, tick) with { DueVersion = message.DueVersion }, tick, cancellationToken);
    }

    /// <returns>False where the mail is put off, and its message with it.</returns>
    private async Task<bool> SendAsync(ReportMessage message, ReportReader reader, IsoWeek occurrence, Digest.RenderedReport report, CancellationToken cancellationToken, string? instruction = null)
    {
        var receipt = await sender.SendReportAsync(new(message.About, occurrence, instruction, new(reader.Email, reader.Name), report), cancellationToken);
        if (receipt.RetryAt is { } retryAt)
        {
            await outbox.PutOffAsync(message, retryAt, cancellationToken);
            return false;
        }

        await ReportAsync(reader, receipt.State, receipt.Reason, cancellationToken);
        return true;
    }

    /// <summary>Has the agency hear of a consultant whom its mails do not reach, until one does.</summary>
    private async Task ReportAsync(ReportReader reader, DeliveryState state, string? reason, CancellationToken cancellationToken)
    {
        if (reader.IsAgency) return;
        var subject = ReportMessage.DeliveryClientOf(reader.Key);
        if (!state.NeedsAPerson()) await alerts.ClearAsync(AlertTable.NoClient, AlertKinds.MailHeld, subject, cancellationToken);
        else await alerts.RecordAsync(AlertTable.NoClient, AlertKinds.MailHeld, subject, $"The mail to a consultant: {DeliveryNames.States[state]}: {reason}", cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Nobody is told of the week {Occurrence} by this mail: no config names the consultant, who may be away, or the agency has no address.")]
        public static partial void NobodyToTell(ILogger logger, IsoWeek occurrence);
    }
}
