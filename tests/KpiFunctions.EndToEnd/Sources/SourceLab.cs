using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>What came of one fetch.</summary>
/// <param name="Answer">The figures that the platform's answer gave, by name.</param>
/// <param name="Failure">Why the fetch broke off; null where it did not.</param>
internal sealed record LabFetch(IReadOnlyDictionary<string, double> Answer, IReadOnlyList<Refusal> Refusals, DateOnly? Through, SourceFailure? Failure)
{
    /// <summary>Whether a later fetch stored rows before it.</summary>
    public bool IsOvertaken { get; init; }
}

/// <summary>
/// One source against its simulated platform, stored on real tables by the pipeline's own fetch. The clock stands still
/// between fetches, and runs ten times as fast as the real one during them, so that time limits are reached.
/// </summary>
internal sealed class SourceLab : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Now);
    private readonly SimulatedCredentials credentials = new();
    private readonly string connection;
    private ServiceProvider services = null!;

    private SourceLab(string connection, SimulatorServer simulator) => (this.connection, Simulator) = (connection, simulator);

    /// <summary>The two weeks that are fetched; the last day is not over.</summary>
    public static DayRange Days { get; } = new(new(2026, 11, 11), new(2026, 11, 24));

    public SimulatorServer Simulator { get; }

    public static async Task<SourceLab> StartAsync(string connection)
    {
        var lab = new SourceLab(connection, await SimulatorServer.StartAsync(new() { TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken));
        lab.ForgetTokens();
        return lab;
    }

    /// <summary>As after a restart: access tokens in memory are gone.</summary>
    public void ForgetTokens()
    {
        services?.Dispose();
        services = StartHost();
    }

    /// <summary>Fetches the days of an account and stores what comes under a client.</summary>
    public async Task<LabFetch> FetchAsync(string client, SourceConfig source)
    {
        var fetch = FetchAsync(services, client, source, Now);
        while (!fetch.IsCompleted)
        {
            await Task.WhenAny(fetch, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
            if (!fetch.IsCompleted) clock.Advance(TimeSpan.FromSeconds(1));
        }

        clock.AdjustTime(Now);
        return await fetch;
    }

    /// <summary>
    /// Fetches on two hosts: the platform holds the answer to the first, whose lease runs out, until the second is done, and
    /// has counted anew in between. The clock stands still, so that no time limit ends the first.
    /// </summary>
    /// <param name="at">The platform that holds the answer.</param>
    /// <param name="asked">Which requests it holds, over the request.</param>
    /// <param name="client">Where the answers are stored.</param>
    /// <param name="meantime">Runs when the second is done, before the first goes on.</param>
    /// <returns>What came of the first.</returns>
    public async Task<LabFetch> OvertakenAsync(string at, string asked, string client, SourceConfig source, Func<Task> meantime)
    {
        await using var slow = StartHost();
        var held = new HeldAnswer();
        using var late = Simulator.Faults.Add(new(FaultKind.LateAnswer) { At = at, Rule = new(asked), Held = held, Times = 1 });
        var older = FetchAsync(slow, client, source, Now);
        try
        {
            await Task.WhenAny(held.Arrived, older);
            using (Simulator.Faults.Add(new(FaultKind.Restated)))
            {
                (await FetchAsync(services, client, source, Now + AccountLease.Length + TimeSpan.FromMinutes(1))).Failure.ShouldBeNull();
            }

            await meantime();
        }
        finally
        {
            held.Release();
        }

        return await older;
    }

    private ServiceProvider StartHost()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddKpiPipeline(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [Connections.Data] = connection, ["Secrets:File"] = "none.json" }).Build());
        collection.AddSingleton<ICredentialStore>(credentials);
        collection.Configure<SourceHttpOptions>(http => http.AllowLoopback = true);
        collection.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new SimulatorRouting(Simulator.Address)));
        return collection.BuildServiceProvider();
    }

    /// <param name="began">When the account's lease is taken.</param>
    private static async Task<LabFetch> FetchAsync(ServiceProvider host, string client, SourceConfig source, DateTimeOffset began)
    {
        var recorder = new Recorder(host.GetRequiredService<SourceCatalog>().Find(source.Type)!);
        var cursors = host.GetRequiredService<CursorTable>();
        var stored = await cursors.FindStoredAsync(client, source.Ref, TestContext.Current.CancellationToken);
        var lease = (await cursors.TryLeaseAsync(client, stored, attempt: null, began, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        try
        {
            var outcome = await host.GetRequiredService<AccountFetch>().RunAsync(
                ClientOf(client, source), source, recorder, Days, Allowance.Unlimited, new HashSet<string>(), lease, TestContext.Current.CancellationToken);
            return new(recorder.Answer, outcome.Refusals, outcome.Through, null);
        }
        catch (SourceException exception)
        {
            return new(recorder.Answer, [], null, exception.Failure);
        }
        catch (OvertakenException)
        {
            return new(recorder.Answer, [], null, null) { IsOvertaken = true };
        }
    }

    /// <summary>Everything that is stored of a client.</summary>
    public async Task<(IReadOnlyList<Reading> Readings, IReadOnlyList<Post> Posts)> StoredAsync(string client)
    {
        var all = new DayRange(Days.First.AddDays(-200), Days.Last.AddDays(2));
        return (await services.GetRequiredService<ReadingTable>().ReadAsync(client, all, TestContext.Current.CancellationToken),
            await services.GetRequiredService<PostTable>().ReadAsync(client, all, TestContext.Current.CancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private static ClientConfig ClientOf(string id, SourceConfig source) => new()
    {
        Id = id,
        Name = id,
        Language = "en",
        Schedule = new(DayOfWeek.Monday, new(9, 0), Zone.Find("Europe/Paris")!),
        Recipients = [],
        Consultant = new("Studio", "studio@agency.example"),
        ReplyTo = "studio@agency.example",
        Brand = new("Studio", "#1f4e79", null),
        Sources = [source],
        Objectives = [],
    };

    /// <summary>Keeps what a source gives on its way into the tables.</summary>
    private sealed class Recorder(ISource source) : ISource
    {
        private readonly List<Reading> readings = [];
        private readonly List<Post> posts = [];

        /// <summary>The figures that were given; not those that are concluded from silence.</summary>
        public IReadOnlyDictionary<string, double> Answer => Figures.Of(readings.Where(reading => !reading.Inferred), posts);

        public SourceTraits Traits => source.Traits;

        public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var page in source.FetchAsync(request, cancellationToken))
            {
                readings.AddRange(page.Readings);
                posts.AddRange(page.Posts);
                yield return page;
            }
        }
    }
}

/// <summary>Readings and posts as figures with names, to be compared.</summary>
internal static class Figures
{
    /// <summary>
    /// By <c>2026-11-23 reach</c>, <c>2026-11-23 Direct</c> (the visits of a channel, however finely they are told apart),
    /// <c>post 17 views</c>, <c>post 17 post</c> (that there is such a post).
    /// </summary>
    public static IReadOnlyDictionary<string, double> Of(IEnumerable<Reading> readings, IEnumerable<Post> posts)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var reading in readings)
        {
            foreach (var (metric, value) in reading.Values) figures[$"{reading.Day:yyyy-MM-dd} {metric}"] = value;
            foreach (var channel in (reading.Traffic ?? []).GroupBy(slice => slice.Channel)) figures[$"{reading.Day:yyyy-MM-dd} {channel.Key}"] = channel.Sum(slice => slice.Sessions);
        }

        foreach (var post in posts)
        {
            figures[$"post {post.Id} post"] = 1;
            foreach (var (metric, value) in post.Values) figures[$"post {post.Id} {metric}"] = value;
        }

        return figures;
    }
}
