using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>History from before the first fetch: piece by piece, each of them once.</summary>
public sealed class BackfillTests
{
    private static readonly DateOnly From = new(2026, 1, 1);
    private static readonly DateOnly FirstFetch = new(2026, 8, 17);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_reaches_from_the_first_fetch_back_to_the_day_that_was_asked_for()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var client = await ClientAsync(test);

        await RunAsync(test, client);

        var days = (await test.Get<ReadingTable>().ReadAsync(client.Id, new(From, FirstFetch.AddDays(-1)), Token)).Select(reading => reading.Day).Distinct();
        days.ShouldBe(new DayRange(From, FirstFetch.AddDays(-1)).Each());
        (await test.Get<Backfill>().PlanAsync(client, From, Token)).ShouldHaveSingleItem().Pieces.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_broke_off_goes_on_where_it_stopped()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var client = await ClientAsync(test);
        var all = (await test.Get<Backfill>().PlanAsync(client, From, Token)).ShouldHaveSingleItem();
        await test.Get<Backfill>().RunAsync(client, all.Source, all.Pieces[0], Token);
        var fault = test.Simulator.Faults.Add(new(FaultKind.RateLimited) { At = "facebook" });
        (await test.Get<Backfill>().RunAsync(client, all.Source, all.Pieces[1], Token).ShouldThrowAsync<SourceException>()).Failure.RetryAfter.ShouldNotBeNull();
        fault.Dispose();

        await test.RestartAsync();

        (await test.Get<Backfill>().PlanAsync(client, From, Token)).ShouldHaveSingleItem().Pieces.ShouldBe(all.Pieces.Skip(1));
    }

    [Fact]
    public async Task What_a_platform_no_longer_has_is_not_asked_for_and_said()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var client = await ClientAsync(test);

        var plan = (await test.Get<Backfill>().PlanAsync(client, new(2020, 1, 1), Token)).ShouldHaveSingleItem();

        plan.Limit.ShouldBe(new DateOnly(2026, 11, 23).AddDays(-730));
        plan.Pieces[^1].First.ShouldBe(plan.Limit!.Value);
        plan.Pieces.Zip(plan.Pieces.Skip(1)).ShouldAllBe(pair => pair.Second.Last.AddDays(1) == pair.First.First);
    }

    [Fact]
    public async Task A_level_that_is_told_only_as_it_stands_stays_unknown()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var client = await ClientAsync(test, "\"type\": \"bluesky\", \"account\": \"confiserie.bsky.example\"");

        await RunAsync(test, client);

        (await test.Get<ReadingTable>().ReadAsync(client.Id, new(From, new(2026, 11, 22)), Token)).ShouldAllBe(reading => reading[Metrics.Followers] == null);
        (await test.Get<PostTable>().ReadAsync(client.Id, new(From, FirstFetch.AddDays(-1)), Token)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_the_budget_does_not_reach_stays_to_be_asked_for()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var client = await ClientAsync(test, "\"type\": \"x\", \"account\": \"confiserie\", \"monthlyBudget\": 0.5");
        var plan = (await test.Get<Backfill>().PlanAsync(client, From, Token)).ShouldHaveSingleItem();

        var failure = (await RunAsync(test, client).ShouldThrowAsync<SourceException>()).Failure;

        failure.Kind.ShouldBe(SourceFailureKind.BudgetSpent);
        (await test.Get<Backfill>().PlanAsync(client, From, Token)).ShouldHaveSingleItem().Pieces[^1].ShouldBe(plan.Pieces[^1]);
        test.Simulator.Bill.Of("confiserie", "2026-11").ShouldBeLessThanOrEqualTo(0.5m);
    }

    [Fact]
    public async Task A_client_that_was_never_fetched_is_read_back_from_yesterday()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.RateLimited) { At = "facebook" });
        var client = await ClientAsync(test);

        (await test.Get<Backfill>().PlanAsync(client, From, Token)).ShouldHaveSingleItem().Pieces[0].Last.ShouldBe(new DateOnly(2026, 11, 22));
    }

    private static async Task<ClientConfig> ClientAsync(TestPipeline test, string? source = null)
    {
        var config = Given.Client("old");
        if (source is not null)
        {
            config = config.Replace("\"type\": \"facebook\", \"account\": \"201100000000002\", \"credential\": \"meta-agency\"", source, StringComparison.Ordinal)
                .Replace("\"awareness\", \"image\"", "\"image\"", StringComparison.Ordinal);
        }

        await test.DropConfigAsync("old.json", config);
        return (await test.Get<ClientDirectory>().FindAsync("old", Token))!.Config;
    }

    private static async Task RunAsync(TestPipeline test, ClientConfig client)
    {
        foreach (var plan in await test.Get<Backfill>().PlanAsync(client, From, Token))
            foreach (var piece in plan.Pieces) await test.Get<Backfill>().RunAsync(client, plan.Source, piece, Token);
    }
}
