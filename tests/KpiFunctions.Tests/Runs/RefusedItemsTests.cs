using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Runs;

public sealed class RefusedItemsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T09:00:00Z");
    private static readonly Dictionary<string, RefusedItem> Nothing = [];
    private static readonly HashSet<string> NobodySkipped = [];

    [Fact]
    public void What_was_refused_is_left_alone_for_a_week_and_then_asked_for_again()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now);

        RefusedItems.ToSkip(known, Now.AddDays(6)).ShouldBe(["views"]);
        RefusedItems.ToSkip(known, Now.AddDays(7)).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_not_asked_for_stays_refused_until_its_time()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now);

        RefusedItems.After(known, RefusedItems.ToSkip(known, Now.AddDays(1)), [], Now.AddDays(1)).ShouldBe(known);
    }

    [Fact]
    public void What_is_answered_again_is_forgotten()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now);

        RefusedItems.After(known, NobodySkipped, [], Now.AddDays(7)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_refused_again_keeps_the_day_on_which_that_began()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now);

        RefusedItems.After(known, NobodySkipped, [Refused("views")], Now.AddDays(7))["views"].ShouldBe(new(Now, Now.AddDays(14)));
    }

    [Fact]
    public void What_a_permission_is_missing_for_is_asked_for_once_a_day()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [new("reach", new(SourceFailureKind.PermissionMissing, "no")) { Metrics = [Metrics.Reach] }], Now);
        RefusedItems.ToSkip(known, Now.AddHours(23)).ShouldBe(["reach"]);
        RefusedItems.ToSkip(known, Now.AddHours(24)).ShouldBeEmpty();
        known["reach"].Metrics.ShouldBe(["reach"]);
    }

    [Theory]
    [InlineData(SourceFailureKind.AnswerUnreadable)]
    [InlineData(SourceFailureKind.BudgetSpent)]
    public void What_may_come_with_the_next_fetch_is_asked_for_with_the_next_fetch(SourceFailureKind kind) =>
        RefusedItems.ToSkip(RefusedItems.After(Nothing, NobodySkipped, [new("tagged", new(kind, "no"))], Now), Now).ShouldBeEmpty();

    [Fact]
    public void What_came_with_the_next_fetch_is_forgotten_so_that_nobody_is_told_of_it_any_more()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [new("mentions", new(SourceFailureKind.BudgetSpent, "spent"))], Now);
        known.Keys.ShouldBe(["mentions"]);

        RefusedItems.After(known, RefusedItems.ToSkip(known, Now.AddDays(1)), [], Now.AddDays(1)).ShouldBeEmpty();
    }

    private static Refusal Refused(string what) => new(what, new(SourceFailureKind.RequestRefused, "no such metric"));
}
