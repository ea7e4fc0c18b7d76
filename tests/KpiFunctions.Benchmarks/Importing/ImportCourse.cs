using Azure.Data.Tables;
using KpiFunctions.Benchmarks.Fetching;
using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Benchmarks.Importing;

/// <summary>An export of many posts and days, stored by the pipeline and barely.</summary>
internal sealed class ImportCourse(StorageAccount account, int posts, int days)
{
    private const string Client = "client";
    private const int AtOnce = 4;

    private static readonly (string From, string To)[] Tables = [(TableNames.Readings, "BareReadings"), (TableNames.Posts, "BarePosts")];
    private static readonly AccountRef Page = new("files", "page");
    private static readonly DateTimeOffset Dropped = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Last = new(2026, 11, 27);

    private readonly ExportTable exports = new(account);
    private readonly StoredExport first = Export(posts, days, 0);
    private readonly StoredExport newer = Export(posts, days, 1);

    /// <summary>Into empty tables, on both sides.</summary>
    public async Task<(Comparison Times, int Rows)> CompareFirstAsync(int rounds, CancellationToken cancellationToken)
    {
        await EmptyAsync(cancellationToken);
        await StoreAsync(first, cancellationToken);
        return await CompareAsync(EmptyAsync, first, rounds, cancellationToken);
    }

    /// <summary>Over the rows of an older export, on both sides: each row is replaced.</summary>
    public async Task<(Comparison Times, int Rows)> CompareNewerAsync(int rounds, CancellationToken cancellationToken)
    {
        var round = 1;
        await StoreAsync(newer, cancellationToken);

        // Each round's export is newer than the one before.
        return await CompareAsync(_ => Task.CompletedTask, () => newer with { Stamp = newer.Stamp with { DroppedAt = Dropped.AddHours(++round) } }, rounds, cancellationToken);
    }

    /// <summary>The same export again, which changes no row; the bare side writes them all.</summary>
    public async Task<(Comparison Times, int Rows)> CompareSameAsync(int rounds, CancellationToken cancellationToken)
    {
        var latest = newer with { Stamp = newer.Stamp with { DroppedAt = Dropped.AddDays(30) } };
        await StoreAsync(latest, cancellationToken);
        return await CompareAsync(_ => Task.CompletedTask, latest, rounds, cancellationToken);
    }

    private Task<(Comparison Times, int Rows)> CompareAsync(Func<CancellationToken, Task> prepareAsync, StoredExport export, int rounds, CancellationToken cancellationToken) =>
        CompareAsync(prepareAsync, () => export, rounds, cancellationToken);

    private async Task<(Comparison Times, int Rows)> CompareAsync(Func<CancellationToken, Task> prepareAsync, Func<StoredExport> next, int rounds, CancellationToken cancellationToken)
    {
        foreach (var (_, to) in Tables) await account.Table(to).CreateIfNotExistsAsync(cancellationToken);
        var bare = await BareUpsert.OfAsync(account, Tables, null, cancellationToken);
        if (bare.Rows != posts + days) throw new InvalidOperationException($"{bare.Rows} rows are stored, and {posts + days} were to be.");
        var times = await PairedRuns.CompareAsync(
            new(prepareAsync, token => StoreAsync(next(), token)),
            new(prepareAsync, token => bare.RunAsync(AtOnce, token)),
            warmUps: 1, rounds, TimeProvider.System, round => Console.Error.WriteLine($"… round {round + 1}"), cancellationToken);
        return (times, bare.Rows);
    }

    private Task<ExportChanges> StoreAsync(StoredExport export, CancellationToken cancellationToken) => exports.StoreAsync(Client, Page, export, fillsIn: false, cancellationToken);

    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Tables.SelectMany(pair => new[] { pair.From, pair.To }))
        {
            await account.Table(name).DeleteAsync(cancellationToken);
            await account.Table(name).CreateIfNotExistsAsync(cancellationToken);
        }
    }

    /// <summary>As Meta's exports are: figures since publication, a text and a link for each post; and a reach for each day.</summary>
    private static StoredExport Export(int posts, int days, int more) => new(
        [.. Enumerable.Range(0, days).Select(i => new Reading
        {
            Account = Page,
            Day = Last.AddDays(-i),
            Values = new Dictionary<Metric, double> { [Metrics.Views] = 900 + i + more, [Metrics.Reach] = 400 + i + more },
            Settled = true,
            FetchedAt = Dropped,
        })],
        [.. Enumerable.Range(0, posts).Select(i => new Post
        {
            Account = Page,
            Id = $"1222000{i:D11}",
            Published = new DateTimeOffset(Last, new(20, 0), TimeSpan.Zero).AddHours(-i),
            Type = "Photos",
            Excerpt = $"Nouveau en boutique, numéro {i} : venez le goûter avant tout le monde, jusqu'à samedi.",
            Link = $"https://www.facebook.com/1/posts/1222000{i:D11}",
            Values = new Dictionary<Metric, double>
            {
                [Metrics.Views] = 900 + i + more, [Metrics.Reach] = 400 + i + more, [Metrics.Reactions] = 10 + more, [Metrics.Comments] = 1, [Metrics.Shares] = 1, [Metrics.Clicks] = 5 + more,
            },
            FetchedAt = Dropped,
        })],
        ExportStamp.Of(Last, Dropped.AddHours(more), "meta.csv"), Dropped);
}
