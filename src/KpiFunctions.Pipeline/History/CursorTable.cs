using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>How far one account's fetching has come.</summary>
public sealed record Cursor
{
    public required AccountRef Account { get; init; }

    /// <summary>The newest day that the source has answered; null where it never did.</summary>
    public DateOnly? AnsweredThrough { get; init; }

    /// <summary>The oldest day that the source was asked for; null where it was never asked.</summary>
    public DateOnly? AskedFrom { get; init; }

    /// <summary>
    /// Of a source that says where visits come from, the oldest day of which it has not said it whole: no day before it is
    /// asked for again. Null where nobody has looked.
    /// </summary>
    public DateOnly? OpenFrom { get; init; }

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

    /// <summary>Keys of the metrics of <see cref="SourceTraits.LongHistory"/> whose past was asked for.</summary>
    public IReadOnlySet<string> PastAskedFor { get; init; } = FrozenSet<string>.Empty;

    /// <summary>
    /// The instant up to which the account's posts are known, where its list of posts could not be read by the latest
    /// fetches; null where it was read with the last success.
    /// </summary>
    public DateTimeOffset? PostsReadUntil { get; init; }

    /// <summary>
    /// Of an account that exports feed, the days that exports with posts cover: on them a day without a post is known to have
    /// none. Null where no export with posts was stored.
    /// </summary>
    public IReadOnlyList<DayRange>? PostsCovered { get; init; }

    /// <summary>The latest days on which exports were dropped, in order (<see cref="ExportSilence"/>); empty where that is not known.</summary>
    public IReadOnlyList<DateOnly> Drops { get; init; } = [];

    /// <summary>When all exports of the account were last read again and changed stored figures; null where they never were.</summary>
    public DateTimeOffset? ReadAgainAt { get; init; }

    /// <summary>The metrics that are not known because they are refused.</summary>
    public IReadOnlySet<Metric> RefusedMetrics =>
        Refused.Values.SelectMany(item => item.Metrics ?? []).Select(key => Metrics.ByKey.GetValueOrDefault(key)).OfType<Metric>().ToHashSet();

    /// <summary>When the access runs out; null where nobody says.</summary>
    public DateTimeOffset? AccessEnds { get; init; }

    /// <summary>The source is not to be asked before; null where it may be asked now.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The number of the latest lease (<see cref="AccountLease"/>); 0 where there was none.</summary>
    public long Fence { get; init; }

    /// <summary>Who holds the lease, or held it without giving it back; null where it was given back.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>When the lease runs out; null where it was given back.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>The version of the account's fence row in <c>Readings</c>, as the latest lease left it; null where that is not known.</summary>
    public string? ReadingsFence { get; init; }

    /// <summary>The version of the account's fence row in <c>Posts</c>, as the latest lease left it; null where that is not known.</summary>
    public string? PostsFence { get; init; }

    /// <summary>Whether somebody works on the account now.</summary>
    public bool IsLeasedAt(DateTimeOffset now) => LeasedUntil > now;

    /// <summary>Whether whoever worked on the account last has died over it.</summary>
    public bool WasAbandonedAt(DateTimeOffset now) => LeaseOwner is not null && !IsLeasedAt(now);
}

/// <summary>A cursor as it was read.</summary>
/// <param name="Version">The row's version; null where there is no row.</param>
public sealed record StoredCursor(Cursor Cursor, ETag? Version);

/// <summary>Something that a platform refused.</summary>
/// <param name="Since">When it was refused first.</param>
/// <param name="AskAgainAt">Until then it is not asked for.</param>
public sealed record RefusedItem([property: JsonPropertyName("Since")] DateTimeOffset Since, [property: JsonPropertyName("AskAgainAt")] DateTimeOffset AskAgainAt)
{
    /// <summary>Keys of the metrics that are not known because of it.</summary>
    [JsonPropertyName("Metrics")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<string>? Metrics { get; init; }
}

/// <summary><c>Cursors</c>: one row an account.</summary>
public sealed class CursorTable
{
    private const int MostAttempts = 40;

    private readonly TableClient table;
    private readonly GroupCommit writes;
    private readonly ConditionalWrites conditional;
    private readonly CoalescedReads<string, IReadOnlyList<StoredCursor>> reads;

