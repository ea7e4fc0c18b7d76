using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>
/// <c>Posts</c>: one row is one post, with its figures as they stood when it was last fetched. Rows are keyed by the UTC
/// day of publication, which does not move when a client moves to another zone.
/// </summary>
public sealed class PostTable
{
    /// <summary>Before a metric's key: its value as first reported.</summary>
    private const string ReportedPrefix = "r_";

    private readonly TableClient table;
    private readonly GroupCommit writes;
    private readonly FencedWrites fenced;

    public PostTable(StorageAccount account)
    {
        (table, writes) = (account.Table(TableNames.Posts), account.GroupCommit(TableNames.Posts));
        fenced = new(table, writes);
    }

    /// <summary>Stores posts that nobody else writes; figures that are not known now keep their last value.</summary>
    public Task StoreAsync(string client, IReadOnlyCollection<Post> posts, CancellationToken cancellationToken) => StoreAsync(client, posts, null, cancellationToken);

    /// <summary>Stores a source's posts; figures that are not known now keep their last value.</summary>
    /// <param name="lease">The account's; null where nobody else writes its posts.</param>
    /// <exception cref="OvertakenException">The lease had run out, and a later fetch has stored posts.</exception>
    public Task StoreAsync(string client, IReadOnlyCollection<Post> posts, AccountLease? lease, CancellationToken cancellationToken)
    {
        var rows = posts.Select(post => ToRow(client, Plausibility.Of(post)));
        return lease is null ? writes.MergeAsync(rows, cancellationToken) : fenced.MergeAsync(lease.Posts, rows, cancellationToken);
    }

    /// <summary>Every post that was published on some days in whatever zone, in order of publication.</summary>
    public async Task<IReadOnlyList<Post>> ReadAsync(string client, DayRange days, CancellationToken cancellationToken)
    {
        var posts = new List<Post>();
        var filter = TableKey.Between(TableKey.Of(client), TableKey.Of(days.First.AddDays(-1)), TableKey.Of(days.Last.AddDays(1)));
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) posts.Add(FromRow(row));
        return [.. posts
            .GroupBy(post => (post.Account, post.Id)).Select(same => same.MaxBy(post => post.FetchedAt)!)
            .OrderBy(post => post.Published).ThenBy(post => post.Id, StringComparer.Ordinal)];
    }

    /// <summary>Keeps the posts' figures as those that their week was first reported with. Posts that have some keep them.</summary>
    /// <param name="posts">As they were read for the report.</param>
    public Task KeepReportedAsync(string client, IReadOnlyCollection<Post> posts, CancellationToken cancellationToken) =>
        writes.MergeAsync(posts.Where(post => post.AsReported is null).Select(post => ReportedRow(client, post)), cancellationToken);

    private static TableEntity ReportedRow(string client, Post post)
    {
        var row = IdentityRow(client, post);
        row["ReportedAt"] = post.FetchedAt;
        ReadingTable.AddMetrics(row, post.Values, ReportedPrefix);
        return row;
    }

    internal static TableEntity ToRow(string client, Post post)
    {
        var row = IdentityRow(client, post);
        row["FetchedAt"] = post.FetchedAt;
        ReadingTable.AddMetrics(row, post.Values, post.Impossible);
        if (post.Type is not null) row["Type"] = post.Type;
        if (post.Excerpt is not null) row["Excerpt"] = post.Excerpt;
        if (post.Link is not null) row["Link"] = post.Link;
        return row;
    }

    /// <summary>What every row has. An export may move a post's row meanwhile: one that is made anew is then a whole one.</summary>
    private static TableEntity IdentityRow(string client, Post post) => new(TableKey.Of(client), KeyOf(post.Account, post.Id, post.Published))
    {
        ["Source"] = post.Account.Source,
        ["Account"] = post.Account.Account,
        ["Id"] = post.Id,
        ["Published"] = post.Published,
        ["IsMention"] = post.IsMention,
    };

    /// <summary>The key of a post's row within its client's partition.</summary>
    internal static string KeyOf(AccountRef account, string id, DateTimeOffset published) =>
        $"{TableKey.Of(DateOnly.FromDateTime(published.UtcDateTime))}|{TableKey.Of(account.Source, account.Account, id)}";

    /// <summary>The key of a row under the time of publication that it has.</summary>
    internal static string KeyOf(AccountRef account, TableEntity row) => KeyOf(account, IdOf(row), row.GetDateTimeOffset("Published")!.Value);

    /// <summary>The post's identifier.</summary>
    internal static string IdOf(TableEntity row) => row.GetString("Id");

    private static Post FromRow(TableEntity row) => new()
    {
        Account = new(row.GetString("Source"), row.GetString("Account")),
        Id = row.GetString("Id"),
        Published = row.GetDateTimeOffset("Published") ?? DateTimeOffset.MinValue,
        Type = row.GetString("Type"),
        Excerpt = row.GetString("Excerpt"),
        Link = row.GetString("Link"),
        IsMention = row.GetBoolean("IsMention") ?? false,
        Values = ReadingTable.MetricColumns(row),
        Impossible = ReadingTable.ImpossibleColumns(row),
        FetchedAt = row.GetDateTimeOffset("FetchedAt") ?? DateTimeOffset.MinValue,
        AsReported = row.GetDateTimeOffset("ReportedAt") is { } reportedAt ? new(reportedAt, ReadingTable.MetricColumns(row, ReportedPrefix)) : null,
    };
}
