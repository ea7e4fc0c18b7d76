using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Something that is reported to a consultant.</summary>
/// <param name="Client">The client that it concerns; <c>-</c> where that is not known.</param>
/// <param name="Kind">What happened: <c>config-refused</c>, <c>source-in-trouble</c>, <c>mail-held</c>… (docs/tables/Failures.md names them all)</param>
/// <param name="Subject">What it concerns: a file, a delivery, a queue's message.</param>
/// <param name="IsFinal">False while it may still resolve itself.</param>
public sealed record Alert(string Client, string Kind, string Subject, string Reason, string? Message, bool IsFinal, DateTimeOffset At);

/// <summary><c>Failures</c>: one row for each alert. Recording an alert of the same kind and subject replaces its row.</summary>
public sealed partial class AlertTable(StorageAccount account, TimeProvider time, ILogger<AlertTable> logger)
{
    /// <summary>The client of an alert that concerns none in particular.</summary>
    public const string NoClient = "-";

    private const int LongestText = 30_000;
    private readonly TableClient table = account.Table(TableNames.Failures);

    /// <summary>Records an alert.</summary>
    public async Task RecordAsync(string client, string kind, string subject, string reason, CancellationToken cancellationToken, string? message = null, bool isFinal = true)
    {
        await table.UpsertEntityAsync(
            new TableEntity(TableKey.Of(client), RowKeyOf(kind, subject))
            {
                ["Kind"] = kind,
                ["Subject"] = Cut(subject),
                ["Reason"] = Cut(reason),
                ["Message"] = message is null ? null : Cut(message),
                ["IsFinal"] = isFinal,
                ["At"] = time.GetUtcNow(),
            },
            TableUpdateMode.Replace,
            cancellationToken);
        Log.Recorded(logger, client, kind);
    }

    /// <summary>The alert of that kind and subject, or null.</summary>
    public async Task<Alert?> FindAsync(string client, string kind, string subject, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), RowKeyOf(kind, subject), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? FromRow(row) : null;
    }

    /// <summary>Removes an alert whose cause is gone. Removing a missing alert succeeds.</summary>
    public async Task ClearAsync(string client, string kind, string subject, CancellationToken cancellationToken)
    {
        var answer = await table.DeleteEntityAsync(TableKey.Of(client), RowKeyOf(kind, subject), cancellationToken: cancellationToken);
        if (answer.Status != 404) Log.Cleared(logger, client, kind);
    }

    /// <summary>Every alert of a client, or of all.</summary>
    public async Task<IReadOnlyList<Alert>> ReadAsync(string? client, CancellationToken cancellationToken)
    {
        var alerts = new List<Alert>();
        var filter = client is null ? null : TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Of(client)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) alerts.Add(FromRow(row));
        return alerts;
    }

    private static Alert FromRow(TableEntity row) => new(
        row.PartitionKey,
        row.GetString("Kind"),
        row.GetString("Subject"),
        row.GetString("Reason"),
        row.GetString("Message"),
        row.GetBoolean("IsFinal") ?? true,
        row.GetDateTimeOffset("At") ?? DateTimeOffset.MinValue);

    private static string RowKeyOf(string kind, string subject) =>
        TableKey.Of(kind, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..32]);

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
