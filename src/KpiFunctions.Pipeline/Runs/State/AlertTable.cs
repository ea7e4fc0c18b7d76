using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// <c>Failures</c>: one row for each alert, opened once, counted while it lasts, and deleted by what resolves it. Recording an
/// alert of the same kind and subject again changes its row, and keeps since when it has lasted.
/// </summary>
public sealed partial class AlertTable(StorageAccount account, AtOnceReports reports, TimeProvider time, ILogger<AlertTable> logger)
{
    /// <summary>The client of an alert that concerns none in particular.</summary>
    public const string NoClient = AlertOwners.NoClient;

    private const int LongestText = 30_000;
    private readonly TableClient table = account.Table(TableNames.Failures);
    private readonly ConditionalWrites writes = new(account.Table(TableNames.Failures));

    /// <summary>Records an alert: opens it, or counts it once more. Several writers at once lose neither its beginning nor its count.</summary>
    /// <param name="cause">What one remedy fixes (<see cref="AlertCauses"/>); null where that is what the kind says.</param>
    public async Task RecordAsync(
        string client, string kind, string subject, string reason, CancellationToken cancellationToken, string? message = null, bool isFinal = true, string? cause = null)
    {
        while (true)
        {
            var before = await FindRowAsync(client, kind, subject, cancellationToken);
            var now = time.GetUtcNow();
            var opened = before is null ? null : FromRow(before, client);
            var count = (opened?.Count ?? 0) + 1;
            var urgency = Math.Max(opened?.Urgency ?? 0, AlertUrgencies.Of(kind, count, isFinal));

            // Its reader is told first: where the process stops in between, the alert is recorded again, and told once.
            var readers = opened is null || urgency > opened.Urgency ? await reports.ReadersOfAsync(client, cancellationToken) : [];
            if (urgency > (opened?.Urgency ?? 0)) await reports.RaiseAsync(readers, client, kind, subject, cancellationToken);
            var row = new TableEntity(TableKey.Of(client), RowKeyOf(kind, subject))
            {
                ["Kind"] = kind,
                ["Subject"] = Cut(subject),
                ["Reason"] = Cut(reason),
                ["Message"] = message is null ? null : Cut(message),
                ["IsFinal"] = isFinal,
                ["At"] = now,
                ["Since"] = opened?.Since ?? now,
                ["Count"] = count,
                ["Cause"] = cause ?? AlertCauses.Otherwise(client, kind, subject),
                ["Urgency"] = urgency,
                [ConditionalWrites.MarkColumn] = before?.GetString(ConditionalWrites.MarkColumn),
            };

            // Another writer may have counted the same alert, or cleared it, since it was read.
            if (!await writes.TryChangeAsync(row, before?.ETag, cancellationToken)) continue;
            Log.Recorded(logger, client, kind);
            return;
        }
    }

    /// <summary>The alert of that kind and subject, or null.</summary>
    public async Task<Alert?> FindAsync(string client, string kind, string subject, CancellationToken cancellationToken) =>
        await FindRowAsync(client, kind, subject, cancellationToken) is { } row ? FromRow(row, client) : null;

    /// <summary>Removes an alert whose cause is gone. Removing a missing alert succeeds.</summary>
    public async Task ClearAsync(string client, string kind, string subject, CancellationToken cancellationToken)
    {
        var answer = await table.DeleteEntityAsync(TableKey.Of(client), RowKeyOf(kind, subject), cancellationToken: cancellationToken);
        if (answer.Status != 404) Log.Cleared(logger, client, kind);
    }

    /// <summary>Removes an alert that was read, unless it was recorded again since.</summary>
    public async Task ClearAsync(Alert read, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.DeleteEntityAsync(TableKey.Of(read.Client), read.RowKey, read.Version, cancellationToken);
            if (answer.Status != 404) Log.Cleared(logger, read.Client, read.Kind);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // It lasts.
        }
    }

    /// <summary>Every alert of a client, or of all.</summary>
    public async Task<IReadOnlyList<Alert>> ReadAsync(string? client, CancellationToken cancellationToken)
    {
        var alerts = new List<Alert>();
        var filter = client is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Of(client)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) alerts.Add(FromRow(row, client ?? row.PartitionKey));
        return alerts;
    }

    private async Task<TableEntity?> FindRowAsync(string client, string kind, string subject, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), RowKeyOf(kind, subject), cancellationToken: cancellationToken);
        return found is { HasValue: true } ? found.Value : null;
    }

    /// <summary>The alert of a row. Those of earlier releases say neither since when it lasts nor how often it was seen.</summary>
    private static Alert FromRow(TableEntity row, string client)
    {
        var (kind, subject, at) = (row.GetString("Kind"), row.GetString("Subject"), row.GetDateTimeOffset("At") ?? DateTimeOffset.MinValue);
        return new(client, kind, subject, row.GetString("Reason"), row.GetString("Message"), row.GetBoolean("IsFinal") ?? true, at)
        {
            Since = row.GetDateTimeOffset("Since") ?? at,
            Count = row.GetInt32("Count") ?? 1,
            Cause = row.GetString("Cause") ?? AlertCauses.Otherwise(client, kind, subject),
            Urgency = row.GetInt32("Urgency") ?? 0,
            RowKey = row.RowKey,
            Version = row.ETag,
        };
    }

    private static string RowKeyOf(string kind, string subject) =>
        TableKey.Of(kind, AlertSubject.HashOf(subject));

    private static string Cut(string text) => text.Length > LongestText ? text[..LongestText] : text;

    // The subject may hold a recipient's hash and the message more than that: both stay in the table.
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The alert {Kind} was recorded for {Client}.")]
        public static partial void Recorded(ILogger logger, string client, string kind);

        [LoggerMessage(2, LogLevel.Information, "The alert {Kind} was cleared for {Client}.")]
        public static partial void Cleared(ILogger logger, string client, string kind);
    }
}
