using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>
/// <c>Consultants</c>, partitions <c>urgent</c>: the alerts that each consultant is to be told at once, until the mail that
/// tells them has left. A mail has a row of its own there, with which alerts are put into it in one transaction, until it is
/// closed: whoever sends it afterwards, and however often, sends it with the same alerts.
/// </summary>
public sealed class UrgentAlertTable(StorageAccount account, TimeProvider time)
{
    private const string AlertPrefix = "alert";
    private const string MailPrefix = "mail";

    /// <summary>One place of a transaction is the mail's.</summary>
    private const int TakenAtOnce = EntityBatches.LargestBatch - 1;

    /// <summary>Longer than a message can wait in its queue: until then a closed mail takes nothing more.</summary>
    private static readonly TimeSpan MailsKept = TimeSpan.FromDays(14);

    private readonly TableClient table = account.Table(TableNames.Consultants);

    /// <summary>Adds an alert. One that a mail has taken goes into the next one, too.</summary>
    public async Task AddAsync(string consultant, string client, string kind, string subject, CancellationToken cancellationToken)
    {
        var row = new TableEntity(PartitionOf(consultant), KeyOf(client, kind, subject))
        {
            ["Client"] = client,
            ["Kind"] = kind,
            ["Subject"] = subject,
            ["At"] = time.GetUtcNow(),
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>A consultant's alerts that have not been told.</summary>
    public async Task<IReadOnlyList<UrgentAlert>> ReadAsync(string consultant, CancellationToken cancellationToken) =>
        [.. (await RowsAsync(consultant, cancellationToken)).Where(IsAlert).Select(FromRow)];

    /// <summary>Puts what no mail has taken into one, and closes that. A mail that is closed already takes nothing more.</summary>
    /// <param name="mail">Its instruction.</param>
    /// <param name="isReady">Whether an alert can be told now; it is left to a later mail otherwise.</param>
    public async Task TakeAsync(string consultant, string mail, Func<UrgentAlert, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await RowsAsync(consultant, cancellationToken);
            var row = rows.FirstOrDefault(row => row.RowKey == TableKey.Of(MailPrefix, mail));
            if (row?.GetBoolean("IsClosed") == true) return;
            var taken = new List<UrgentAlert>();
            foreach (var alert in rows.Where(IsAlert).Select(FromRow).Where(alert => alert.Mail is null))
                if (taken.Count < TakenAtOnce && await isReady(alert)) taken.Add(alert);
            if (row is null && taken.Count == 0) return;
            await TryTakeAsync(consultant, mail, row, taken, cancellationToken);
            await PurgeAsync(rows, cancellationToken);
        }
    }

    /// <summary>Removes an alert that was told, unless it was raised again since.</summary>
    public async Task RemoveAsync(string consultant, UrgentAlert read, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(PartitionOf(consultant), read.RowKey, read.Version, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // It is told again, as what it has become.
        }
    }

    /// <summary>One transaction: where another worker was first, or an alert was raised again meanwhile, it changes nothing. Whether it took effect shows at the next reading.</summary>
    private async Task TryTakeAsync(string consultant, string mail, TableEntity? row, List<UrgentAlert> taken, CancellationToken cancellationToken)
    {
        var own = new TableEntity(PartitionOf(consultant), TableKey.Of(MailPrefix, mail)) { ["IsClosed"] = taken.Count == 0, ["At"] = time.GetUtcNow() };
        List<TableTransactionAction> changes =
        [
            row is null ? new(TableTransactionActionType.Add, own) : new(TableTransactionActionType.UpdateReplace, own, row.ETag),
            .. taken.Select(alert => new TableTransactionAction(
                TableTransactionActionType.UpdateMerge, new TableEntity(PartitionOf(consultant), alert.RowKey) { ["Mail"] = mail }, alert.Version)),
        ];
        try
        {
            await table.SubmitTransactionAsync(changes, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            // The rows are read again.
        }
    }

    private async Task PurgeAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows.Where(row => !IsAlert(row) && time.GetUtcNow() - row.GetDateTimeOffset("At") > MailsKept))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private async Task<IReadOnlyList<TableEntity>> RowsAsync(string consultant, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(consultant)}"), cancellationToken: cancellationToken)) rows.Add(row);
        return rows;
    }

    private static bool IsAlert(TableEntity row) => row.RowKey.StartsWith(AlertPrefix + "|", StringComparison.Ordinal);

    private static UrgentAlert FromRow(TableEntity row) =>
        new(row.GetString("Client"), row.GetString("Kind"), row.GetString("Subject"), row.GetString("Mail"), row.GetDateTimeOffset("At") ?? DateTimeOffset.MinValue) { RowKey = row.RowKey, Version = row.ETag };

    private static string PartitionOf(string consultant) => TableKey.Of("urgent", consultant);

    private static string KeyOf(string client, string kind, string subject) =>
        TableKey.Of(AlertPrefix, client, kind, AlertSubject.HashOf(subject));
}
