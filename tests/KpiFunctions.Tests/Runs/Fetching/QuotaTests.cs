using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.YouTube;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>What all clients share at a platform is never passed, and everybody has a turn.</summary>
public sealed class QuotaTests
{
    private static readonly QuotaWindow Window = YouTubeMetrics.Traits.Quota!.Window;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_few_clients_share_a_quota_for_three_days() => ShareAsync(clients: 8, days: 3, requestsADay: 120);

    [LongFact]
    public Task Forty_clients_share_a_quota_for_a_week() => ShareAsync(clients: 40, days: 7, requestsADay: 600);

    [FullFact]
    public Task Two_hundred_clients_share_a_quota_for_thirty_days() => ShareAsync(clients: 200, days: 30, requestsADay: 3000);

    [Fact]
    public async Task Of_many_who_take_at_the_same_time_nobody_gets_what_is_not_there()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var other = await test.StartAnotherAsync();
        var tables = new[] { test.Get<QuotaTable>(), other.Get<QuotaTable>() };

        var given = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => tables[i % 2].ChangeAsync("x", "2026-11", use => use.Take(100, 1, 7, hadTurn: false), Token)));

        given.Sum().ShouldBe(100);
        (await tables[0].ReadAsync("x", "2026-11", Token)).Used.ShouldBe(100);
    }

    [Fact]
    public async Task A_platform_that_refuses_the_whole_app_is_asked_for_nobody_until_it_opens_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.RateLimited) { At = "youtube.googleapis.com", Times = 1 });
        await test.DropConfigAsync("client-1.json", ClientOf(1));
        var asked = RequestsOf(test);
        asked.ShouldBeGreaterThan(0);
        await test.DropConfigAsync("client-2.json", ClientOf(2));

        await test.Jobs.RunTimerAsync("PlanFetches", Token);
        await test.Pipeline.Host.DrainAsync(Token);

        RequestsOf(test).ShouldBe(asked);
        (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).ShouldAllBe(work => work.DueAt > test.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_account_counts_as_served_once_however_often_it_is_asked_for()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        for (var i = 1; i <= 2; i++) await test.DropConfigAsync($"client-{i}.json", ClientOf(i));
        await test.DropConfigAsync("client-1.json", ClientOf(1).Replace("\"offers\"", "\"offers\", \"image\"", StringComparison.Ordinal));
        var other = await test.StartAnotherAsync();
        test.Clock.LeapTo(Window.At(Given.Monday).Ends);
        var message = new FetchMessage("client-1", "youtube", $"UC{201100000000001:D22}") { Asked = test.Clock.GetUtcNow() };
        await Task.WhenAll(test.Get<FetchJob>().RunAsync(message, Token), other.Get<FetchJob>().RunAsync(message, Token));
        await test.Get<FetchJob>().RunAsync(message with { Asked = null }, Token);

        var use = await UseAsync();
        (use.Accounts, use.Served).ShouldBe((2, 1));

        await test.Account.Container("clients").GetBlobClient("client-2.json").DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
        test.Clock.LeapTo(Window.At(test.Clock.GetUtcNow()).Ends);
        await test.Get<FetchJob>().RunAsync(message with { Asked = null }, Token);

        use = await UseAsync();
        (use.Accounts, use.Served).ShouldBe((1, 1));

        Task<QuotaUse> UseAsync() => test.Get<QuotaTable>().ReadAsync("youtube", Window.At(test.Clock.GetUtcNow()).Name, Token);
    }

    /// <summary>Two instances, the planner's rounds, and work that was put off; day by day on the platform's own calendar.</summary>
    private static async Task ShareAsync(int clients, int days, int requestsADay)
    {
        var start = Window.At(Given.Monday).Ends;
        await using var test = await TestPipeline.StartAsync(start, new() { ["Quotas:Requests:youtube"] = $"{requestsADay}" });
        LocalPipeline[] instances = [test.Pipeline, await test.StartAnotherAsync()];
        for (var i = 0; i < clients; i++) await test.DropAsync("clients", $"client-{i}.json", ClientOf(i));

        var busiest = 0;
        for (var day = 0; day < days; day++)
        {
            var (name, begins, ends) = Window.At(test.Clock.GetUtcNow());
            var before = day == 0 ? 0 : RequestsOf(test);
            for (var hour = begins; hour < ends; hour = hour.AddHours(1))
            {
                test.Clock.LeapTo(hour);
                if ((hour - begins).Hours % 4 == 0) await test.Jobs.RunTimerAsync("PlanFetches", Token);
                await test.Get<Outbox>().SendDueAsync(Lane.Fetches, Token);
                await Task.WhenAll(instances.Select(instance => instance.Host.DrainAsync(Token)));
            }

            var made = RequestsOf(test) - before;
            busiest = Math.Max(busiest, made);
            made.ShouldBeLessThanOrEqualTo(requestsADay, name);
            for (var i = 0; i < clients; i++)
            {
                var cursor = (await test.Get<CursorTable>().ReadAsync($"client-{i}", Token)).ShouldHaveSingleItem();
                cursor.LastSuccess.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(begins, $"client-{i} on {name}");
                cursor.Trouble.ShouldBeNull($"client-{i} on {name}");
            }

            test.Clock.LeapTo(ends);
        }

        // Everybody asked for more than there was: the quota was what held them back.
        busiest.ShouldBeGreaterThan(requestsADay / 2);
        TestContext.Current.SendDiagnosticMessage("{0} clients, {1} days: at most {2} of {3} requests a day", clients, days, busiest, requestsADay);
    }

    private static int RequestsOf(TestPipeline test) => test.Simulator.Requests.Count("youtubeanalytics.googleapis.com") + test.Simulator.Requests.Count("youtube.googleapis.com");

    private static string ClientOf(int number) => Given.Client($"client-{number}", credential: $"youtube-{number}")
        .Replace("\"type\": \"facebook\", \"account\": \"201100000000002\"", $"\"type\": \"youtube\", \"account\": \"UC{201100000000000 + number:D22}\"", StringComparison.Ordinal)
        .Replace("\"awareness\", \"image\"", "\"offers\"", StringComparison.Ordinal);
}
