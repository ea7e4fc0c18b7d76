using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Store;

/// <summary>How far one account's fetching has come.</summary>
public sealed record Cursor
{
    public required AccountRef Account { get; init; }

    /// <summary>The newest day that the source has answered; null where it never did.</summary>
    public DateOnly? AnsweredThrough { get; init; }

    /// <summary>The oldest day that the source was asked for; null where it was never asked.</summary>
    public DateOnly? AskedFrom { get; init; }

    /// <summary>When a fetch last came through whole.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>When a fetch was last begun.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>What stands in the way now; null where nothing does.</summary>
    public AccountTrouble? Trouble { get; init; }

    /// <summary>How many fetches failed in a row.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>What the platform does not take, by its name there: it costs the other figures nothing, and is asked for again now and then.</summary>
    public IReadOnlyDictionary<string, RefusedItem> Refused { get; init; } = FrozenDictionary<string, RefusedItem>.Empty;

    /// <summary>When the access runs out; null where nobody says.</summary>
    public DateTimeOffset? AccessEnds { get; init; }

    /// <summary>The source is not to be asked before; null where it may be asked now.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>Something that a platform refused.</summary>
/// <param name="Since">When it was refused first.</param>
/// <param name="AskAgainAt">Until then it is not asked for.</param>
public sealed record RefusedItem([property: JsonPropertyName("Since")] DateTimeOffset Since, [property: JsonPropertyName("AskAgainAt")] DateTimeOffset AskAgainAt);

/// <summary><c>Cursors</c>: one row an account.</summary>
public sealed class CursorTable
{
    private readonly TableClient table;
    private readonly GroupCommit writes;
    private readonly CoalescedReads<string, IReadOnlyList<Cursor>> reads;

    public CursorTable(StorageAccount account)
    {
        table = account.Table(TableNames.Cursors);
        writes = account.GroupCommit(TableNames.Cursors);
        reads = new(ReadOnceAsync, TimeProvider.System);
    }

    /// <summary>Every account of a client that was ever fetched.</summary>
    public Task<IReadOnlyList<Cursor>> ReadAsync(string client, CancellationToken cancellationToken) => reads.ReadAsync(client, cancellationToken);

    private async Task<IReadOnlyList<Cursor>> ReadOnceAsync(string client, CancellationToken cancellationToken)
    {
        var cursors = new List<Cursor>();
        var partition = TableKey.Of(client);
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken))
            cursors.Add(FromRow(row));
        return cursors;
    }

    /// <summary>The account's cursor; an empty one where it was never fetched.</summary>
    public async Task<Cursor> FindAsync(string client, AccountRef source, CancellationToken cancellationToken) =>
        (await ReadAsync(client, cancellationToken)).FirstOrDefault(cursor => cursor.Account == source) ?? new() { Account = source };

    /// <summary>Replaces the account's cursor. Of two fetches at once the later writer wins: what they stored is the same.</summary>
    public Task WriteAsync(string client, Cursor cursor, CancellationToken cancellationToken)
    {
        var row = new TableEntity(TableKey.Of(client), RowKeyOf(cursor.Account))
        {
            ["Source"] = cursor.Account.Source,
            ["Account"] = cursor.Account.Account,
            ["AnsweredThrough"] = cursor.AnsweredThrough is { } day ? TableKey.Of(day) : null,
            ["AskedFrom"] = cursor.AskedFrom is { } oldest ? TableKey.Of(oldest) : null,
            ["LastSuccess"] = cursor.LastSuccess,
            ["LastAttempt"] = cursor.LastAttempt,
            ["FailuresInARow"] = cursor.FailuresInARow,
            ["NotBefore"] = cursor.NotBefore,
            ["AccessEnds"] = cursor.AccessEnds,
            ["Refused"] = cursor.Refused.Count == 0 ? null : JsonSerializer.Serialize(cursor.Refused),
            ["TroubleKind"] = cursor.Trouble?.Failure.KindName,
            ["TroubleMessage"] = cursor.Trouble?.Failure.Message,
            ["TroubleSince"] = cursor.Trouble?.Since,
        };
        return writes.ReplaceAsync(row, cancellationToken);
    }

    /// <summary>
    /// Notes how far back an account was asked for, beside whoever fetches it at the same time. Should that one win, a
    /// part is asked for again, which changes nothing.
    /// </summary>
    public Task NoteAskedFromAsync(string client, AccountRef source, DateOnly day, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(TableKey.Of(client), RowKeyOf(source)) { ["Source"] = source.Source, ["Account"] = source.Account, ["AskedFrom"] = TableKey.Of(day) },
        TableUpdateMode.Merge,
        cancellationToken);

    private static string RowKeyOf(AccountRef source) => TableKey.Of(source.Source, source.Account);

    private static Cursor FromRow(TableEntity row) => new()
    {
        Account = new(row.GetString("Source"), row.GetString("Account")),
        AnsweredThrough = row.GetString("AnsweredThrough") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : null,
        AskedFrom = row.GetString("AskedFrom") is { } oldest ? DateOnly.ParseExact(oldest, "yyyy-MM-dd") : null,
        LastSuccess = row.GetDateTimeOffset("LastSuccess"),
        LastAttempt = row.GetDateTimeOffset("LastAttempt"),
        FailuresInARow = row.GetInt32("FailuresInARow") ?? 0,
        NotBefore = row.GetDateTimeOffset("NotBefore"),
        AccessEnds = row.GetDateTimeOffset("AccessEnds"),
        Refused = row.GetString("Refused") is { } refused ? JsonSerializer.Deserialize<Dictionary<string, RefusedItem>>(refused)! : FrozenDictionary<string, RefusedItem>.Empty,
        Trouble = row.GetString("TroubleKind") is { } kind ? new(FailureOf(kind, row), row.GetDateTimeOffset("TroubleSince") ?? DateTimeOffset.MinValue) : null,
    };

    private static SourceFailure FailureOf(string kind, TableEntity row)
    {
        var message = row.GetString("TroubleMessage") ?? "";
        return ReadingNames.FailureKinds.Find(kind) is { } known ? new(known, message) : new(SourceFailureKind.Unrecognized, message) { LaterKind = kind };
    }
}
