using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>How long a digest waits for its sources, what holds it, and what wakes it.</summary>
public sealed class SettlingTests
{
    private const string Page = "201100000000002";

    /// <summary>Monday at eleven in Paris.</summary>
    private static readonly DateTimeOffset Due = Given.Monday.AddHours(2);

    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_source_to_arrive_queues_the_digest_at_once()
    {
        await using var test = await StartAsync("shop");
        await test.LeapToAsync(Due.AddMinutes(40));
        (await RunAsync(test))!.State.ShouldBe(RunState.Waiting);
        test.Simulator.Faults.Clear();
        var arrived = await ArrivalAsync(test);

        var run = (await RunAsync(test)).ShouldNotBeNull();
        (run.State, run.BuiltAt).ShouldBe((RunState.Sent, arrived));
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(2, 24)]
    [InlineData(6, 8)]
    public async Task It_waits_and_is_held_as_long_as_the_config_says(int wait, int hold)
    {
        await using var test = await StartAsync("shop", $"\"waitHours\": {wait}, \"holdHours\": {hold}");
        await test.LeapToAsync(Due.AddHours(wait).AddMinutes(-20));
        if (wait > 0) (await RunAsync(test))!.State.ShouldBe(RunState.Waiting);
        await test.LeapToAsync(Due.AddHours(wait).AddMinutes(20));
        var held = (await RunAsync(test)).ShouldNotBeNull();
        (held.State, held.HeldFor, held.HoldUntil).ShouldBe((RunState.Held, HeldFor.NoFigures, Due.AddHours(hold)));
        var alert = (await test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestHeld, "2026-W48", Token)).ShouldNotBeNull();
        alert.Reason.ShouldContain($"facebook:{Page}");

