using System.Text;
using Azure.Data.Tables;
using KpiFunctions.Benchmarks.Paired;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;

namespace KpiFunctions.Benchmarks.Fetching;

/// <summary>Requests of one run of the pipeline.</summary>
internal sealed record FetchRequests(int ToStorage, int ToPlatforms);

/// <summary>What came out.</summary>
/// <param name="Rows">Rows of <c>Readings</c> and <c>Posts</c> that each side wrote.</param>
internal sealed record FetchComparison(int Accounts, int Rows, Comparison Times, FetchRequests Requests, int BareRequests);

/// <summary>
/// Both sides on one storage. Each writes tables of its own, which are in the same state when a run begins; rows and
/// parallelism are the same.
/// </summary>
internal sealed class FetchCourse(LocalPipeline pipeline, SimulatorServer simulator, int clients) : IDisposable
{
    private const int WarmUps = 2;

    /// <summary>No planner queues anything meanwhile.</summary>
    private static readonly DateTimeOffset FarAway = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string From, string To)[] Tables = [(TableNames.Readings, "BareReadings"), (TableNames.Posts, "BarePosts")];

    private readonly StorageAccount account = pipeline.Account;
    private readonly FetchJob job = pipeline.Get<FetchJob>();
    private readonly IReadOnlyList<FetchMessage> messages = BenchmarkClients.Messages(clients);
    private readonly QueueSettings host = QueueSettings.Read();
    private readonly int storagePort = pipeline.Account.Table(TableNames.Readings).Uri.Port;
    private readonly RequestMeter meter = new();

    /// <summary>As their configs do when they are dropped.</summary>
    public async Task PutClientsInForceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (parser, directory) = (pipeline.Get<ConfigParser>(), pipeline.Get<ClientDirectory>());
        foreach (var (id, text) in BenchmarkClients.Configs(clients))
        {
            var json = Encoding.UTF8.GetBytes(text);
            var config = parser.ParseAccepted(id + ".json", json) ?? throw new InvalidOperationException($"The config of {id} is refused.");
            await directory.PutInForceAsync(config, json, await directory.VersionOfAsync(id, cancellationToken), now, cancellationToken);
        }
    }

    /// <summary>Accounts that were never fetched, into empty tables.</summary>
    public async Task<FetchComparison> CompareFirstFetchesAsync(int rounds, CancellationToken cancellationToken)
    {
        await FetchAsync(cancellationToken);
        await CheckAsync(cancellationToken);
        var bare = await BareUpsert.OfAsync(account, Tables, null, cancellationToken);
        return await CompareAsync(
            new(
                async token =>
                {
                    await EmptyAsync([TableNames.Readings, TableNames.Posts, TableNames.Cursors], token);
                    await NoteAsDueAsync(token);
                },
                FetchAsync),
            new(token => EmptyAsync(Tables.Select(table => table.To), token), token => bare.RunAsync(host.AtOnce, token)),
            bare, rounds, cancellationToken);
    }

    /// <summary>Accounts that were fetched before: days that may be restated are written again, and a new one is added.</summary>
    public async Task<FetchComparison> CompareRoutineFetchesAsync(int rounds, CancellationToken cancellationToken)
    {
        var cursors = await ReadCursorsAsync(cancellationToken);
        await EmptyAsync(Tables.Select(table => table.To), cancellationToken);
        await (await BareUpsert.OfAsync(account, Tables, null, cancellationToken)).RunAsync(host.AtOnce, cancellationToken);

        var now = pipeline.Get<TimeProvider>().GetUtcNow();
        await FetchAsync(cancellationToken);
        await CheckAsync(cancellationToken);
        var bare = await BareUpsert.OfAsync(account, Tables, TableClient.CreateQueryFilter($"FetchedAt eq {now}"), cancellationToken);
        return await CompareAsync(
            new(
                async token =>
                {
                    foreach (var (client, cursor) in cursors) await SetBackAsync(client, cursor, token);
                    await NoteAsDueAsync(token);
                },
                FetchAsync),
            new(_ => Task.CompletedTask, token => bare.RunAsync(host.AtOnce, token)),
            bare, rounds, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private async Task<FetchComparison> CompareAsync(Contender fetch, Contender upsert, BareUpsert bare, int rounds, CancellationToken cancellationToken)
    {
        var (requests, bareRequests) = (new FetchRequests(0, 0), 0);
        var times = await PairedRuns.CompareAsync(
            Counted(fetch, () => requests = new(meter.CountOf(storagePort), meter.CountOf(simulator.Address.Port))),
            Counted(upsert, () => bareRequests = meter.CountOf(storagePort)),
            WarmUps, rounds, TimeProvider.System, round => Console.Error.WriteLine(round < 0 ? "warm-up" : $"round {round + 1} of {rounds}"), cancellationToken);
        await CheckAsync(cancellationToken);
        return new(messages.Count, bare.Rows, times, requests, bareRequests);
    }

    private Contender Counted(Contender contender, Action note) => contender with
    {
        RunAsync = async token =>
        {
            meter.Reset();
            await contender.RunAsync(token);
            note();
        },
    };

    /// <summary>As the Functions host does: another batch of messages as soon as few of the last one are left.</summary>
    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        foreach (var batch in messages.Chunk(host.BatchSize))
        {
            while (running.Count > host.NewBatchThreshold)
            {
                var done = await Task.WhenAny(running);
                running.Remove(done);
                await done;
            }

            running.AddRange(batch.Select(message => Task.Run(() => job.RunAsync(message, cancellationToken), cancellationToken)));
        }

        await Task.WhenAll(running);
    }

    /// <summary>As the planner does, whose messages the fetches strike off.</summary>
    private async Task NoteAsDueAsync(CancellationToken cancellationToken)
    {
        foreach (var message in messages) await pipeline.Get<Outbox>().PutOffAsync(message, FarAway, cancellationToken);
    }

    /// <summary>Replaces a cursor by an earlier one. The number of its leases goes on, as the fences of the account's rows expect it.</summary>
    private async Task SetBackAsync(string client, Cursor earlier, CancellationToken cancellationToken)
    {
        var cursor = await pipeline.Get<CursorTable>().FindAsync(client, earlier.Account, cancellationToken);
        await pipeline.Get<CursorTable>().WriteAsync(
            client, earlier with { Fence = cursor.Fence, ReadingsFence = cursor.ReadingsFence, PostsFence = cursor.PostsFence }, cancellationToken);
    }

    private async Task EmptyAsync(IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await account.Table(table).DeleteAsync(cancellationToken);
            await account.Table(table).CreateAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<(string Client, Cursor Cursor)>> ReadCursorsAsync(CancellationToken cancellationToken)
    {
        var cursors = new List<(string, Cursor)>();
        foreach (var client in BenchmarkClients.Configs(clients).Keys)
            cursors.AddRange((await pipeline.Get<CursorTable>().ReadAsync(client, cancellationToken)).Select(cursor => (client, cursor)));
        return cursors;
    }

    /// <summary>A fetch that failed would be quick.</summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = pipeline.Get<TimeProvider>().GetUtcNow();
        var fetched = (await ReadCursorsAsync(cancellationToken)).Where(each => each.Cursor.Trouble is null && each.Cursor.LastSuccess == now).ToList();
        if (fetched.Count != messages.Count) throw new InvalidOperationException($"Only {fetched.Count} of {messages.Count} accounts were fetched.");
    }
}
