using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using static KpiFunctions.Tests.Sources.LinkedIn.GivenLinkedIn;

namespace KpiFunctions.Tests.Sources.LinkedIn;

public sealed class LinkedInPostTests : IDisposable
{
    private readonly GivenLinkedIn given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public async Task A_post_has_its_figures_since_publication()
    {
        given.Bench.Platform.On("/rest/posts?", List($$$"""
            {"id":"urn:li:share:700","author":"urn:li:organization:2414183","lifecycleState":"PUBLISHED","visibility":"PUBLIC",
             "commentary":"We \\(still\\) look for\n@[Tilleul SARL](urn:li:organization:99) {hashtag|\\#|emploi}",
             "createdAt":{{{Milliseconds("2026-11-19T08:00:00Z")}}},"publishedAt":{{{Milliseconds("2026-11-20T10:30:00Z")}}},"lastModifiedAt":{{{Milliseconds("2026-11-20T10:30:00Z")}}},
             "content":{"media":{"title":"x","id":"urn:li:image:C4E10"}},"isReshareDisabledByAuthor":false}
            """, Post("urn:li:ugcPost:701", "2026-11-21T10:00:00Z")));
        given.Bench.Platform.On("shares=List(urn:li:share:700)", List(Figures("share", "urn:li:share:700", 640)));
        given.Bench.Platform.On("ugcPosts=List(urn:li:ugcPost:701)", List(Figures("ugcPost", "urn:li:ugcPost:701", 90)));

        var posts = await PostsAsync();

        posts.Select(post => (post.Id, post[Metrics.Reach])).ShouldBe([("urn:li:share:700", 640), ("urn:li:ugcPost:701", 90)]);
        posts[0].Published.ShouldBe(DateTimeOffset.Parse("2026-11-20T10:30:00Z"));
        posts[0].Type.ShouldBe("image");
        posts[0].Excerpt.ShouldBe("We (still) look for Tilleul SARL #emploi");
        posts[0].Link.ShouldBe("https://www.linkedin.com/feed/update/urn:li:share:700/");
        posts[0][Metrics.Views].ShouldBe(1280);
        posts[0][Metrics.Reactions].ShouldBe(11);
        posts[0][Metrics.Comments].ShouldBe(2);
        posts[0][Metrics.Shares].ShouldBe(1);
        posts[0][Metrics.Clicks].ShouldBe(7);
        posts[0].IsMention.ShouldBeFalse();
    }

    [Fact]
    public async Task A_post_that_the_statistics_leave_out_has_no_figures()
    {
        given.Bench.Platform.On("/rest/posts?", List(Post("urn:li:share:1", "2026-11-20T10:00:00Z")));

        (await PostsAsync()).ShouldHaveSingleItem().Values.ShouldBeEmpty();
    }

    [Fact]
    public async Task Drafts_and_posts_of_other_days_are_left_out()
    {
        given.Bench.Platform.On("/rest/posts?", List(
            Post("urn:li:share:1", "2026-11-24T10:00:00Z"),
            Post("urn:li:share:2", "2026-11-23T10:00:00Z").Replace("PUBLISHED", "DRAFT", StringComparison.Ordinal),
            Post("urn:li:share:3", "2026-11-22T10:00:00Z"),
            Post("urn:li:share:4", "2026-10-01T10:00:00Z", changed: "2026-11-23T10:00:00Z")));

        (await PostsAsync()).ShouldHaveSingleItem().Id.ShouldBe("urn:li:share:3");
    }

    [Fact]
    public async Task Pages_are_read_until_the_last_change_lies_before_the_wanted_days()
    {
        given.Bench.Platform.On("&start=0&", Page(true, Post("urn:li:share:1", "2026-11-22T10:00:00Z")));
        given.Bench.Platform.On("&start=1&", Page(true, Post("urn:li:share:2", "2026-08-01T10:00:00Z", changed: "2026-11-21T10:00:00Z")));
        given.Bench.Platform.On("&start=2&", Page(true, Post("urn:li:share:3", "2026-11-20T10:00:00Z")));
        given.Bench.Platform.On("&start=3&", Page(true, Post("urn:li:share:4", "2026-07-01T10:00:00Z")));

        (await PostsAsync()).Select(post => post.Id).ShouldBe(["urn:li:share:1", "urn:li:share:3"]);
        given.Bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("&start=4&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_repeats_itself_ends_and_is_told()
    {
        given.Bench.Platform.On("/rest/posts?", Page(true, Post("urn:li:share:1", "2026-11-22T10:00:00Z")));

        var pages = await given.FetchAsync("2026-11-20", "2026-11-23");

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("posts");
    }

    [Fact]
    public async Task Posts_that_are_not_permitted_cost_only_themselves()
    {
        given.Bench.Platform.On("/rest/posts?", """{"status":403,"code":"ACCESS_DENIED","message":"Not enough permissions to access: posts"}""", HttpStatusCode.Forbidden);
        given.Bench.Platform.On("ShareStatistics?", List(ShareDay("2026-11-20", 5)));

        var pages = await given.FetchAsync("2026-11-20", "2026-11-23");

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
    }

    [Fact]
    public async Task Posts_are_kept_when_the_day_is_spent_before_their_figures()
    {
        given.Bench.Platform.On("/rest/posts?", List(Post("urn:li:share:1", "2026-11-20T10:00:00Z")));
        given.Bench.Platform.On("shares=List(", """{"status":429,"message":"Resource level throttle APPLICATION DAY limit for calls to this resource is reached."}""", HttpStatusCode.TooManyRequests);
        var posts = new List<Post>();

        var failure = await Should.ThrowAsync<SourceException>(async () =>
        {
            var request = new SourceRequest(Config, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-23"), KpiFunctions.Pipeline.Periods.Zone.Utc);
            await foreach (var page in given.Bench.Catalog.Find("linkedin")!.FetchAsync(request, TestContext.Current.CancellationToken)) posts.AddRange(page.Posts);
        });

        failure.Failure.Kind.ShouldBe(SourceFailureKind.RateLimited);
        posts.ShouldHaveSingleItem().Values.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"1 \* 2 \_ \#x", "1 * 2 _ #x")]
    [InlineData("{hashtag|#|one} and {hashtag|\\#|two\\_2}", "#one and #two_2")]
    [InlineData(@"@[A \[B\]](urn:li:person:x)!", "A [B]!")]
    [InlineData(@"C:\temp @[open", @"C:\temp @[open")]
    [InlineData(null, null)]
    public void Little_text_reads_as_people_see_it(string? written, string? read) => LinkedInText.Plain(written).ShouldBe(read);

    private async Task<List<Post>> PostsAsync() => [.. (await given.FetchAsync("2026-11-20", "2026-11-23")).SelectMany(page => page.Posts)];

    private static string Post(string id, string published, string? changed = null) => $$"""
        {"id":"{{id}}","lifecycleState":"PUBLISHED","commentary":"text","createdAt":{{Milliseconds(published)}},"publishedAt":{{Milliseconds(published)}},"lastModifiedAt":{{Milliseconds(changed ?? published)}} }
        """;

    private static string Figures(string kind, string id, int reach) => $$$"""
        {"organizationalEntity":"urn:li:organization:2414183","{{{kind}}}":"{{{id}}}",
         "totalShareStatistics":{"clickCount":7,"commentCount":2,"engagement":0.03,"impressionCount":{{{reach * 2}}},"likeCount":11,"shareCount":1,"uniqueImpressionsCount":{{{reach}}} } }
        """;
}
