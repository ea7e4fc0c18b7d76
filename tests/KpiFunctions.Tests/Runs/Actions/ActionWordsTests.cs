using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs.Actions;

/// <summary>What came of an action, in sentences.</summary>
public sealed class ActionWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_end_is_said_beside_the_old_one()
    {
        Of(ActionNames.Pause, new(ActionOutcome.Done) { NewEnd = new(Noon, null) }).ShouldBe(["The pause now lasts until somebody resumes it (before: until 2026-11-24 12:00 UTC)."]);
        Of(ActionNames.Hold, new(ActionOutcome.Done) { NewEnd = new(null, Noon) }).ShouldBe(["The digest is now held until 2026-11-24 12:00 UTC (before: until somebody releases it)."]);
    }

    [Fact]
    public void An_instant_that_is_refused_says_whether_it_is_past_or_what_the_limit_is()
    {
        Of(ActionNames.Hold, new(ActionOutcome.NotPossible, Obstacle.PastTime)).ShouldBe(["That time is past."]);
        Of(ActionNames.Hold, new(ActionOutcome.NotPossible, Obstacle.TooLate) { Limit = Noon }).ShouldBe(["That time is not before the client’s next digest: 2026-11-24 12:00 UTC."]);
    }

    [Fact]
    public void What_was_not_needed_says_why_and_a_test_says_to_whom()
    {
        Of(ActionNames.Resume, new(ActionOutcome.AlreadyDone, Obstacle.NotPaused)).ShouldBe(["There is no pause."]);
        Of(ActionNames.Lift, new(ActionOutcome.Done, Obstacle.IsPaused)).ShouldBe(["The recipient may get digests again, but gets none yet.", "The recipient is paused: \"resume\" ends that."]);
        Of(ActionNames.Send, new(ActionOutcome.Done) { Count = 1, To = "omar@agency.example" }).ShouldBe(["1 mail is queued.", "It goes to omar@agency.example."]);
    }

    [Fact]
    public void What_there_is_not_says_what_was_probably_meant_and_how_much_more_there_is() =>
        Of(ActionNames.Approve, new(ActionOutcome.NoSuch, Obstacle.NoClient) { Nearest = "shop", Existing = ["bar", "shop"], More = 3 })
            .ShouldBe(["No config of that client is in force.", "Did you mean \"shop\"?", "There is: bar, shop, and 3 more."]);

    [Fact]
    public void Every_obstacle_has_a_sentence_in_every_language()
    {
        foreach (var words in new[] { ActionWords.Of("en", Zone.Utc), ActionWords.Of("fr", Zone.Utc) })
            foreach (var obstacle in Enum.GetValues<Obstacle>().Where(obstacle => obstacle != Obstacle.None))
                words.Of(DeclaredAction.Find(ActionNames.Hold)!, new(ActionOutcome.NotPossible, obstacle)).ShouldHaveSingleItem().ShouldEndWith(".");
    }

    private static IReadOnlyList<string> Of(string action, ActionResult result) => ActionWords.OfCommands.Of(DeclaredAction.Find(action)!, result);
}
