using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>Up to when an account's posts are known.</summary>
public sealed class PostsReadTests
{
    private static readonly DateTimeOffset LastSuccess = DateTimeOffset.Parse("2026-11-16T08:00:00Z");
    private static readonly Cursor Known = new() { Account = new("facebook", "1"), LastSuccess = LastSuccess };
    private static readonly Cursor New = new() { Account = new("facebook", "1") };

    [Fact]
    public void A_list_that_was_read_is_known_until_now() => FetchJob.PostsReadUntil(Known with { PostsReadUntil = LastSuccess }, []).ShouldBeNull();

    [Fact]
    public void A_list_that_is_refused_is_known_until_the_last_success() => FetchJob.PostsReadUntil(Known, [Refused(DateTimeOffset.MaxValue)]).ShouldBe(LastSuccess);

    [Fact]
    public void A_list_that_stays_refused_is_known_as_far_as_before()
    {
        var before = Known with { PostsReadUntil = LastSuccess.AddDays(-7) };
        FetchJob.PostsReadUntil(before, [Refused(DateTimeOffset.MaxValue)]).ShouldBe(before.PostsReadUntil);
    }

    [Fact]
    public void A_list_that_was_never_read_is_not_known_at_all() => FetchJob.PostsReadUntil(New, [Refused(DateTimeOffset.MaxValue)]).ShouldBe(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_list_that_breaks_off_behind_what_was_known_has_no_gap() => FetchJob.PostsReadUntil(Known, [Refused(LastSuccess.AddDays(-2))]).ShouldBeNull();

    [Fact]
    public void A_list_that_breaks_off_before_has_one() => FetchJob.PostsReadUntil(Known, [Refused(LastSuccess.AddDays(2))]).ShouldBe(LastSuccess);

    [Fact]
    public void Another_refusal_says_nothing_of_posts() => FetchJob.PostsReadUntil(Known, [Refused(null)]).ShouldBeNull();

    private static Refusal Refused(DateTimeOffset? since) => new("posts", new(SourceFailureKind.PermissionMissing, "No")) { PostsSince = since };
}
