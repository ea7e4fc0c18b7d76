using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Sources.Instagram;

public sealed class InstagramPostTests : IDisposable
{
    private const string BeforeConversion = """{"error":{"message":"Invalid parameter","code":100,"error_subcode":2108006,"error_user_title":"Media posted before business account conversion"}}""";

    private static readonly SourceConfig Account = new() { Type = "instagram", Account = "1784", Name = "Instagram", Credential = "meta-agency" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public InstagramPostTests() => bench.Platform.On("graph.facebook.com/v27.0/1784", """{"data":[]}""");

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_post_has_its_figures_since_publication()
    {
        bench.Platform.On("/media?", """
            {"data":[{"id":"1790","timestamp":"2026-11-21T16:30:00+0000","caption":"Which flavour\nshould come back?","permalink":"https://www.instagram.com/p/Cx9/",
              "media_type":"CAROUSEL_ALBUM","media_product_type":"FEED","like_count":310,"comments_count":48,
              "insights":{"data":[
                {"name":"reach","period":"lifetime","values":[{"value":5100}],"id":"1790/insights/reach/lifetime"},
                {"name":"views","period":"lifetime","values":[{"value":7300}]},{"name":"saved","period":"lifetime","values":[{"value":21}]}]}}]}
            """);

        var post = (await PostsAsync()).ShouldHaveSingleItem();

        post.Published.ShouldBe(DateTimeOffset.Parse("2026-11-21T16:30:00Z"));
        post.Type.ShouldBe("carousel");
        post.Excerpt.ShouldBe("Which flavour should come back?");
        post.Link.ShouldBe("https://www.instagram.com/p/Cx9/");
        post[Metrics.Reach].ShouldBe(5100);
        post[Metrics.Views].ShouldBe(7300);
        post[Metrics.Saves].ShouldBe(21);
        post[Metrics.Reactions].ShouldBe(310);
        post[Metrics.Comments].ShouldBe(48);
        post[Metrics.Shares].ShouldBeNull();
    }

    [Theory]
    [InlineData("IMAGE", "FEED", "photo")]
    [InlineData("VIDEO", "REELS", "reel")]
    [InlineData("VIDEO", "FEED", "video")]
    [InlineData("HOLOGRAM", "FEED", null)]
    public async Task A_post_is_of_a_kind(string media, string product, string? type)
    {
        bench.Platform.On("/media?", $$"""{"data":[{"id":"1","timestamp":"2026-11-21T16:30:00+0000","media_type":"{{media}}","media_product_type":"{{product}}"}]}""");

        (await PostsAsync()).ShouldHaveSingleItem().Type.ShouldBe(type);
    }

    [Fact]
    public async Task A_count_that_is_hidden_is_unknown()
    {
        bench.Platform.On("/media?", Media("1"));

        (await PostsAsync()).ShouldHaveSingleItem()[Metrics.Reactions].ShouldBeNull();
    }

    [Fact]
    public async Task Pages_are_read_until_one_lies_before_the_weeks_in_which_figures_move()
    {
        bench.Platform.On("/media?", Media("1", after: "two"));
        bench.Platform.On("after=two", Media("2", "2026-10-26T10:00:00+0000", "three"));
        bench.Platform.On("after=three", Media("3", "2026-10-20T10:00:00+0000", "four"));

        (await PostsAsync()).Select(post => post.Id).ShouldBe(["1", "2"]);
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("four", StringComparison.Ordinal));
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("access_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_cursor_ends_the_list_and_is_told()
    {
        bench.Platform.On("/media?", Media("1", after: "two"));
        bench.Platform.On("after=two", Media("2", after: "two"));

        var pages = await PagesAsync();

        pages.SelectMany(page => page.Posts).Select(post => post.Id).ShouldBe(["1", "2"]);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("media");
    }

    [Fact]
    public async Task A_metric_that_is_refused_costs_neither_the_posts_nor_the_other_metrics()
    {
        bench.Platform.On("/media?", Media("1"));
        bench.Platform.On(request => request.Address.Contains("/media?", StringComparison.Ordinal) && request.Address.Contains("saved", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"error":{"message":"(#100) The value must be a valid insights metric","code":100}}""", HttpStatusCode.BadRequest));

        var pages = await PagesAsync();

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("saved (media)");
        bench.Platform.Requests[^1].Address.ShouldContain("insights.metric(reach,views,shares)");
    }

    [Fact]
    public async Task Posts_from_before_the_account_was_a_professional_one_still_have_their_likes_and_comments()
    {
        bench.Platform.On("/media?", Media("1"));
        bench.Platform.On("insights.metric", BeforeConversion, HttpStatusCode.BadRequest);

        var pages = await PagesAsync();

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();

        // No metric is refused: it is asked for again with the first new post.
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("insights of 1 and earlier");
    }

    [Fact]
    public async Task A_later_page_that_is_refused_keeps_what_came_before_it()
    {
        bench.Platform.On("/media?", Media("1", after: "two"));
        bench.Platform.On("after=two", BeforeConversion, HttpStatusCode.BadRequest);

        var pages = await PagesAsync();

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem().Id.ShouldBe("1");
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("media");
    }

    private Task<List<SourcePage>> PagesAsync() => bench.FetchAsync(Account, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-22"));

    private async Task<List<Post>> PostsAsync() => [.. (await PagesAsync()).SelectMany(page => page.Posts)];

    private static string Media(string id, string timestamp = "2026-11-21T16:30:00+0000", string? after = null)
    {
        var paging = after is null ? "" : $$"""
            ,"paging":{"cursors":{"before":"b","after":"{{after}}"},"next":"https://graph.facebook.com/v27.0/1784/media?access_token={{SourceBench.Token}}&limit=25&after={{after}}"}
            """;
        return $$"""{"data":[{"id":"{{id}}","timestamp":"{{timestamp}}"}]{{paging}}}""";
    }
}
