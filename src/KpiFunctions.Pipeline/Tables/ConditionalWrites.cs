using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>
/// Conditional writes to a table whose outcome is known even when an answer is lost. The client repeats a write whose
/// answer did not arrive; if the first attempt took effect, the repetition is refused with 409 or 412, as if another
/// writer had changed the row. Each write therefore stores a mark of its own, and after a refusal the row is read again:
/// if it carries the mark, the write was ours.
/// </summary>
/// <param name="table">Rows that are written here have the column <see cref="MarkColumn"/>.</param>
/// <param name="shared">Writes that share transactions, where these are to go with others; null for requests of their own.</param>
public sealed class ConditionalWrites(TableClient table, GroupCommit? shared = null)
{
    /// <summary>The marks of the latest writes to a row, the newest first, separated by spaces.</summary>
    public const string MarkColumn = "WriteMarks";

    /// <summary>Marks that are kept in a row: as many writers may follow between a lost answer and the second read.</summary>
    private const int MarksKept = 8;

    /// <summary>Inserts a row.</summary>
    /// <returns>The row's version; null where another writer's row exists.</returns>
    public async Task<ETag?> TryInsertAsync(TableEntity row, CancellationToken cancellationToken) =>
        (await TryAsync(row, null, cancellationToken)).Version;

    /// <summary>Replaces a version of a row.</summary>
    /// <returns>The row's new version; null where another writer has changed or deleted the row.</returns>
    public async Task<ETag?> TryReplaceAsync(TableEntity row, ETag version, CancellationToken cancellationToken) =>
        (await TryAsync(row, version, cancellationToken)).Version;

    /// <summary>Replaces a version of a row, or inserts the row, and returns whether that took effect, even if other writers have changed the row since.</summary>
    /// <param name="row">Holds the marks that were read with the version, so that the writes before it can still be recognised.</param>
    /// <param name="version">Null where the row did not exist.</param>
    public async Task<bool> TryChangeAsync(TableEntity row, ETag? version, CancellationToken cancellationToken) =>
        (await TryAsync(row, version, cancellationToken)).TookEffect;

    /// <returns>Whether the write took effect, and the version that it made; null where other writers have followed.</returns>
    private async Task<(bool TookEffect, ETag? Version)> TryAsync(TableEntity row, ETag? version, CancellationToken cancellationToken)
    {
        var mark = Mark(row);
        try
        {
            return (true, await WriteAsync(row, version, cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412 || exception.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, [MarkColumn], cancellationToken);
            if (found is not { HasValue: true, Value: { } stored }) return (false, null);
            var at = Array.IndexOf(MarksOf(stored), mark);
            return (at >= 0, at == 0 ? stored.ETag : null);
        }
    }

    private async Task<ETag> WriteAsync(TableEntity row, ETag? version, CancellationToken cancellationToken)
    {
        if (shared is not null) return await shared.WriteAsync(row, version, cancellationToken);
        var answer = version is { } read
            ? await table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
            : await table.AddEntityAsync(row, cancellationToken);
        return answer.Headers.ETag!.Value;
    }

    /// <summary>A new mark. It is random: two instances may try the same write at the same instant.</summary>
    internal static string NewMark() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Adds a new mark to a row.</summary>
    private static string Mark(TableEntity row)
    {
        var mark = NewMark();
        row[MarkColumn] = string.Join(' ', MarksOf(row).Take(MarksKept - 1).Prepend(mark));
        return mark;
    }

    private static string[] MarksOf(TableEntity row) => (row.GetString(MarkColumn) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
