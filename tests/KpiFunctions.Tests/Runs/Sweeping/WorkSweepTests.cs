using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Sweeping;

/// <summary>Rows of Due that somebody deletes by hand: the daily sweep wakes what they would have woken, and says so.</summary>
public sealed class WorkSweepTests
{
    /// <summary>Monday at eleven in Paris.</summary>
    private static readonly DateTimeOffset Due = Given.Monday.AddHours(2);

    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("work|")]
    [InlineData("due|")]
    [InlineData("")]
    public async Task A_client_whose_rows_are_lost_has_its_next_digest_and_its_fetches_again(string rows)
    {
        await using var test = await StartAsync();
        await DeleteAsync(test, rows);
        await SweepAsync(test);

        (await test.Get<ScheduledMessageTable>().ReadAsync("shop", Token)).Select(work => work.Queue).ShouldBe([QueueNames.Digest, QueueNames.Fetch], ignoreOrder: true);
        var alert = (await test.Get<AlertTable>().FindAsync("shop", AlertKinds.WorkWoken, "shop", Token)).ShouldNotBeNull();
        alert.Reason.ShouldContain("fetch");
        await test.LeapToAsync(Due.AddDays(1).AddHours(1));
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_digest_that_waits_and_whose_row_is_lost_goes_on()
    {
        await using var test = await StartAsync();
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook" });
        await test.LeapToAsync(Due.AddDays(-1));
        (await test.Get<RunTable>().TryAddAsync(new("shop", Occurrence, Due, RunState.Waiting, [], default), Token)).ShouldNotBeNull();
        await test.Get<ClientDirectory>().SetPlannedThroughAsync("shop", Occurrence, Token);
        await DeleteAsync(test, "");
        test.Clock.LeapTo(Due.AddHours(6));
        await SweepAsync(test);
        await test.LeapToAsync(Due.AddDays(2));

        (await test.Get<RunTable>().FindAsync("shop", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task A_mail_that_is_put_off_and_whose_row_is_lost_is_sent()
    {
        await using var test = await StartAsync();
        using (test.Simulator.Faults.Add(new(FaultKind.Unavailable) { At = "sendgrid" })) await test.LeapToAsync(Due.AddMinutes(10));
        (await test.Get<RunTable>().FindAsync("shop", Occurrence, Token))!.State.ShouldBe(RunState.Built);
        await DeleteAsync(test, "");
        await SweepAsync(test);
        await test.LeapToAsync(Due.AddHours(1));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().FindAsync("shop", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task Where_nothing_is_lost_a_sweep_changes_nothing_and_reports_nothing()
    {
        await using var test = await StartAsync();
        var before = await test.Get<ScheduledMessageTable>().ReadAsync(Token);
        await SweepAsync(test);
        (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).ShouldBe(before);
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sweep_is_queued_once_a_day()
    {
        await using var test = await StartAsync();
        var sweeps = new List<DateTimeOffset?>();
        for (var hour = 1; hour <= 60; hour++)
        {
            await test.LeapToAsync(Given.Monday.AddHours(hour));
            sweeps.Add(await test.Get<SweepTable>().FindLastAsync(Token));
        }

        sweeps.Distinct().Count().ShouldBe(3);
    }

    private static async Task<TestPipeline> StartAsync()
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        return test;
    }

    /// <summary>As the next daily sweep.</summary>
    private static async Task SweepAsync(TestPipeline test)
    {
        if (test.Clock.GetUtcNow() < Given.Monday.AddHours(1)) test.Clock.LeapTo(Given.Monday.AddMinutes(30));
        await test.Account.Table(TableNames.Due).DeleteEntityAsync("sweep", "last", cancellationToken: Token);
        await test.Jobs.RunTimerAsync("SweepWork", Token);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static async Task DeleteAsync(TestPipeline test, string prefix)
    {
        var table = test.Account.Table(TableNames.Due);
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Token))
            if (row.PartitionKey != "sweep" && row.RowKey.StartsWith(prefix, StringComparison.Ordinal)) await table.DeleteEntityAsync(row, cancellationToken: Token);
    }
}