    public CursorTable(StorageAccount account)
    {
        table = account.Table(TableNames.Cursors);
        writes = account.GroupCommit(TableNames.Cursors);
        conditional = new(table, writes);
        reads = new(ReadOnceAsync, TimeProvider.System);
    }

    /// <summary>Every account of a client that was ever fetched.</summary>
    public async Task<IReadOnlyList<Cursor>> ReadAsync(string client, CancellationToken cancellationToken) =>
        [.. (await reads.ReadAsync(client, cancellationToken)).Select(stored => stored.Cursor)];

    /// <summary>The account's cursor; an empty one where it was never fetched.</summary>
    public async Task<Cursor> FindAsync(string client, AccountRef source, CancellationToken cancellationToken) => (await FindStoredAsync(client, source, cancellationToken)).Cursor;

    /// <summary>The account's cursor with its version, for <see cref="TryLeaseAsync"/>.</summary>
    public async Task<StoredCursor> FindStoredAsync(string client, AccountRef source, CancellationToken cancellationToken) =>
        (await reads.ReadAsync(client, cancellationToken)).FirstOrDefault(stored => stored.Cursor.Account == source) ?? new(new() { Account = source }, null);

    /// <summary>Replaces the account's cursor, whoever has changed it since it was read: for accounts that are not fetched.</summary>
    public Task WriteAsync(string client, Cursor cursor, CancellationToken cancellationToken) => writes.ReplaceAsync(ToRow(client, cursor), cancellationToken);

    /// <summary>Changes the account's cursor as often as it takes, from what it is then.</summary>
    /// <param name="change">Gives the cursor that is to follow. Called again where another host was faster.</param>
    /// <exception cref="OvertakenException">Other hosts were faster all the time.</exception>
    public async Task ChangeAsync(string client, AccountRef source, Func<Cursor, Cursor> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (cursor, version) = await FindStoredAsync(client, source, cancellationToken);
            if (await TryReplaceAsync(client, change(cursor), version, cancellationToken) is not null) return;
        }

        throw new OvertakenException($"the cursor of {source}");
    }

    /// <summary>Takes the lease of an account: nobody else fetches it until the lease is given back or has run out.</summary>
    /// <param name="stored">The cursor as it was read. It was not leased then.</param>
    /// <param name="attempt">When a fetch begins, which is noted as the account's latest; null for other work.</param>
    /// <param name="now">The time. The first number of an account is made of it, so that fences outlive a deleted cursor.</param>
    /// <returns>Null where another writer was faster.</returns>
    public async Task<AccountLease?> TryLeaseAsync(string client, StoredCursor stored, DateTimeOffset? attempt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var leased = stored.Cursor with
        {
            LastAttempt = attempt ?? stored.Cursor.LastAttempt,
            Fence = stored.Cursor.Fence == 0 ? now.ToUnixTimeMilliseconds() : stored.Cursor.Fence + 1,
            LeaseOwner = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            LeasedUntil = now + AccountLease.Length,
        };
        return await TryReplaceAsync(client, leased, stored.Version, cancellationToken) is { } version
            ? new(this, client, stored.Cursor, leased, version)
            : null;
    }

    /// <returns>The row's new version; null where another writer was faster.</returns>
    internal Task<ETag?> TryReplaceAsync(string client, Cursor cursor, ETag? version, CancellationToken cancellationToken) => version is { } read
        ? conditional.TryReplaceAsync(ToRow(client, cursor), read, cancellationToken)
        : conditional.TryInsertAsync(ToRow(client, cursor), cancellationToken);

    private async Task<IReadOnlyList<StoredCursor>> ReadOnceAsync(string client, CancellationToken cancellationToken)
    {
        var cursors = new List<StoredCursor>();
        var partition = TableKey.Of(client);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
            cursors.Add(new(FromRow(row), row.ETag));
        return cursors;
    }

