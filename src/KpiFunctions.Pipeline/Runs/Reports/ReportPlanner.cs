using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Reports;

/// <summary>
/// Plans the mails to consultants. The next mail of each is a row in <c>Due</c>: it begins when a config is accepted that
/// names the consultant, and each mail's job schedules the one after it.
/// </summary>
public sealed partial class ReportPlanner(
    ConsultantTable consultants, DeliveryTable deliveries, ReportReaders readers, ScheduledMessageTable scheduled, AtOnceReports atOnce, Outbox outbox, PipelineWatch watch, TimeProvider time, ILogger<ReportPlanner> logger)
{
    /// <summary>How often this instance looks whether digests are planned and accounts fetched at all.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private DateTimeOffset? looked;

    /// <summary>Sends what is due. Once an hour, looks whether anything happens at all, and makes sure of the agency's own mail.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (looked is null || now - looked >= Interval)
        {
            await RepairAsync(ConsultantTable.Agency, cancellationToken);
            await watch.CheckAsync(cancellationToken);
            looked = now;
        }

        if (await outbox.SendDueAsync(Lane.Reports, cancellationToken) is > 0 and var messages) Log.Sent(logger, messages);
    }

    /// <summary>Makes the index of a client say what its config does, and makes sure that each of its consultants' next mail is planned.</summary>
    public async Task IndexAsync(ClientConfig config, CancellationToken cancellationToken)
    {
        foreach (var consultant in await consultants.SetAsync(config, cancellationToken)) await EnsureAsync(consultant, cancellationToken);
    }

    /// <summary>Makes sure that the next mail of a consultant is planned, at its time in the zone that most of its clients have.</summary>
    public async Task EnsureAsync(string consultant, CancellationToken cancellationToken)
    {
        if (await readers.FindZoneAsync(consultant, cancellationToken) is not { } zone) return;
        var schedule = ReportReaders.ScheduleIn(zone);
        var next = schedule.In(schedule.LatestDueAt(time.GetUtcNow()).Week.Plus(1));
        var message = new ReportMessage(consultant, next.Week.ToString());
        if (await scheduled.FindAsync(message, cancellationToken) is { } row && (row.IsSent || row.DueAt == next.DueAt)) return;
        await outbox.ScheduleAsync(message, next.DueAt, cancellationToken);
    }

    /// <summary>
    /// Finds what no row in <c>Due</c> wakes of a consultant's mails: of those that are scheduled, of alerts that wait to be
    /// told, and of the latest week's.
    /// </summary>
    public async Task RepairAsync(string consultant, CancellationToken cancellationToken)
    {
        foreach (var row in await scheduled.ReadAsync(ReportMessage.DeliveryClientOf(consultant), cancellationToken)) await scheduled.RepairAsync(row, cancellationToken);
        await EnsureAsync(consultant, cancellationToken);
        await atOnce.RepairAsync(consultant, cancellationToken);
        await BeginLatestAsync(consultant, cancellationToken);
    }

    private async Task BeginLatestAsync(string consultant, CancellationToken cancellationToken)
    {
        if (await readers.FindZoneAsync(consultant, cancellationToken) is not { } zone) return;
        var latest = ReportReaders.ScheduleIn(zone).LatestDueAt(time.GetUtcNow());
        var message = new ReportMessage(consultant, latest.Week.ToString());
        if (time.GetUtcNow() >= latest.DueAt + ReportReaders.InTime || !(await consultants.ClientsOfAsync(consultant, cancellationToken)).Any(client => client.Since < latest.DueAt)) return;

        // A consultant's key and the recipient's are the same hash.
        if (await scheduled.FindAsync(message, cancellationToken) is not null || await deliveries.FindAsync(new(message.About, latest.Week, consultant), cancellationToken) is not null) return;

        // Who was away then has missed nothing: the others were told.
        if (await readers.FindAsync(consultant, cancellationToken, latest.DueAt) is null) return;
        await outbox.AddAsync(message, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Messages} messages for mails to consultants that were due were sent.")]
        public static partial void Sent(ILogger logger, int messages);
    }
}
