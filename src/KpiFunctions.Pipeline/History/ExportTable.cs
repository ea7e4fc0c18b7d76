using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>An export as it is to be stored.</summary>
/// <param name="Stamp">How new it is.</param>
/// <param name="ReadAs">The instant that rows of earlier releases, which noted no export, have for this file.</param>
public sealed record StoredExport(IReadOnlyCollection<Reading> Readings, IReadOnlyCollection<Post> Posts, ExportStamp Stamp, DateTimeOffset ReadAs);

/// <summary>
/// What exports said, in <c>Readings</c> and <c>Posts</c>. Each figure is from the newest export that tells it, in whatever order
/// exports are stored, also where hosts store them at once: rows are read, joined, and replaced on their version; where one
/// has changed meanwhile, it is read and joined anew.
/// </summary>
public sealed class ExportTable(StorageAccount account)
{
    /// <summary>Rows that are read and joined together, so that memory does not grow with the file. A read answers a thousand rows: with those beside, four of them do.</summary>
    private const int ChunkSize = 3900;

    private const int AtOnce = 4;

    /// <summary>How often rows are read anew because another host has changed them. Each time, one of the hosts has come further.</summary>
    private const int MostAttempts = 40;

    private readonly TableClient readings = account.Table(TableNames.Readings);
    private readonly TableClient posts = account.Table(TableNames.Posts);

    /// <summary>Stores an export. Storing the same again changes nothing.</summary>
    /// <param name="fillsIn">Whether a newer export of the account is known: then figures that it tells for the first time are reported.</param>
    /// <returns>What it changed in what was stored.</returns>
    /// <exception cref="OvertakenException">Other hosts were changing the same rows all the time.</exception>
    public async Task<ExportChanges> StoreAsync(string client, AccountRef source, StoredExport export, bool fillsIn, CancellationToken cancellationToken)
    {
        var changes = new ExportChanges();
        foreach (var chunk in DaysOf(export).Chunk(ChunkSize))
            await StoreAsync(new(readings, client, source, IsOfPosts: false), [.. chunk.Select(day => Given(ReadingTable.ToRow(client, day), export.Stamp))], changes, fillsIn, cancellationToken);
        foreach (var chunk in PostsOf(export).Chunk(ChunkSize))
            await StoreAsync(new(posts, client, source, IsOfPosts: true), [.. chunk.Select(post => Given(PostTable.ToRow(client, post), export.Stamp))], changes, fillsIn, cancellationToken);
        return changes;
    }

    /// <summary>
    /// Stores in place of what some exports said what they say now: figures that they no longer tell are removed. What other
    /// exports of the account said stays.
    /// </summary>
    /// <param name="exports">Each file once.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="OvertakenException">Other hosts were changing the same rows all the time.</exception>
    public async Task<ExportChanges> RebuildAsync(string client, AccountRef source, IReadOnlyList<StoredExport> exports, CancellationToken cancellationToken)
    {
        var changes = new ExportChanges();
        await RebuildAsync(
            new(readings, client, source, IsOfPosts: false), exports, export => DaysOf(export).Select(day => Given(ReadingTable.ToRow(client, day), export.Stamp)), changes, cancellationToken);
        await RebuildAsync(
            new(posts, client, source, IsOfPosts: true), exports, export => PostsOf(export).Select(post => Given(PostTable.ToRow(client, post), export.Stamp)), changes, cancellationToken);
        return changes;
    }

    private static IEnumerable<Reading> DaysOf(StoredExport export) => export.Readings.OrderBy(day => day.Day).Select(Plausibility.Of);

    private static IEnumerable<Post> PostsOf(StoredExport export) => export.Posts.OrderBy(post => post.Published).ThenBy(post => post.Id, StringComparer.Ordinal).Select(Plausibility.Of);

    private static GivenRow Given(TableEntity row, ExportStamp stamp) => new(row, ExportRow.Given(row, stamp));

