using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Something that a consultant has to hear of.</summary>
/// <param name="Client">Whom it concerns; <c>-</c> where nobody can be named.</param>
/// <param name="Kind">What happened: <c>config-refused</c>, <c>source-in-trouble</c>, <c>mail-held</c>… (docs/tables/Failures.md names them all)</param>
/// <param name="Subject">What it happened to: a file, a delivery, a queue's message.</param>
/// <param name="IsFinal">False while it may still mend itself.</param>
public sealed record Alert(string Client, string Kind, string Subject, string Reason, string? Message, bool IsFinal, DateTimeOffset At);

/// <summary><c>Failures</c>: nothing is lost silently. One row for each thing that failed; the same failure again replaces it.</summary>
public sealed class AlertTable(StorageAccount account, TimeProvider time)
{
    /// <summary>The client of a failure that concerns none in particular.</summary>
    public const string NoClient = "-";

    private const int LongestText = 30_000;
    private readonly TableClient table = account.Table(TableNames.Failures);

    /// <summary>Keeps a failure.</summary>
    public Task RecordAsync(string client, string kind, string subject, string reason, CancellationToken cancellationToken, string? message = null, bool isFinal = true) =>
        table.UpsertEntityAsync(
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

    /// <summary>The failure of that kind and subject, or null.</summary>
    public async Task<Alert?> FindAsync(string client, string kind, string subject, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Of(client), RowKeyOf(kind, subject), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? FromRow(row) : null;
    }

    /// <summary>It has mended itself.</summary>
    public Task ClearAsync(string client, string kind, string subject, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(TableKey.Of(client), RowKeyOf(kind, subject), cancellationToken: cancellationToken);

    /// <summary>Every failure of a client, or of all.</summary>
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
}
