using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Tests.Sources.Protocol;

/// <summary>What holds for every platform: how a list is followed, what a refusal costs, and how metrics are asked for together.</summary>
public sealed class ProtocolTests
{
    private readonly Refusals refusals = new();
    private readonly List<string> asked = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_read_to_its_end()
    {
        (await Pages(("a", "2"), ("b", "3"), ("c", null)).AllAsync(Token)).ShouldBe(["a", "b", "c"]);
        asked.ShouldBe(["first", "2", "3"]);
        refusals.Any.ShouldBeFalse();
        refusals.WasAnswered.ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_that_repeats_a_cursor_ends_with_what_it_gave_and_says_so()
    {
        var pages = Pages(("a", "2"), ("b", "2"));
        (await pages.AllAsync(Token)).ShouldBe(["a", "b"]);
        pages.IsPartial.ShouldBeTrue();
        refusals.Take().ShouldHaveSingleItem().Failure.ShouldSatisfyAllConditions(
            failure => failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable), failure => failure.Message.ShouldContain("after page 2 of 'posts'"));
    }

    [Fact]
    public async Task A_list_without_end_is_given_up()
    {
        var number = 0;
        var pages = new Pages<int>("posts", "Example", refusals, 5, (_, _) => Task.FromResult(new Page<int>([++number], $"{number}")));
        (await pages.AllAsync(Token)).ShouldBe([1, 2, 3, 4, 5]);
        pages.IsPartial.ShouldBeTrue();
    }

    [Fact]
    public async Task A_caller_that_has_seen_enough_hears_nothing_of_how_the_list_goes_on()
    {
        var pages = Pages(("a", "2"), ("b", "2"));
        await pages.NextAsync(Token);
        await pages.NextAsync(Token);
        refusals.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task A_later_page_that_is_refused_keeps_the_earlier_ones()
    {
        var pages = Pages(("a", "2"), ("b", "refused"));
        (await pages.AllAsync(Token)).ShouldBe(["a", "b"]);
        pages.IsPartial.ShouldBeTrue();
        refusals.Take().ShouldHaveSingleItem().Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
    }

    [Fact]
    public async Task A_failure_of_the_connection_ends_the_fetch() =>
        (await Should.ThrowAsync<SourceException>(Pages(("a", "down")).AllAsync(Token))).Failure.Kind.ShouldBe(SourceFailureKind.Unavailable);

    [Theory]
    [InlineData(SourceFailureKind.RequestRefused, true)]
    [InlineData(SourceFailureKind.PermissionMissing, true)]
    [InlineData(SourceFailureKind.AnswerUnreadable, true)]
    [InlineData(SourceFailureKind.CredentialExpired, false)]
    [InlineData(SourceFailureKind.AccountUnknown, false)]
    [InlineData(SourceFailureKind.Unavailable, false)]
    [InlineData(SourceFailureKind.RateLimited, false)]
    [InlineData(SourceFailureKind.BudgetSpent, false)]
    public async Task A_refused_request_costs_only_itself_and_nothing_else_does(SourceFailureKind kind, bool costsOnlyItself)
    {
        var attempt = refusals.TryAsync<string>("posts", () => throw Failed(kind));
        if (!costsOnlyItself)
        {
            await Should.ThrowAsync<SourceException>(attempt);
            return;
        }

        (await attempt).ShouldBeNull();
        refusals.Take().ShouldHaveSingleItem().What.ShouldBe("posts");
        Should.Throw<SourceException>(refusals.ThrowIfNothingWasAnswered).Failure.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(SourceFailureKind.RequestRefused)]
    [InlineData(SourceFailureKind.PermissionMissing)]
    public async Task One_refused_metric_or_one_missing_right_costs_only_the_metrics_that_need_it(SourceFailureKind kind)
    {
        var together = Together();
        (await together.AskAsync(["reach", "views", "saves"], names => Answer(names, "views", kind))).ShouldBe(["reach", "saves"]);
        asked.ShouldBe(["reach,views,saves", "reach", "views", "saves"]);
        refusals.Take().ShouldHaveSingleItem().What.ShouldBe("views");

        asked.Clear();
        (await together.AskAsync(["reach", "views", "saves"], names => Answer(names, "views", kind))).ShouldBe(["reach,saves"]);
        asked.ShouldBe(["reach,saves"]);
        refusals.Any.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_refused_lately_is_not_asked_for()
    {
        (await Together("views").AskAsync(["reach", "views"], names => Answer(names, "views"))).ShouldBe(["reach"]);
        asked.ShouldBe(["reach"]);
        (await Together("reach", "views").AskAsync(["reach", "views"], names => Answer(names, "views"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_that_cannot_be_read_is_not_asked_for_one_by_one()
    {
        (await Together().AskAsync(["reach", "views"], names => Answer(names, "views", SourceFailureKind.AnswerUnreadable))).ShouldBeEmpty();
        asked.ShouldBe(["reach,views"]);
        refusals.Take().Select(refusal => refusal.What).ShouldBe(["reach", "views"]);
    }

    [Fact]
    public async Task Items_come_with_the_metrics_that_are_taken()
    {
        (await Together().AskAsync(["reach", "views"], names => Answer(names, "views"), metric => Answer([metric], "views"))).ShouldBe("reach");
        asked.ShouldBe(["reach,views", "reach", "views", "reach"]);
        refusals.Take().ShouldHaveSingleItem().What.ShouldBe("views");
    }

    [Fact]
    public async Task Items_that_are_refused_whatever_the_metrics_blame_none_of_them()
    {
        Task<string> Refused(IReadOnlyList<string> names) => throw Failed(SourceFailureKind.PermissionMissing);
        await Should.ThrowAsync<SourceException>(Together().AskAsync(["reach"], Refused, metric => Refused([metric])));
        refusals.Any.ShouldBeFalse();
    }

    private AskTogether<string> Together(params string[] skip) => new(refusals, name => name, skip.ToHashSet());

    private Task<string> Answer(IReadOnlyList<string> names, string bad, SourceFailureKind kind = SourceFailureKind.RequestRefused)
    {
        asked.Add(string.Join(',', names));
        return names.Contains(bad) ? throw Failed(kind) : Task.FromResult(string.Join(',', names));
    }

    private Pages<string> Pages(params (string Item, string? Next)[] pages)
    {
        var number = 0;
        return new("posts", "Example", refusals, 100, (cursor, _) =>
        {
            asked.Add(cursor ?? "first");
            if (cursor == "refused") throw Failed(SourceFailureKind.PermissionMissing);
            if (cursor == "down") throw Failed(SourceFailureKind.Unavailable);
            var (item, next) = pages[number++];
            return Task.FromResult(new Page<string>([item], next));
        });
    }

    private static SourceException Failed(SourceFailureKind kind) => new(new(kind, "The platform's words."));
}
