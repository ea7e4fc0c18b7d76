using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>Schedules that change between two digests.</summary>
public sealed class ReschedulingTests
{
    /// <summary>Thursday at noon in Paris.</summary>
    private static readonly DateTimeOffset Thursday = new(2026, 11, 26, 11, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_occurrence_that_a_change_moves_into_the_past_is_due_at_once_and_costs_no_week()
    {
        await using var test = await StartAsync("friday");
        await test.LeapToAsync(Thursday);
        test.Simulator.Sent.ShouldBeEmpty();
        await test.DropConfigAsync("shop.json", On("monday"));

        test.Simulator.Sent.ShouldHaveSingleItem();
        var run = (await test.Get<RunTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (run.Occurrence, run.State, run.DueAt).ShouldBe((IsoWeek.Parse("2026-W48"), RunState.Sent, test.Clock.GetUtcNow()));
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();

        await test.LeapToAsync(Thursday.AddDays(7));
        test.Simulator.Sent.Count.ShouldBe(2);
        (await test.Get<RunTable>().ReadAsync("shop", Token)).Select(each => each.Occurrence.ToString()).ShouldBe(["2026-W48", "2026-W49"]);
    }

    [Fact]
    public async Task An_occurrence_that_was_sent_is_not_sent_again_whichever_way_it_moves()
    {
        await using var test = await StartAsync("wednesday");
        await test.LeapToAsync(Thursday);
        test.Simulator.Sent.ShouldHaveSingleItem();
        foreach (var day in new[] { "friday", "monday", "saturday", "thursday" }) await test.DropConfigAsync("shop.json", On(day));
        await test.LeapToAsync(Thursday.AddDays(3));

        test.Simulator.Sent.ShouldHaveSingleItem();
        await test.LeapToAsync(Thursday.AddDays(8));
        test.Simulator.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_occurrence_that_moves_later_in_its_week_waits_for_its_new_time()
    {
        await using var test = await StartAsync("thursday");
        await test.LeapToAsync(Thursday.AddHours(-2));
        await test.DropConfigAsync("shop.json", On("saturday"));
        await test.LeapToAsync(Thursday.AddDays(1));
        test.Simulator.Sent.ShouldBeEmpty();
        await test.LeapToAsync(Thursday.AddDays(2));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Occurrence.ShouldBe(IsoWeek.Parse("2026-W48"));
    }

    [Fact]
    public async Task A_client_that_is_added_after_its_weekday_has_its_first_digest_in_the_next_week_although_its_config_is_corrected()
    {
        await using var test = await StartAsync("monday", Thursday.AddHours(-1));
        await test.LeapToAsync(Thursday);
        await test.DropConfigAsync("shop.json", On("tuesday"));
        test.Simulator.Sent.ShouldBeEmpty();
        await test.LeapToAsync(Thursday.AddDays(6));
        (await test.Get<RunTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Occurrence.ShouldBe(IsoWeek.Parse("2026-W49"));
    }

    private static async Task<TestPipeline> StartAsync(string day, DateTimeOffset? start = null)
    {
        var test = await TestPipeline.StartAsync(start ?? Given.Monday);
        await test.DropConfigAsync("shop.json", On(day));
        return test;
    }

    /// <summary>A client whose digest falls due on a weekday at eleven in Paris.</summary>
    private static string On(string day) => Given.Client("shop").Replace("\"day\": \"monday\"", $"\"day\": \"{day}\"", StringComparison.Ordinal);
}
