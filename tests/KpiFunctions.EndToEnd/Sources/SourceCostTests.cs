using System.Globalization;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Tests;
using KpiFunctions.Tests.Sources;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>What a client's account costs in requests and bytes: written into the source's page.</summary>
public sealed class SourceCostTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 24);

    /// <summary>Tokens of Google's are asked for once an hour, and count against no quota of figures.</summary>
    private const string TokenHost = "oauth2.googleapis.com";

    /// <summary>The planner's rounds in a day.</summary>
    private const int Rounds = 6;

    public static TheoryData<string> Types => [.. AllSources.Traits.Values.Where(traits => traits.IsFetched).Select(traits => traits.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_page_says_what_an_account_costs_and_every_request_is_counted(string type)
    {
        var (first, usual, fetches) = await CostsAsync(type);
        var limits = LimitsOf(type);

        GoldenFile.CheckSection($"/docs/sources/{type}.md", "cost", string.Create(CultureInfo.InvariantCulture, $"""
            Measured on the simulator's sample account: the first fetch of fourteen weeks makes {Count(first.Requests)} for {Kilobytes(first.Bytes)} KB, a usual one {usual.Requests} for {Kilobytes(usual.Bytes)} KB.
            With {(fetches == 1 ? "one fetch" : $"{fetches} fetches")} a day that is **{Count(usual.Requests * fetches)} and {Kilobytes(usual.Bytes * fetches)} KB per client and day** (bodies of answers, before compression).
            {(limits.Beyond is { } reason ? $"The API would allow {first.Fewest} and {usual.Fewest}: {reason}." : "The API allows no fewer.")} All sources beside each other are in [costs](costs.md).

            """));
    }

    [Fact]
    public async Task A_table_holds_every_source_against_the_fewest_requests_that_its_API_allows()
    {
        // Heading and rows together: a comment between them would end the table.
        var rows = new List<string>
        {
            "",
            "| source | the API gives at once | first: requests | fewest | KB | usual: requests | fewest | KB | fetches a day | requests a day | KB a day |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
        };
        foreach (var type in Types.Select(row => row.Data).Order(StringComparer.Ordinal))
        {
            var (first, usual, fetches) = await CostsAsync(type);
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"""
                | [`{type}`]({type}.md) | {LimitsOf(type).AtOnce} | {first.Requests} | {first.Fewest} | {Kilobytes(first.Bytes)} | {usual.Requests} | {usual.Fewest} | {Kilobytes(usual.Bytes)} | {fetches} | {usual.Requests * fetches} | {Kilobytes(usual.Bytes * fetches)} |
                """));
        }

        GoldenFile.CheckSection("/docs/sources/costs.md", "costs", string.Join('\n', [.. rows, "", ""]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_fetch_makes_the_fewest_requests_that_the_API_allows_or_says_why_not(string type)
    {
        var (first, usual, _) = await CostsAsync(type);

        if (LimitsOf(type).Beyond is not null) (first.Requests > first.Fewest || usual.Requests > usual.Fewest).ShouldBeTrue($"{type}: there is nothing left to explain");
        else (first.Requests, usual.Requests).ShouldBe((first.Fewest, usual.Fewest), $"{type}: first {first.Made}; usual {usual.Made}");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_try_that_is_repeated_is_counted_too(string type)
    {
        var subject = SubjectOf(type);
        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken);
        simulator.Faults.Add(new(FaultKind.ServerError) { At = subject.Platform, Times = 2 });
        var counter = new Counter();
        using var sources = new SimulatedSources(simulator, Now, _ => Task.CompletedTask);
        var fetch = FetchAsync(sources, subject, new(Today.AddDays(-7), Today), counter);
        while (!fetch.IsCompleted)
        {
            await Task.WhenAny(fetch, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
            sources.Clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        // What is paid is not repeated, and TikTok's errors come with status 200: the first fault ends such a fetch.
        var isRepeated = AllSources.Traits[type].Price is null && type != "tiktok";
        if (isRepeated) await fetch;
        else await fetch.ShouldThrowAsync<SourceException>();
        var tries = simulator.Requests.All.Count(request => request.Host != TokenHost);
        tries.ShouldBe(counter.Taken, $"{type}: a try that was not taken from the allowance passes every quota");
        tries.ShouldBe(isRepeated ? (await MeasureAsync(type, new(Today.AddDays(-7), Today))).Counted + 2 : 1);
    }

    /// <summary>The first fetch, one of every day, and how many of these a day has.</summary>
    private static async Task<(Cost First, Cost Usual, int Fetches)> CostsAsync(string type)
    {
        var traits = AllSources.Traits[type];
        return (
            await MeasureAsync(type, new(IsoWeek.Of(Today).Plus(-14).Monday, Today)),
            await MeasureAsync(type, new(Today.AddDays(-Math.Max(1, traits.LookBackDays)), Today)),
            Math.Min(Rounds, (int)Math.Floor(TimeSpan.FromDays(1) / RoundedUp(traits.AskEvery))));
    }

    private static SourceLimits LimitsOf(string type) =>
        SourceLimits.All.SingleOrDefault(limits => limits.Type == type).ShouldNotBeNull($"no ILabSource says what {type} gives at once: add one, and a row to docs/sources/costs.md");

    /// <summary>What is due is sent every quarter of an hour.</summary>
    private static TimeSpan RoundedUp(TimeSpan askEvery) => TimeSpan.FromMinutes(15) * Math.Ceiling(askEvery / TimeSpan.FromMinutes(15));

    private static string Count(int requests) => requests == 1 ? "1 request" : $"{requests} requests";

    private static string Kilobytes(long bytes) => Math.Ceiling(bytes / 1000.0).ToString("#,0", CultureInfo.InvariantCulture);

    private static LabSubject SubjectOf(string type) =>
        LabSubject.All.FirstOrDefault(subject => subject.Type == type && !subject.IsTokens).ShouldNotBeNull($"no ILabSource has an account for {type}");

    private static async Task<IReadOnlyList<Post>> FetchAsync(SimulatedSources sources, LabSubject subject, DayRange days, IAllowance requests)
    {
        var posts = new List<Post>();
        var secret = await new SimulatedCredentials().FindAsync(subject.Config.Credential!, TestContext.Current.CancellationToken);
        var request = new SourceRequest(subject.Config, secret!.Value, days, Zone.Find("Europe/Paris")!) { Requests = requests };
        await foreach (var page in sources.Catalog.Find(subject.Type)!.FetchAsync(request, TestContext.Current.CancellationToken))
        {
            page.Refusals.ShouldBeEmpty();
            posts.AddRange(page.Posts);
        }

        return posts;
    }

    private static async Task<Cost> MeasureAsync(string type, DayRange days)
    {
        var subject = SubjectOf(type);
        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = new FakeTimeProvider(Now) }, TestContext.Current.CancellationToken);
        var (bytes, tokens, counter) = (0L, 0, new Counter());
        using var sources = new SimulatedSources(simulator, Now, answer =>
        {
            bytes += answer.Content.Headers.ContentLength ?? 0;
            if (answer.RequestMessage!.RequestUri!.Host == TokenHost) tokens++;
            return Task.CompletedTask;
        });
        var posts = await FetchAsync(sources, subject, days, counter);

        counter.Taken.ShouldBe(simulator.Requests.All.Count - tokens, $"{type}: a request that was not taken from the allowance passes every quota");
        var made = simulator.Requests.All.GroupBy(request => request.Path).Select(group => $"{group.Count()} {group.Key}");
        return new(simulator.Requests.All.Count, counter.Taken, bytes, LimitsOf(type).Fewest(days, posts)) { Made = string.Join(", ", made) };
    }

    /// <param name="Counted">Of the requests, those that were taken from the allowance.</param>
    /// <param name="Bytes">Of the answers' bodies, before compression.</param>
    /// <param name="Fewest">The requests that the API's limits would allow.</param>
    private sealed record Cost(int Requests, int Counted, long Bytes, int Fewest)
    {
        /// <summary>The requests by their path.</summary>
        public required string Made { get; init; }
    }

    private sealed class Counter : IAllowance
    {
        public int Taken { get; private set; }

        public ValueTask<int> TakeAsync(int least, int most, CancellationToken cancellationToken)
        {
            Taken += most;
            return ValueTask.FromResult(most);
        }

        public ValueTask GiveBackAsync(int units, CancellationToken cancellationToken)
        {
            Taken -= units;
            return ValueTask.CompletedTask;
        }
    }
}
