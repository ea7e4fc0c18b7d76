using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.Facebook;

public sealed class FacebookPostTests : IDisposable
{
    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "facebook-page" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public FacebookPostTests() => bench.Platform.On("graph.facebook.com/v27.0/1015/", """{"data":[]}""");

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_post_has_its_figures_since_publication()
    {
        // One post of the posts edge with summaries and lifetime insights inside.
        bench.Platform.On("/posts?", """
            {"data":[{"id":"1015_900","created_time":"2026-11-21T16:30:00+0000","message":"Which flavour\nshould come back?",
              "permalink_url":"https://www.facebook.com/1015/posts/900","status_type":"added_photos",
              "attachments":{"data":[{"media_type":"photo"}]},"shares":{"count":12},
              "comments":{"data":[],"summary":{"order":"ranked","total_count":48,"can_comment":true}},
              "reactions":{"data":[],"summary":{"total_count":310}},
              "insights":{"data":[
                {"name":"post_total_media_view_unique","period":"lifetime","values":[{"value":5100}],"id":"1015_900/insights/post_total_media_view_unique/lifetime"},
                {"name":"post_media_view","period":"lifetime","values":[{"value":7300}]}]}}]}
            """);

        var post = (await PostsAsync()).ShouldHaveSingleItem();

        post.Published.ShouldBe(DateTimeOffset.Parse("2026-11-21T16:30:00Z"));
        post.Type.ShouldBe("photo");
        post.Excerpt.ShouldBe("Which flavour should come back?");
        post.Link.ShouldBe("https://www.facebook.com/1015/posts/900");
        post.IsMention.ShouldBeFalse();
        post[Metrics.Reach].ShouldBe(5100);
        post[Metrics.Views].ShouldBe(7300);
        post[Metrics.Comments].ShouldBe(48);
        post[Metrics.Reactions].ShouldBe(310);
        post[Metrics.Shares].ShouldBe(12);
        post[Metrics.Clicks].ShouldBeNull();
    }

    [Fact]
    public async Task A_post_without_a_summary_has_no_count_of_comments()
    {
        bench.Platform.On("/posts?", Posts("1015_1"));

        var post = (await PostsAsync()).ShouldHaveSingleItem();

        post[Metrics.Comments].ShouldBeNull();
        post[Metrics.Shares].ShouldBe(0, "the field is left out of posts that nobody has shared");
    }

    [Fact]
    public async Task Pages_are_read_to_the_last_one()
    {
        bench.Platform.On("/posts?", Posts("1015_1", after: "two"));
        bench.Platform.On("after=two", Posts("1015_2", after: "three"));
        bench.Platform.On("after=three", Posts("1015_3"));

        (await PostsAsync()).Select(post => post.Id).ShouldBe(["1015_1", "1015_2", "1015_3"]);
    }

    [Fact]
    public async Task A_repeated_cursor_ends_the_list_and_is_told()
    {
        bench.Platform.On("/posts?", Posts("1015_1", after: "two"));
        bench.Platform.On("after=two", Posts("1015_2", after: "two"));

        var pages = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-22"));

        pages.SelectMany(page => page.Posts).Select(post => post.Id).ShouldBe(["1015_1", "1015_2"]);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("posts");
    }

    [Fact]
    public async Task The_token_in_a_next_address_is_not_sent_back()
    {
        bench.Platform.On("/posts?", Posts("1015_1", after: "two"));
        bench.Platform.On("after=two", Posts("1015_2"));

        await PostsAsync();

        bench.Platform.Requests.Where(request => request.Address.Contains("after=two", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .Address.ShouldNotContain("access_token");
    }

    [Fact]
    public async Task A_post_metric_that_Meta_refuses_costs_neither_the_posts_nor_the_other_metrics()
    {
        bench.Platform.On("/posts?", Posts("1015_1"));
        bench.Platform.On("post_clicks", """{"error":{"message":"(#100) The value must be a valid insights metric","code":100}}""", HttpStatusCode.BadRequest);

        var pages = await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-22"));

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("post_clicks");
        bench.Platform.Requests[^1].Address.ShouldContain("insights.metric(post_total_media_view_unique,post_media_view)");
    }

    [Fact]
    public async Task Posts_of_the_weeks_before_are_read_again_because_their_figures_move()
    {
        await PostsAsync();

        var since = bench.Platform.Requests.Single(request => request.Address.Contains("/posts?", StringComparison.Ordinal)).Query("since");
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(since!)).ShouldBe(DateTimeOffset.Parse("2026-10-25T00:00:00Z"));
    }

    [Fact]
    public async Task An_excerpt_is_cut_without_breaking_a_character()
    {
        var text = new string('a', Post.ExcerptLength - 2) + "🍓🍓";
        bench.Platform.On("/posts?", $$"""{"data":[{"id":"1015_1","created_time":"2026-11-21T16:30:00+0000","message":"{{text}}"}]}""");

        var excerpt = (await PostsAsync()).ShouldHaveSingleItem().Excerpt!;

        excerpt.Length.ShouldBeLessThanOrEqualTo(Post.ExcerptLength);
        excerpt.ShouldEndWith("a…");
    }

    private async Task<List<Post>> PostsAsync() =>
        [.. (await bench.FetchAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-22"))).SelectMany(page => page.Posts)];

    private static string Posts(string id, string? after = null)
    {
        var paging = after is null ? "" : $$"""
            ,"paging":{"cursors":{"before":"b","after":"{{after}}"},"next":"https://graph.facebook.com/v27.0/1015/posts?access_token={{SourceBench.Token}}&fields=id%2Ccreated_time&limit=25&after={{after}}"}
            """;
        return $$"""{"data":[{"id":"{{id}}","created_time":"2026-11-21T16:30:00+0000"}]{{paging}}}""";
    }
}