    private static TableEntity ToRow(string client, Cursor cursor) => new(TableKey.Of(client), RowKeyOf(cursor.Account))
    {
        ["Source"] = cursor.Account.Source,
        ["Account"] = cursor.Account.Account,
        ["AnsweredThrough"] = cursor.AnsweredThrough is { } day ? TableKey.Of(day) : null,
        ["AskedFrom"] = cursor.AskedFrom is { } oldest ? TableKey.Of(oldest) : null,
        ["OpenFrom"] = cursor.OpenFrom is { } open ? TableKey.Of(open) : null,
        ["LastSuccess"] = cursor.LastSuccess,
        ["LastAttempt"] = cursor.LastAttempt,
        ["FailuresInARow"] = cursor.FailuresInARow,
        ["NotBefore"] = cursor.NotBefore,
        ["PostsReadUntil"] = cursor.PostsReadUntil,
        ["AccessEnds"] = cursor.AccessEnds,
        ["Refused"] = cursor.Refused.Count == 0 ? null : JsonSerializer.Serialize(cursor.Refused),
        ["PastAskedFor"] = cursor.PastAskedFor.Count == 0 ? null : string.Join(' ', cursor.PastAskedFor.Order(StringComparer.Ordinal)),
        ["TroubleKind"] = cursor.Trouble?.Failure.KindName,
        ["TroubleMessage"] = cursor.Trouble?.Failure.Message,
        ["TroubleSince"] = cursor.Trouble?.Since,
        ["Fence"] = cursor.Fence,
        ["LeaseOwner"] = cursor.LeaseOwner,
        ["LeasedUntil"] = cursor.LeasedUntil,
        ["ReadingsFence"] = cursor.ReadingsFence,
        ["PostsFence"] = cursor.PostsFence,
        ["PostsCovered"] = cursor.PostsCovered is { } covered ? string.Join(' ', covered.Select(days => $"{TableKey.Of(days.First)}/{TableKey.Of(days.Last)}")) : null,
        ["Drops"] = cursor.Drops.Count == 0 ? null : string.Join(' ', cursor.Drops.Select(day => TableKey.Of(day))),
        ["ReadAgainAt"] = cursor.ReadAgainAt,
    };

    private static string RowKeyOf(AccountRef source) => TableKey.Of(source.Source, source.Account);

    private static Cursor FromRow(TableEntity row) => new()
    {
        Account = new(row.GetString("Source"), row.GetString("Account")),
        AnsweredThrough = row.GetString("AnsweredThrough") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : null,
        AskedFrom = row.GetString("AskedFrom") is { } oldest ? DateOnly.ParseExact(oldest, "yyyy-MM-dd") : null,
        OpenFrom = row.GetString("OpenFrom") is { } open ? DateOnly.ParseExact(open, "yyyy-MM-dd") : null,
        LastSuccess = row.GetDateTimeOffset("LastSuccess"),
        LastAttempt = row.GetDateTimeOffset("LastAttempt"),
        FailuresInARow = row.GetInt32("FailuresInARow") ?? 0,
        NotBefore = row.GetDateTimeOffset("NotBefore"),
        PostsReadUntil = row.GetDateTimeOffset("PostsReadUntil"),
        AccessEnds = row.GetDateTimeOffset("AccessEnds"),
        Refused = row.GetString("Refused") is { } refused ? JsonSerializer.Deserialize<Dictionary<string, RefusedItem>>(refused)! : FrozenDictionary<string, RefusedItem>.Empty,
        PastAskedFor = row.GetString("PastAskedFor")?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) ?? (IReadOnlySet<string>)FrozenSet<string>.Empty,
        Trouble = row.GetString("TroubleKind") is { } kind ? new(FailureOf(kind, row), row.GetDateTimeOffset("TroubleSince") ?? DateTimeOffset.MinValue) : null,
        Fence = row.GetInt64("Fence") ?? 0,
        LeaseOwner = row.GetString("LeaseOwner"),
        LeasedUntil = row.GetDateTimeOffset("LeasedUntil"),
        ReadingsFence = row.GetString("ReadingsFence"),
        PostsFence = row.GetString("PostsFence"),
        PostsCovered = row.GetString("PostsCovered") is { } covered ? [.. Words(covered).Select(days => new DayRange(DayOf(days[..10]), DayOf(days[11..])))] : null,
        Drops = row.GetString("Drops") is { } drops ? [.. Words(drops).Select(DayOf)] : [],
        ReadAgainAt = row.GetDateTimeOffset("ReadAgainAt"),
    };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DateOnly DayOf(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    private static SourceFailure FailureOf(string kind, TableEntity row)
    {
        var message = row.GetString("TroubleMessage") ?? "";
        return ReadingNames.FailureKinds.Find(kind) is { } known ? new(known, message) : new(SourceFailureKind.Unrecognized, message) { LaterKind = kind };
    }
}