        await test.LeapToAsync(Due.AddHours(hold).AddMinutes(-20));
        test.Simulator.Sent.ShouldBeEmpty();
        await test.LeapToAsync(Due.AddHours(hold).AddMinutes(20));
        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
        (await test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestHeld, "2026-W48", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_digest_that_is_held_is_built_as_soon_as_a_figure_arrives()
    {
        await using var test = await StartAsync("shop");
        await test.LeapToAsync(Due.AddHours(12));
        (await RunAsync(test))!.HeldFor.ShouldBe(HeldFor.NoFigures);
        test.Simulator.Faults.Clear();
        var arrived = await ArrivalAsync(test);

        var run = (await RunAsync(test)).ShouldNotBeNull();
        (run.State, run.BuiltAt).ShouldBe((RunState.Sent, arrived));
        run.Missing.ShouldBeEmpty();
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_client_that_wants_no_digest_without_figures_gets_none_and_the_agency_is_told()
    {
        await using var test = await StartAsync("shop", "\"withoutAnswer\": \"miss\"");
        await test.LeapToAsync(Due.AddHours(25));

        test.Simulator.Sent.ShouldBeEmpty();
        (await RunAsync(test))!.State.ShouldBe(RunState.Missed);
        (await test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestMissed, "2026-W48", Token)).ShouldNotBeNull().Reason.ShouldContain("no figure of any objective");
    }

    [Fact]
    public async Task A_person_may_let_a_held_digest_leave_without_figures()
    {
        await using var test = await StartAsync("shop", "\"withoutAnswer\": \"miss\"");
        await test.LeapToAsync(Due.AddHours(8));
        (await ApproveAsync(test)).ShouldBe(ActionOutcome.Done);
        await test.Pipeline.Host.DrainAsync(Token);

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
        (await ApproveAsync(test)).ShouldBe(ActionOutcome.AlreadyDone);
    }

    [Fact]
    public async Task One_figure_of_one_objective_is_enough_for_a_digest_to_leave_at_the_end_of_its_wait_with_its_gaps_stated()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var json = Given.Client("shop").Replace(
            "\"sources\": [ {", "\"sources\": [ { \"type\": \"mastodon\", \"account\": \"@kauri@mastodon.example\" }, {", StringComparison.Ordinal);
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook" });
        await test.DropConfigAsync("shop.json", json);
        await test.LeapToAsync(Due.AddHours(5));
        test.Simulator.Sent.ShouldBeEmpty();
        await test.LeapToAsync(Due.AddHours(7));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RunAsync(test))!.Missing.ShouldBe([$"facebook:{Page}"]);
    }

    [Fact]
    public async Task A_digest_that_was_drafted_is_sent_when_a_person_approves_it()
    {
        await using var test = await DraftedAsync();
        await test.LeapToAsync(Due.AddHours(30));
        test.Simulator.Sent.ShouldBeEmpty();
        (await ApproveAsync(test)).ShouldBe(ActionOutcome.Done);
        await test.Pipeline.Host.DrainAsync(Token);

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task A_digest_that_nobody_approves_in_time_is_missed_and_the_agency_is_told()
    {
        await using var test = await DraftedAsync();
        await test.LeapToAsync(Due.AddDays(3).AddHours(1));

        test.Simulator.Sent.ShouldBeEmpty();
        (await RunAsync(test))!.State.ShouldBe(RunState.Missed);
        (await test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestMissed, "2026-W48", Token)).ShouldNotBeNull().Reason.ShouldContain("not approved");
    }

    /// <summary>A digest that was built and waits for approval, as an earlier release would have left it: without an instant until which it waits.</summary>
    private static async Task<TestPipeline> DraftedAsync()
    {
        var test = await StartAsync("shop");
        await test.LeapToAsync(Due.AddMinutes(10));
        test.Simulator.Faults.Clear();
        var run = (await RunAsync(test)).ShouldNotBeNull();
        var built = await test.Get<DigestBuilder>().BuildAsync((await test.Get<ClientDirectory>().FindAsync("shop", Token))!.Config, run.ReportedWeek, Token);
        await test.Get<DigestArchive>().KeepAsync(built.Rendered, [], built.Report.Trace!, Token);
        (await test.Get<RunTable>().TryReplaceAsync(run with { State = RunState.Drafted }, Token)).ShouldNotBeNull();
        return test;
    }

    /// <summary>It failed from the night on, so that its pauses had become long.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_source_that_is_back_while_the_digest_waits_is_in_it_within_three_quarters_of_an_hour(int hours)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddHours(-8));
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook", Account = Page });
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddHours(hours));
        test.Simulator.Sent.ShouldBeEmpty();
        test.Simulator.Faults.Clear();

        await test.LeapToAsync(Due.AddHours(hours).AddMinutes(45));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
    }

    /// <summary>A client whose only source fails until its faults are cleared.</summary>
    private static async Task<TestPipeline> StartAsync(string id, string settling = "")
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook", Account = Page });
        var json = Given.Client(id);
        if (settling.Length > 0) json = json.Replace("\"time\": \"11:00\"", $"\"time\": \"11:00\", {settling}", StringComparison.Ordinal);
        await test.DropConfigAsync($"{id}.json", json);
        return test;
    }

    /// <summary>Lets time pass until the source has answered.</summary>
    private static async Task<DateTimeOffset> ArrivalAsync(TestPipeline test)
    {
        while (true)
        {
            await test.LeapToAsync(test.Clock.GetUtcNow().AddMinutes(15));
            if ((await test.Get<CursorTable>().ReadAsync("shop", Token)).Single().LastSuccess is { } arrived) return arrived;
            if (test.Clock.GetUtcNow() > Due.AddDays(2)) throw new InvalidOperationException("The source never answered.");
        }
    }

    private static async Task<ActionOutcome> ApproveAsync(TestPipeline test) => (await test.Get<ActionRunner>().RunAsync(
        new(ActionNames.Approve, "shop") { Occurrence = Occurrence }, new(Instruction.NewId(), "Marie", Instruction.Command, test.Clock.GetUtcNow()), Token)).Outcome;

    private static Task<Run?> RunAsync(TestPipeline test) => test.Get<RunTable>().FindAsync("shop", Occurrence, Token);
}
