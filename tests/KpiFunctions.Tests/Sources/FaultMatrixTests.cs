using System.Collections.Concurrent;
using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Sources;

/// <summary>
/// Every source under every fault that the simulator knows, over real HTTP: figures that are right, or a gap with its
/// reason. The page that this writes is <c>docs/sources/faults.md</c>.
/// </summary>
public sealed class FaultMatrixTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly DayRange Days = new(new(2026, 11, 11), new(2026, 11, 24));

    /// <summary>What is played, the fault's place there, and the name that it is to refuse.</summary>
    private static readonly IReadOnlyList<Subject> Subjects =
    [
        new("bluesky", "bluesky", "confiserie.bsky.example", null) { NoMetric = "has no metrics to name" },
        new("facebook", "facebook", "201100000000001", "page_media_view"),
        new("google-analytics", "ga4", "properties/310000001", "keyEvents") { NoCursor = "pages by offset" },
        new("google-analytics", "google-oauth", "properties/310000001", null) { NoMetric = "gives tokens", NoCursor = "gives tokens", NoEmpty = "gives tokens" },
        new("instagram", "facebook", "17841400000000001", "views"),
        new("mastodon", "mastodon", "confiserie@mastodon.example", null) { NoMetric = "has no metrics to name" },
        new("linkedin", "linkedin", "1234567", "organizationalEntityShareStatistics") { NoCursor = "pages by offset" },
        new("x", "x", "confiserie", null) { NoMetric = "has no metrics to name" },
        new("youtube", "youtube", "UC0000000201100000000001", "likes") { NoCursor = "one page holds four weeks" },
        new("matomo", "matomo", "1", "Referrers.getSocials") { NoCursor = "has no pages", Url = new("https://stats.confiserie-du-port.example/") },
    ];

    [Fact]
    public async Task Every_source_under_every_fault_gives_right_figures_or_says_why_not()
    {
        var page = new StringBuilder(Heading);
        var kinds = Enum.GetValues<FaultKind>();
        page.Append("| fault |").AppendJoin('|', Subjects.Select(subject => $" {subject.Title} ")).Append("|\n|---|").AppendJoin('|', Subjects.Select(_ => "---")).Append("|\n");
        var cells = new ConcurrentDictionary<(FaultKind, Subject), string>();
        await Task.WhenAll(Subjects.Select(async subject =>
        {
            foreach (var kind in kinds) cells[(kind, subject)] = subject.NotApplicable(kind) is { } reason ? $"n/a: {reason}" : await OutcomeAsync(subject, kind);
        }));
        foreach (var kind in kinds) page.Append($"| `{kind}` |").AppendJoin('|', Subjects.Select(subject => $" {cells[(kind, subject)]} ")).Append("|\n");

        var applicable = cells.Values.Count(cell => !cell.StartsWith("n/a", StringComparison.Ordinal));
        page.Append($"\n{cells.Count} cells: {applicable} played, {cells.Count - applicable} not applicable.\n");
        GoldenFile.Check("/docs/sources/faults.md", page.ToString());
    }

    private const string Heading = """
        # What goes wrong, source by source

        Written by a test (`FaultMatrixTests`) that fetches two weeks of each source from the simulator, first undisturbed, then under each fault, and compares.
        **right**: every figure is there and the same. **gap**: figures are missing, none is another than before, and the reason is kept: the kind of failure, or what was refused.
        **silent**: a good answer with nothing in it. Zeros that are concluded from it fill in what is not known, and replace nothing; where there are figures already, they stay as they were.


        """;

    /// <exception cref="Shouldly.ShouldAssertException">A figure is another than it was without the fault.</exception>
    private static async Task<string> OutcomeAsync(Subject subject, FaultKind kind)
    {
        await using var bench = await Bench.StartAsync();
        var (clean, _) = await bench.FetchAsync(subject);
        clean.ShouldNotBeEmpty();

        bench.Simulator.Faults.Add(new(kind) { At = subject.Platform, Metric = subject.Metric });
        bench.ForgetTokens();
        Dictionary<string, double> figures;
        IReadOnlyList<Refusal> refusals;
        try
        {
            (figures, refusals) = await bench.FetchAsync(subject);
        }
        catch (SourceException exception)
        {
            exception.Failure.Message.ShouldNotBeNullOrWhiteSpace();
            return $"gap: `{exception.Failure.Kind}`";
        }

        foreach (var (figure, value) in figures) clean.GetValueOrDefault(figure, double.NaN).ShouldBe(value, $"{subject.Title} {kind} {figure}");
        if (figures.Count == clean.Count && refusals.Count == 0) return "right";
        if (refusals.Count > 0) return $"gap: {string.Join(", ", refusals.Select(refusal => $"{refusal.What} `{refusal.Failure.Kind}`").Distinct())}";
        figures.ShouldBeEmpty($"{subject.Title} {kind}: a part of the figures without a reason for the rest");
        return "silent";
    }

    private sealed record Subject(string Type, string Platform, string Account, string? Metric)
    {
        public Uri? Url { get; init; }

        public string? NoMetric { get; init; }

        public string? NoCursor { get; init; }

        public string? NoEmpty { get; init; }

        public string Title => Platform == "google-oauth" ? "google-analytics, its tokens" : Type;

        public SourceConfig Config => new() { Type = Type, Account = Account, Name = Type, Url = Url };

        public string? NotApplicable(FaultKind kind) => kind switch
        {
            FaultKind.RefuseMetric => NoMetric,
            FaultKind.RepeatedCursor => NoCursor,
            FaultKind.NoData => NoEmpty,
            _ => null,
        };
    }

    /// <summary>The sources as a host registers them, on the simulator, with a clock that runs ten times as fast as the real one.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        private readonly FakeTimeProvider clock = new(Now);
        private ServiceProvider services = null!;

        public SimulatorServer Simulator { get; private set; } = null!;

        public static async Task<Bench> StartAsync()
        {
            var bench = new Bench();
            bench.Simulator = await SimulatorServer.StartAsync(new() { TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken);
            bench.ForgetTokens();
            return bench;
        }

        public void ForgetTokens()
        {
            services?.Dispose();
            var collection = new ServiceCollection();
            collection.AddSingleton<TimeProvider>(clock);
            collection.AddSources();
            collection.Configure<SourceHttpOptions>(http => http.AllowLoopback = true);
            collection.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new SimulatorRouting(Simulator.Address)));
            services = collection.BuildServiceProvider();
        }

        public async Task<(Dictionary<string, double> Figures, IReadOnlyList<Refusal> Refusals)> FetchAsync(Subject subject)
        {
            var fetch = ReadAsync(subject);
            while (!fetch.IsCompleted)
            {
                await Task.WhenAny(fetch, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            clock.AdjustTime(Now);
            return await fetch;
        }

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await Simulator.DisposeAsync();
        }

        private async Task<(Dictionary<string, double> Figures, IReadOnlyList<Refusal> Refusals)> ReadAsync(Subject subject)
        {
            var (figures, refusals) = (new Dictionary<string, double>(StringComparer.Ordinal), new List<Refusal>());
            var secret = subject.Type switch { "google-analytics" => SimulatorSecrets.For("google"), "youtube" => SimulatorSecrets.For("youtube"), _ => "a-token" };
            var source = services.GetRequiredService<SourceCatalog>().Find(subject.Type)!;
            await foreach (var page in source.FetchAsync(new(subject.Config, secret, Days, Zone.Find("Europe/Paris")!), TestContext.Current.CancellationToken))
            {
                foreach (var reading in page.Readings.Where(reading => !reading.FillsOnly))
                {
                    foreach (var (metric, value) in reading.Values) figures[$"{reading.Day:yyyy-MM-dd} {metric}"] = value;

                    // Without a report of senders, a channel's visits are one slice: their sum is the figure.
                    foreach (var channel in (reading.Traffic ?? []).GroupBy(slice => slice.Channel)) figures[$"{reading.Day:yyyy-MM-dd} {channel.Key}"] = channel.Sum(slice => slice.Sessions);
                }

                foreach (var post in page.Posts)
                    foreach (var (metric, value) in post.Values) figures[$"{post.Id} {metric}"] = value;
                refusals.AddRange(page.Refusals);
            }

            return (figures, refusals);
        }
    }
}