    private static async Task StoreAsync(Place place, IReadOnlyList<GivenRow> given, ExportChanges changes, bool fillsIn, CancellationToken cancellationToken)
    {
        // A transaction takes each row once.
        var left = given.Where(row => row.Says.Cells.Count > 0)
            .GroupBy(row => place.IdentityOf(row.Row), StringComparer.Ordinal)
            .Select(same => same.Aggregate((row, later) => new(later.Row, row.Says.Join(later.Says)))).ToList();
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            if (attempt > MostAttempts) throw new OvertakenException($"the rows of {place.Source}");
            var known = await ReadAsync(place, new DayRange(left.Min(row => DayOf(row.Row)), left.Max(row => DayOf(row.Row))), cancellationToken);
            var pieces = new List<(Piece Piece, GivenRow Given, ExportRow Before)>();
            foreach (var row in left)
            {
                var stored = known.GetValueOrDefault(place.IdentityOf(row.Row)) ?? [];
                var before = stored.Aggregate(ExportRow.Empty, (said, each) => said.Join(each.Says));
                pieces.Add((PieceOf(place, stored, before.Join(row.Says), row.Row), row, before));
            }

            var refused = await SubmitAsync(place, pieces.Select(each => each.Piece), cancellationToken);
            left.Clear();
            foreach (var (piece, row, before) in pieces)
            {
                if (refused.Contains(piece)) left.Add(row);
                else changes.Joined(before, row.Says, place.ItemOf(row.Row), DayOf(row.Row), fillsIn);
            }
        }
    }

    private static async Task RebuildAsync(
        Place place, IReadOnlyList<StoredExport> exports, Func<StoredExport, IEnumerable<GivenRow>> rowsOf, ExportChanges changes, CancellationToken cancellationToken)
    {
        // A file that was dropped under the same name before, and is gone, said what it said.
        var files = exports.Select(export => (export.Stamp.File, export.Stamp.DroppedAt)).ToHashSet();
        var readAs = exports.Select(export => export.ReadAs).ToHashSet();
        var settled = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > MostAttempts) throw new OvertakenException($"the rows of {place.Source}");
            var known = await ReadAsync(place, null, cancellationToken);
            var before = known.ToDictionary(item => item.Key, item => item.Value.Aggregate(ExportRow.Empty, (said, each) => said.Join(each.Says)), StringComparer.Ordinal);
            var after = before.ToDictionary(
                item => item.Key, item => item.Value.Without(stamp => files.Contains((stamp.File, stamp.DroppedAt)) || (stamp.IsUnnoted && readAs.Contains(stamp.DroppedAt))), StringComparer.Ordinal);
            var forms = known.ToDictionary(item => item.Key, item => item.Value[0].Row, StringComparer.Ordinal);
            foreach (var row in exports.SelectMany(rowsOf).Where(row => row.Says.Cells.Count > 0))
            {
                var identity = place.IdentityOf(row.Row);
                after[identity] = after.GetValueOrDefault(identity, ExportRow.Empty).Join(row.Says);
                forms.TryAdd(identity, row.Row);
            }

            var pieces = after.Where(item => !settled.Contains(item.Key))
                .Select(item => (item.Key, Piece: PieceOf(place, known.GetValueOrDefault(item.Key) ?? [], item.Value, forms[item.Key])))
                .OrderBy(each => each.Key, StringComparer.Ordinal).ToList();
            var refused = await SubmitAsync(place, pieces.Select(each => each.Piece), cancellationToken);
            foreach (var (identity, piece) in pieces.Where(each => !refused.Contains(each.Piece)))
            {
                settled.Add(identity);
                changes.Rebuilt(before.GetValueOrDefault(identity, ExportRow.Empty), after[identity], place.ItemOf(forms[identity]), DayOf(forms[identity]));
            }

            if (refused.Count == 0) return;
        }
    }

    /// <summary>The stored rows of an account, by the day or the post that they are of. A post whose time of publication moved over midnight may have two.</summary>
    private static async Task<Dictionary<string, List<StoredRow>>> ReadAsync(Place place, DayRange? range, CancellationToken cancellationToken)
    {
        var partition = TableKey.Of(place.Client);

        // Azurite looks at every row of the table, by one condition after the other: the one that excludes most comes first. In Azure the order says nothing.
        var days = range is { } some
            ? TableClient.CreateQueryFilter($"RowKey ge {TableKey.Of(some.First.AddDays(-place.DaysBeside))} and RowKey lt {TableKey.Of(some.Last.AddDays(place.DaysBeside + 1))}") + " and "
            : "";
        var ofAccount = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Source eq {place.Source.Source} and Account eq {place.Source.Account}");
        var rows = new Dictionary<string, List<StoredRow>>(StringComparer.Ordinal);
        await foreach (var row in place.Table.QueryAsync<TableEntity>(days + ofAccount, cancellationToken: cancellationToken))
        {
            var identity = place.IdentityOf(row);
            if (!rows.TryGetValue(identity, out var same)) rows[identity] = same = [];
            same.Add(new(row, ExportRow.Stored(row, row.GetString("From"))));
        }

        return rows;
    }

    /// <summary>The changes that leave one row that says what is to be stored; none where that is stored already.</summary>
    private static Piece PieceOf(Place place, IReadOnlyList<StoredRow> stored, ExportRow says, TableEntity form)
    {
        if (says.Cells.Count == 0) return new([.. stored.Select(Deletion)]);
        var row = new TableEntity(stored.Count > 0 ? stored[0].Row : form);
        foreach (var ofService in (string[])["odata.etag", "Timestamp"]) row.Remove(ofService);
        row["From"] = says.WriteTo(row);
        row.RowKey = place.KeyOf(row);

        var there = stored.FirstOrDefault(each => each.Row.RowKey == row.RowKey);
        var others = stored.Where(each => !ReferenceEquals(each, there)).Select(Deletion);
        if (there is null) return new([.. others, new(TableTransactionActionType.Add, row)]);
        return stored.Count == 1 && there.Says.IsSameAs(says) && there.Row.ContainsKey("From")
            ? new([])
            : new([.. others, new(TableTransactionActionType.UpdateReplace, row, there.Row.ETag)]);
    }

    private static TableTransactionAction Deletion(StoredRow stored) => new(TableTransactionActionType.Delete, stored.Row, stored.Row.ETag);

    /// <returns>The pieces that were refused because a row of their transaction had changed.</returns>
    private static async Task<HashSet<Piece>> SubmitAsync(Place place, IEnumerable<Piece> pieces, CancellationToken cancellationToken)
    {
        var refused = new HashSet<Piece>(ReferenceEqualityComparer.Instance);
        var all = pieces.Where(piece => piece.Actions.Count > 0).ToList();
        var pieceOf = new Dictionary<TableTransactionAction, Piece>(ReferenceEqualityComparer.Instance);
        foreach (var piece in all)
            foreach (var action in piece.Actions) pieceOf[action] = piece;
        await Parallel.ForEachAsync(
            EntityBatches.Batches(all.Select(piece => piece.Actions)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (batch, token) =>
            {
                try
                {
                    await place.Table.SubmitTransactionAsync(batch, token);
                }
                catch (RequestFailedException exception) when (exception.Status is 409 or 412 || exception.ErrorCode == TableErrorCode.ResourceNotFound)
                {
                    lock (refused) refused.UnionWith(batch.Select(action => pieceOf[action]));
                }
            });
        return refused;
    }

    private static DateOnly DayOf(TableEntity row) => DateOnly.ParseExact(row.RowKey.AsSpan(0, 10), "yyyy-MM-dd");

    /// <summary>Where rows of one account are.</summary>
    private sealed record Place(TableClient Table, string Client, AccountRef Source, bool IsOfPosts)
    {
        /// <summary>How many days before or after its own the row of the same post may stand: exports may take its time for that of another zone.</summary>
        public int DaysBeside => IsOfPosts ? 1 : 0;

        public string IdentityOf(TableEntity row) => IsOfPosts ? PostTable.IdOf(row) : row.RowKey;

        /// <summary>What messages call it; null for a day.</summary>
        public string? ItemOf(TableEntity row) => IsOfPosts ? PostTable.IdOf(row) : null;

        public string KeyOf(TableEntity row) => IsOfPosts ? PostTable.KeyOf(Source, row) : row.RowKey;
    }

    private sealed record GivenRow(TableEntity Row, ExportRow Says);

    private sealed record StoredRow(TableEntity Row, ExportRow Says);

    /// <summary>Changes that are made together.</summary>
    private sealed class Piece(IReadOnlyList<TableTransactionAction> actions)
    {
        public IReadOnlyList<TableTransactionAction> Actions => actions;
    }
}
