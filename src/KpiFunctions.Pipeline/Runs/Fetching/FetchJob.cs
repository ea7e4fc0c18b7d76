using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.Work;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Store;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Asks one source for one account's days and stores each page as it comes. A source that cannot answer costs nothing
/// that is stored already: the reason is kept with the account, and the fetch is put off.
/// </summary>
public sealed partial class FetchJob(
    ClientDirectory clients,
    SourceCatalog catalog,
    ICredentialStore credentials,
    ReadingTable readings,
    PostTable posts,
    CursorTable cursors,
    Backlog backlog,
    FailureTable failures,
    TimeProvider time,
    ILogger<FetchJob> logger)
{
    /// <summary>A digest shows thirteen weeks, the last of which is over when the client begins.</summary>
    private const int FirstFetchWeeks = 14;

    private const string InTrouble = "source-in-trouble";

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <summary>Fetches, or puts off.</summary>
    public async Task RunAsync(FetchMessage message, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(message.Client, cancellationToken))?.Config;
        var source = client?.Sources.FirstOrDefault(candidate => candidate.Ref == new AccountRef(message.Source, message.Account));
        if (client is null || source is null || catalog.Find(message.Source) is not { } connector)
        {
            // The config changed since: nobody wants these figures any more.
            await backlog.DoneAsync(message, cancellationToken);
            return;
        }

        var cursor = await cursors.FindAsync(client.Id, source.Ref, cancellationToken);
        if (cursor.NotBefore is { } notBefore && notBefore > time.GetUtcNow())
        {
            await backlog.PutOffAsync(message, notBefore, cancellationToken);
            return;
        }

        cursor = cursor with { LastAttempt = time.GetUtcNow() };
        try
        {
            var through = await FetchAsync(client, source, connector, cursor, cancellationToken);
            if (cursor.Trouble is not null) await failures.ClearAsync(client.Id, InTrouble, source.Ref.ToString(), cancellationToken);
            await cursors.WriteAsync(client.Id, Succeeded(cursor, through), cancellationToken);
            await backlog.DoneAsync(message, cancellationToken);
        }
        catch (SourceException exception)
        {
            cursor = Failed(cursor, exception.Failure);
            Log.FetchFailed(logger, client.Id, source.Ref, exception.Failure.Kind, exception.Failure.Message, cursor.NotBefore!.Value);
            await failures.RecordAsync(
                client.Id, InTrouble, source.Ref.ToString(), $"{exception.Failure.Kind}: {exception.Failure.Message}", cancellationToken,
                isFinal: exception.Failure.NeedsAPerson);
            await cursors.WriteAsync(client.Id, cursor, cancellationToken);
            await backlog.PutOffAsync(message, cursor.NotBefore.Value, cancellationToken);
        }
    }

    /// <summary>Stores page by page.</summary>
    /// <returns>The newest day that was answered; null where none was.</returns>
    private async Task<DateOnly?> FetchAsync(ClientConfig client, SourceConfig source, ISource connector, Cursor cursor, CancellationToken cancellationToken)
    {
        var secret = source.Credential is null ? null : await credentials.FindAsync(source.Credential, cancellationToken)
            ?? throw new SourceException(new(SourceFailureKind.CredentialRefused, $"the vault holds no credential named '{source.Credential}'"));

        var request = new SourceRequest(source, secret, DaysToAsk(client, connector.Traits, cursor), client.Schedule.Zone);
        DateOnly? through = null;
        await foreach (var page in connector.FetchAsync(request, cancellationToken))
        {
            await readings.StoreAsync(client.Id, page.Readings, cancellationToken);
            await posts.StoreAsync(client.Id, page.Posts, cancellationToken);
            foreach (var reading in page.Readings.Where(reading => TellsTheDay(connector.Traits, reading)))
                if (through is null || reading.Day > through) through = reading.Day;
            foreach (var refusal in page.Refusals)
                await failures.RecordAsync(client.Id, "metric-refused", $"{source.Ref} {refusal.What}", $"{refusal.Failure.Kind}: {refusal.Failure.Message}", cancellationToken, isFinal: false);
        }

        return through;
    }

    /// <summary>
    /// Whether a reading shows that the platform has given the day: a zero that was concluded from silence does not,
    /// where the platform has figures that it does not leave out; nor does a level that was told as it stood.
    /// </summary>
    internal static bool TellsTheDay(SourceTraits traits, Reading reading) =>
        !reading.FillsOnly && (!traits.Metrics.Values.Contains(Absence.Unknown)
            || reading.Values.Keys.Any(metric => traits.Metrics.GetValueOrDefault(metric) == Absence.Unknown && !traits.LevelsOfToday.Contains(metric)));

    /// <summary>From the days that the source may have restated to today; at first, all the weeks that a digest shows.</summary>
    private DayRange DaysToAsk(ClientConfig client, SourceTraits traits, Cursor cursor)
    {
        var today = client.Schedule.Zone.DayAt(time.GetUtcNow());
        if (cursor.AnsweredThrough is not { } answered) return new(IsoWeek.Of(today).Plus(-FirstFetchWeeks).Monday, today);
        var first = answered.AddDays(1 - Math.Max(1, traits.LookBackDays));
        return new(first < today ? first : today, today);
    }

    private Cursor Succeeded(Cursor cursor, DateOnly? through) => cursor with
    {
        AnsweredThrough = through > cursor.AnsweredThrough || cursor.AnsweredThrough is null ? through : cursor.AnsweredThrough,
        LastSuccess = time.GetUtcNow(),
        Trouble = null,
        FailuresInARow = 0,
        NotBefore = null,
    };

    private Cursor Failed(Cursor cursor, SourceFailure failure)
    {
        var now = time.GetUtcNow();
        var since = cursor.Trouble?.Failure.Kind == failure.Kind ? cursor.Trouble.Since : now;
        var wait = failure.RetryAfter ?? FirstWait * Math.Pow(2, Math.Min(cursor.FailuresInARow, 10));
        return cursor with
        {
            Trouble = new(failure, since),
            FailuresInARow = cursor.FailuresInARow + 1,
            NotBefore = now + (failure.RetryAfter is null && wait > LongestWait ? LongestWait : wait),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Fetching {Account} of {Client} failed: {Kind}, {Reason}. Asked again at {NotBefore:u}.")]
        public static partial void FetchFailed(ILogger logger, string client, AccountRef account, SourceFailureKind kind, string reason, DateTimeOffset notBefore);
    }
}
