using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Actions;

/// <summary>Digests that a person approves before they leave.</summary>
public sealed class ReviewTests
{
    private static readonly DateTimeOffset Due = ActingPipeline.Due;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_digest_for_review_is_built_and_waits_and_the_consultant_hears_its_subject()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true");
        await shop.Test.LeapToAsync(Due.AddHours(1));

        var run = await shop.RunAsync();
        (run.State, run.HoldUntil).ShouldBe((RunState.Drafted, Due.AddHours(24)));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        var header = await shop.Test.ReadBlobAsync(ContainerNames.Digests, "shop/2026-W47.json");
        var alert = (await shop.Test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestWaits, "2026-W48", Token)).ShouldNotBeNull();
        alert.IsFinal.ShouldBeFalse();
        var subject = System.Text.Json.JsonDocument.Parse(header).RootElement.GetProperty("Subject").GetString()!;
        alert.Reason.ShouldBe($"The digest of 2026-W47 waits for approval: \"{subject}\". Without one, it is sent all the same at 2026-11-24 10:00 UTC.");
    }

    /// <summary>The daily sweep looks at alerts while a person holds the digest.</summary>
    [Fact]
    public async Task One_that_a_person_holds_for_a_day_is_still_reported_when_it_is_released_and_waits_again()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true, \"holdHours\": 72");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.DoAsync(ActionNames.Hold)).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.Test.LeapToAsync(Due.AddHours(26));
        (await shop.DoAsync(ActionNames.Release)).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.DrainAsync();

        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.DigestWaits]);
        (await shop.DoAsync(ActionNames.Approve)).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.DrainAsync();
        (await shop.AlertsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_leaves_when_it_is_approved_and_the_second_person_hears_who_was_first()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.DoAsync(ActionNames.Approve)).Outcome.ShouldBe(ActionOutcome.Done);
        var second = await shop.DoAsync(ActionNames.Approve, by: "Paul");
        (second.Outcome, second.By, second.At).ShouldBe((ActionOutcome.AlreadyDone, "Marie", shop.Test.Clock.GetUtcNow()));
        await shop.DrainAsync();

        var run = await shop.RunAsync();
        (run.State, run.ApprovedBy).ShouldBe((RunState.Sent, "Marie"));
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        (await shop.AlertsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_people_who_approve_at_once_make_one_digest_leave_once()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        var other = await shop.Test.StartAnotherAsync();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(number => shop.DoAsync(number % 2 == 0 ? shop.Test.Get<ActionRunner>() : other.Get<ActionRunner>(), ActionNames.Approve, $"person {number}")));
        results.Count(result => result.Outcome == ActionOutcome.Done).ShouldBe(1);
        results.Count(result => result.Outcome == ActionOutcome.AlreadyDone).ShouldBe(5);
        await shop.DrainAsync();

        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        (await shop.Test.Get<AuditTable>().ReadAsync("shop", Token)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task Without_an_approval_it_leaves_all_the_same_and_that_is_reported_until_the_next_one()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true");
        await shop.Test.LeapToAsync(Due.AddHours(23));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        await shop.Test.LeapToAsync(Due.AddHours(24).AddMinutes(20));
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.DigestUnapproved]);

        await shop.Test.LeapToAsync(Due.AddDays(7).AddHours(1));
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.DigestWaits]);
    }

    [Fact]
    public async Task Without_an_approval_it_is_missed_where_the_config_says_so()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true, \"withoutAnswer\": \"miss\"");
        await shop.Test.LeapToAsync(Due.AddHours(25));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.RunAsync()).State.ShouldBe(RunState.Missed);
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.DigestMissed]);
    }

    [Fact]
    public async Task A_digest_without_a_figure_is_held_as_ever_and_reviewed_once_a_figure_has_come()
    {
        await using var shop = await ActingPipeline.StartAsync();
        shop.Test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook" });
        await shop.Test.DropConfigAsync("shop.json", ActingPipeline.Config("\"review\": true, \"waitHours\": 1").Replace("201100000000002", "201100000000003", StringComparison.Ordinal));
        await shop.Test.LeapToAsync(Due.AddHours(2));
        (await shop.RunAsync()).HeldFor.ShouldBe(HeldFor.NoFigures);
        (await shop.AlertsAsync()).ShouldContain(AlertKinds.DigestHeld);

        shop.Test.Simulator.Faults.Clear();
        await shop.Test.LeapToAsync(Due.AddHours(23));
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.DigestWaits]);
    }

    [Fact]
    public async Task A_digest_that_nothing_ran_for_still_leaves_time_to_approve_it()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true, \"waitHours\": 2, \"holdHours\": 8");

        // Nothing ran for a day.
        shop.Test.Clock.LeapTo(Due.AddHours(26));
        await shop.Test.LeapToAsync(Due.AddHours(27));
        var run = await shop.RunAsync();
        run.State.ShouldBe(RunState.Drafted);
        run.HoldUntil.ShouldBe(run.BuiltAt + TimeSpan.FromHours(6));
    }
}
