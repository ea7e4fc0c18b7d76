using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.Bluesky;

public sealed class BlueskySourceTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly SourceConfig Source = new() { Type = "bluesky", Account = "shop.bsky.example", Name = "Bluesky" };
    private readonly SourceBench bench = new(Now);

    public BlueskySourceTests() =>
        bench.Platform.On("getProfile", """{ "did": "did:plc:abc", "handle": "shop.bsky.example", "followersCount": 1200 }""");

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Followers_are_the_clients_day_of_today()
    {
        bench.Platform.On("getAuthorFeed", """{ "feed": [] }""");
        var auckland = Zone.Find("Pacific/Auckland")!;
        var pages = await bench.FetchAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"), auckland);
        var reading = pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        reading.Day.ShouldBe(new DateOnly(2026, 11, 24));
        reading[Metrics.Followers].ShouldBe(1200);
        reading.Settled.ShouldBeTrue();
    }

    [Fact]
    public async Task A_past_that_is_asked_for_again_gets_no_level_of_today()
    {
        bench.Platform.On("getAuthorFeed", """{ "feed": [] }""");
        (await bench.FetchAsync(Source, null, SourceBench.Days("2026-11-01", "2026-11-10"))).SelectMany(page => page.Readings).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_profile_without_a_count_leaves_the_level_unknown()
    {
        bench.Platform.On("getProfile", """{ "did": "did:plc:abc" }""").On("getAuthorFeed", """{ "feed": [] }""");
        (await bench.FetchAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"))).SelectMany(page => page.Readings).ShouldBeEmpty();
    }

    [Fact]
    public async Task Posts_have_what_came_back_and_nothing_is_made_up()
    {
        bench.Platform.On("getAuthorFeed", Feed(Item("1", "2026-11-23T10:00:00.000Z", """, "likeCount": 12, "replyCount": 0, "repostCount": 3, "quoteCount": 2, "embed": { "$type": "app.bsky.embed.images#view" }"""), Item("2", "2026-11-22T10:00:00.000Z", "")));
        var posts = await PostsAsync();
        posts[0].Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Reactions] = 12, [Metrics.Comments] = 0, [Metrics.Shares] = 5 }, ignoreOrder: true);
        posts[0].Type.ShouldBe("photo");
        posts[0].Link.ShouldBe("https://bsky.app/profile/did:plc:abc/post/1");
        posts[1].Values.ShouldBeEmpty();
        posts[1].Type.ShouldBe("status");
    }

    [Fact]
    public async Task What_was_only_passed_on_is_not_a_post_of_the_account()
    {
        bench.Platform.On("getAuthorFeed", Feed(Item("1", "2026-11-23T10:00:00Z", "", """, "reason": { "$type": "app.bsky.feed.defs#reasonRepost" }""")));
        (await PostsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2099-01-01T00:00:00Z", "2026-11-23T10:00:00Z")]
    [InlineData("yesterday", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T18:00:00Z")]
    public async Task The_authors_clock_is_believed_no_further_than_Blueskys(string created, string indexed)
    {
        bench.Platform.On("getAuthorFeed", Feed(Item("1", created, $", \"indexedAt\": \"{indexed}\"")));
        (await PostsAsync()).ShouldHaveSingleItem().Published.ShouldBe(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
    }

    [Fact]
    public async Task A_feed_is_read_until_it_lies_before_the_days_and_a_pinned_post_does_not_end_it()
    {
        bench.Platform
            .On(request => request.Query("cursor") is null, _ => StubPlatform.Json(FeedAnd("b", Item("old", "2020-01-01T00:00:00Z", "", """, "reason": { "$type": "app.bsky.feed.defs#reasonPin" }"""), Item("1", "2026-11-23T10:00:00Z", ""))))
            .On(request => request.Query("cursor") == "b", _ => StubPlatform.Json(FeedAnd("c", Item("2", "2026-11-18T10:00:00Z", ""))))
            .On(request => request.Query("cursor") == "c", _ => StubPlatform.Json(FeedAnd("d", Item("3", "2026-11-01T10:00:00Z", ""))))
            .On("getProfile", """{ "followersCount": 1 }""");
        (await PostsAsync()).Select(post => post.Id).ShouldBe(["1", "2"]);
        bench.Platform.Requests.Count(request => request.Address.Contains("getAuthorFeed")).ShouldBe(3);
    }

    [Fact]
    public async Task A_cursor_that_comes_twice_ends_the_feed_and_is_told()
    {
        bench.Platform.On("getAuthorFeed", FeedAnd("a", Item("1", "2026-11-23T10:00:00Z", "")));
        var pages = await bench.FetchAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("getAuthorFeed");
        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{ "error": "InvalidRequest", "message": "Profile not found" }""", SourceFailureKind.AccountUnknown)]
    [InlineData(HttpStatusCode.BadRequest, """{ "error": "AccountDeactivated", "message": "Account is deactivated" }""", SourceFailureKind.AccountUnknown)]
    [InlineData(HttpStatusCode.BadRequest, """{ "error": "InvalidRequest", "message": "limit must be an integer" }""", SourceFailureKind.RequestRefused)]
    [InlineData(HttpStatusCode.BadGateway, "<html>", SourceFailureKind.Unavailable)]
    public async Task What_it_refuses_has_a_kind(HttpStatusCode status, string body, SourceFailureKind kind)
    {
        bench.Platform.On("getProfile", body, status);
        (await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"))).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_limit_says_how_long_to_wait()
    {
        bench.Platform.On("getProfile", "{}", HttpStatusCode.TooManyRequests, ("RateLimit-Reset", Now.AddMinutes(4).ToUnixTimeSeconds().ToString()));
        var failure = await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));
        failure.Kind.ShouldBe(SourceFailureKind.RateLimited);
        failure.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(3.5), TimeSpan.FromMinutes(4));
    }

    [Theory]
    [InlineData("handle.invalid", "has no handle that leads to it")]
    [InlineData("new.bsky.example", "has the handle 'new.bsky.example' now")]
    public async Task An_account_with_another_handle_is_told_with_what_stays(string handle, string words)
    {
        bench.Platform.On("getProfile", $$"""{ "did": "did:plc:abc", "handle": "{{handle}}", "followersCount": 1200 }""").On("getAuthorFeed", """{ "feed": [] }""");

        var pages = await bench.FetchAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.Followers].ShouldBe(1200);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().Failure.Message.ShouldBe(
            $"The account of 'shop.bsky.example' {words}: the config has to give 'did:plc:abc' as 'account', which stays whatever the handle is.");
    }

    [Fact]
    public async Task A_handle_that_leads_nowhere_says_what_to_change()
    {
        bench.Platform.On("getProfile", """{"error":"InvalidRequest","message":"Profile not found"}""", HttpStatusCode.BadRequest);

        var failure = await bench.FailureOfAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("or better its DID");
    }

    private async Task<List<Post>> PostsAsync() => [.. (await bench.FetchAsync(Source, null, SourceBench.Days("2026-11-17", "2026-11-24"))).SelectMany(page => page.Posts)];

    private static string Feed(params string[] items) => $"{{ \"feed\": [{string.Join(',', items)}] }}";

    private static string FeedAnd(string cursor, params string[] items) => $"{{ \"cursor\": \"{cursor}\", \"feed\": [{string.Join(',', items)}] }}";

    private static string Item(string key, string created, string more, string reason = "") =>
        $"{{ \"post\": {{ \"uri\": \"at://did:plc:abc/app.bsky.feed.post/{key}\", \"author\": {{ \"did\": \"did:plc:abc\" }}, \"record\": {{ \"text\": \"Hello\", \"createdAt\": \"{created}\" }}{more} }}{reason} }}";
}
