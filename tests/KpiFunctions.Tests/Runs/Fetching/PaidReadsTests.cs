using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>What reading costs never comes to more than the account's budget, whatever goes wrong.</summary>
public sealed class PaidReadsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0")]
    [InlineData("0.015")]
    [InlineData("0.12")]
    [InlineData("0.9")]
    [InlineData("4")]
    public async Task A_months_budget_is_never_passed_and_the_next_month_has_its_own(string budget)
    {
        await using var test = await TestPipeline.StartAsync(new(2026, 10, 20, 8, 0, 0, TimeSpan.Zero));
        await test.DropConfigAsync("shop.json", Client(budget));
        FaultKind[] faults = [FaultKind.DropAfterAccept, FaultKind.TruncatedJson, FaultKind.ServerError, FaultKind.RepeatedCursor, FaultKind.Slow];

        for (var day = 0; day < 42; day++)
        {
            test.Clock.LeapTo(new DateTimeOffset(2026, 10, 21, 0, 10, 0, TimeSpan.Zero).AddDays(day));
            using (day % 3 == 1 ? test.Simulator.Faults.Add(new(faults[day / 3 % faults.Length]) { At = "x", Delay = TimeSpan.Zero }) : null)
            {
                await test.Jobs.RunTimerAsync("PlanFetches", Token);
                await test.Get<Outbox>().SendDueAsync(Lane.Fetches, Token);
                await test.Pipeline.Host.DrainAsync(Token);
            }
        }

        foreach (var month in new[] { "2026-10", "2026-11", "2026-12" }) test.Simulator.Bill.Of("confiserie", month).ShouldBeLessThanOrEqualTo(decimal.Parse(budget), month);
        if (budget == "4") test.Simulator.Bill.Of("confiserie", "2026-11").ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_budget_that_is_spent_is_said_with_what_to_do_and_costs_no_figure_that_is_there()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Client("5"));
        var before = await ReadingsAsync(test);
        before.ShouldContain(reading => reading[Metrics.Followers] != null);
        before.ShouldContain(reading => reading[Metrics.Mentions] != null);

        await test.DropConfigAsync("shop.json", Client("0.001"));
        test.Clock.LeapTo(Given.Monday.AddDays(1));
        await test.Jobs.RunTimerAsync("PlanFetches", Token);
        await test.Pipeline.Host.DrainAsync(Token);

        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldContain(failure => failure.Kind == "source-in-trouble" && failure.Reason.Contains("raise 'monthlyBudget'", StringComparison.Ordinal));
        (await ReadingsAsync(test)).Select(reading => (reading.Day, reading[Metrics.Mentions])).ShouldBe(before.Select(reading => (reading.Day, reading[Metrics.Mentions])));

        await test.DropConfigAsync("shop.json", Client("5"));
        test.Clock.LeapTo(Given.Monday.AddDays(1).AddHours(5));
        await test.Get<Outbox>().SendDueAsync(Lane.Fetches, Token);
        await test.Pipeline.Host.DrainAsync(Token);
        (await test.Get<CursorTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task A_config_that_is_dropped_and_corrected_at_once_is_paid_once()
    {
        await using var once = await TestPipeline.StartAsync(Given.Monday);
        await once.DropConfigAsync("shop.json", Client("5"));
        var price = once.Simulator.Bill.Of("confiserie", "2026-11");
        price.ShouldBeGreaterThan(0);

        await using var test = await TestPipeline.StartAsync(Given.Monday);
        foreach (var budget in new[] { "4", "5" })
        {
            await test.Account.Container(ContainerNames.Clients).GetBlobClient("shop.json").UploadAsync(new BinaryData(Client(budget)), overwrite: true, Token);
            await test.Jobs.RunMessageAsync("BlobDropped", MessageJson.Write(BlobEvent.Of(BlobEvent.Created, ContainerNames.Clients, "shop.json")), Token);
        }

        await test.Pipeline.Host.DrainAsync(Token);
        await test.LeapToAsync(Given.Monday.AddMinutes(30));

        test.Simulator.Bill.Of("confiserie", "2026-11").ShouldBe(price);
        (await test.Get<CursorTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().LastSuccess.ShouldBe(Given.Monday);
        (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).Single(work => work.Queue == QueueNames.Fetch).DueAt.ShouldBe(Given.Monday.AddHours(24).AddMinutes(-10));
    }

    private static Task<IReadOnlyList<Reading>> ReadingsAsync(TestPipeline test) =>
        test.Get<ReadingTable>().ReadAsync("shop", new(new(2026, 10, 1), new(2026, 11, 30)), Token);

    private static string Client(string budget) => Given.Client("shop").Replace(
        "\"type\": \"facebook\", \"account\": \"201100000000002\", \"credential\": \"meta-agency\"",
        $"\"type\": \"x\", \"account\": \"confiserie\", \"monthlyBudget\": {budget}",
        StringComparison.Ordinal).Replace("\"awareness\", \"image\"", "\"image\"", StringComparison.Ordinal);
}
