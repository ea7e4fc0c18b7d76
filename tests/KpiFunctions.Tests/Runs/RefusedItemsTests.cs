using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
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
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now, Zone.Utc);

        RefusedItems.ToSkip(known, Now.AddDays(6)).ShouldBe(["views"]);
        RefusedItems.ToSkip(known, Now.AddDays(7)).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_not_asked_for_stays_refused_until_its_time()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now, Zone.Utc);

        RefusedItems.After(known, RefusedItems.ToSkip(known, Now.AddDays(1)), [], Now.AddDays(1), Zone.Utc).ShouldBe(known);
    }

    [Fact]
    public void What_is_answered_again_is_forgotten()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now, Zone.Utc);

        RefusedItems.After(known, NobodySkipped, [], Now.AddDays(7), Zone.Utc).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_refused_again_keeps_the_day_on_which_that_began()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [Refused("views")], Now, Zone.Utc);

        RefusedItems.After(known, NobodySkipped, [Refused("views")], Now.AddDays(7), Zone.Utc)["views"].ShouldBe(new(Now, Now.AddDays(14)));
    }

    [Fact]
    public void What_a_permission_is_missing_for_is_asked_for_once_a_day()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [new("reach", new(SourceFailureKind.PermissionMissing, "no")) { Metrics = [Metrics.Reach] }], Now, Zone.Utc);
        RefusedItems.ToSkip(known, Now.AddHours(23)).ShouldBe(["reach"]);
        RefusedItems.ToSkip(known, Now.AddHours(24)).ShouldBeEmpty();
        known["reach"].Metrics.ShouldBe(["reach"]);
    }

    [Fact]
    public void What_the_platform_does_not_know_yet_stays_until_the_clients_day_is_over()
    {
        var paris = Zone.Find("Europe/Paris")!;
        Refusal[] unknown = [new("sessionSource", new(SourceFailureKind.PartlyUnknown, "not yet"))];
        var known = RefusedItems.After(Nothing, NobodySkipped, unknown, Now, paris);

        // Later fetches of the day look at fewer days: that they find nothing says nothing of the others.
        RefusedItems.After(known, RefusedItems.ToSkip(known, Now.AddHours(8)), [], Now.AddHours(8), paris).Keys.ShouldBe(["sessionSource"]);

        // The first one of the next day, which is 23:00 in London, looks at all of them.
        var midnight = DateTimeOffset.Parse("2026-11-24T23:00:00Z");
        RefusedItems.After(known, RefusedItems.ToSkip(known, midnight), [], midnight, paris).ShouldBeEmpty();
        RefusedItems.After(known, RefusedItems.ToSkip(known, midnight), unknown, midnight, paris)["sessionSource"].Since.ShouldBe(Now);
    }

    [Theory]
    [InlineData(SourceFailureKind.AnswerUnreadable)]
    [InlineData(SourceFailureKind.BudgetSpent)]
    public void What_may_come_with_the_next_fetch_is_asked_for_with_the_next_fetch(SourceFailureKind kind) =>
        RefusedItems.ToSkip(RefusedItems.After(Nothing, NobodySkipped, [new("tagged", new(kind, "no"))], Now, Zone.Utc), Now).ShouldBeEmpty();

    [Fact]
    public void What_came_with_the_next_fetch_is_forgotten_so_that_nobody_is_told_of_it_any_more()
    {
        var known = RefusedItems.After(Nothing, NobodySkipped, [new("mentions", new(SourceFailureKind.BudgetSpent, "spent"))], Now, Zone.Utc);
        known.Keys.ShouldBe(["mentions"]);

        RefusedItems.After(known, RefusedItems.ToSkip(known, Now.AddDays(1)), [], Now.AddDays(1), Zone.Utc).ShouldBeEmpty();
    }

    private static Refusal Refused(string what) => new(what, new(SourceFailureKind.RequestRefused, "no such metric"));
}
