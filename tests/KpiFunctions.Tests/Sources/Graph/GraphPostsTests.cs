using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Sources.Graph;

/// <summary>What Meta refuses of a list of posts costs only itself.</summary>
public sealed class GraphPostsTests : IDisposable
{
    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "own" };
    private static readonly SourceConfig Account = new() { Type = "instagram", Account = "1784", Name = "Instagram", Credential = "own" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_page_that_is_too_large_is_asked_for_smaller_and_the_size_stays()
    {
        var list = new PlayedPosts { LargestPage = 5 }.Add(Posts(12));

        var (posts, refusals) = await FacebookAsync(list);

        posts.Count.ShouldBe(12);
        posts.ShouldAllBe(post => post[Metrics.Reach] == 50);
        refusals.ShouldBeEmpty();
        list.Sizes.ShouldBe([25, 10, 5, 5, 5]);
    }

    [Theory]
    [InlineData("""{"error":{"code":1,"message":"An unknown error occurred","error_subcode":99}}""", 500)]
    [InlineData("""{"error":{"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"}}""", 500)]
    [InlineData("""{"error":{"code":2,"message":"Please reduce the amount of data you're asking for"}}""", 400)]
    [InlineData("""{"error":{"code":-3,"message":"Please reduce the amount of data you're asking for"}}""", 400)]
    public async Task Every_way_of_saying_too_large_is_understood(string body, int status)
    {
        var list = new PlayedPosts().Add(Posts(12));
        Play(Page, list, request => request.Query("limit") == "25" ? StubPlatform.Json(body, (HttpStatusCode)status) : null);

        var (posts, refusals) = await FetchAsync(Page);

        posts.Count.ShouldBe(12);
        refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_is_too_large_even_for_one_post_is_told_and_costs_nothing_else()
    {
        Play(Page, new(), _ => StubPlatform.Json("""{"error":{"code":1,"message":"Please reduce the amount of data you're asking for"}}""", HttpStatusCode.InternalServerError));

        var (posts, refusals) = await FetchAsync(Page);

        posts.ShouldBeEmpty();
        var refusal = refusals.ShouldHaveSingleItem();
        refusal.What.ShouldBe("posts");
        refusal.Failure.Kind.ShouldBe(SourceFailureKind.Unavailable);
        refusal.PostsSince.ShouldBe(DateTimeOffset.MaxValue, "none of the list was read");
    }

    [Theory]
    [InlineData(10, null, HttpStatusCode.Forbidden)]
    [InlineData(200, null, HttpStatusCode.Forbidden)]
    [InlineData(283, null, HttpStatusCode.Forbidden)]
    [InlineData(100, null, HttpStatusCode.BadRequest)]
    [InlineData(100, 33, HttpStatusCode.BadRequest)]
    public async Task A_list_that_is_refused_in_every_form_is_told(int code, int? subcode, HttpStatusCode status)
    {
        var part = subcode is null ? "" : $",\"error_subcode\":{subcode}";
        Play(Page, new(), _ => StubPlatform.Json($$"""{"error":{"message":"No","code":{{code}}{{part}} } }""", status));

        var (posts, refusals) = await FetchAsync(Page);

        posts.ShouldBeEmpty();
        refusals.ShouldHaveSingleItem().PostsSince.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Theory]
    [InlineData(458)]
    [InlineData(460)]
    [InlineData(463)]
    [InlineData(467)]
    [InlineData(492)]
    public async Task A_token_that_dies_on_the_way_ends_the_fetch(int subcode)
    {
        Play(Page, new(), _ => StubPlatform.Json($$"""{"error":{"message":"Session has expired","code":190,"error_subcode":{{subcode}} } }""", HttpStatusCode.BadRequest));

        (await bench.FailureOfAsync(Page, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-22"))).Kind
            .ShouldBe(subcode == 463 ? SourceFailureKind.CredentialExpired : SourceFailureKind.CredentialRefused);
    }

    [Fact]
    public async Task The_summaries_that_are_not_permitted_fall_away_alone()
    {
        var (posts, refusals) = await FacebookAsync(new PlayedPosts { NotPermitted = ["comments", "reactions"] }.Add(Posts(30)));

        posts.Count.ShouldBe(30);
        posts.ShouldAllBe(post => post[Metrics.Reach] == 50 && post[Metrics.Comments] == null && post[Metrics.Reactions] == null && post[Metrics.Shares] == 0);
        refusals.Select(refusal => refusal.What).ShouldBe(["comments (posts)", "reactions (posts)"]);
        refusals.ShouldAllBe(refusal => refusal.PostsSince == null);
    }

    [Fact]
    public async Task Shares_that_are_not_permitted_are_not_zero()
    {
        var (posts, refusals) = await FacebookAsync(new PlayedPosts { NotPermitted = [",shares"] }.Add(Posts(2)));

        posts.ShouldAllBe(post => post[Metrics.Shares] == null && post[Metrics.Comments] == 3);
        refusals.ShouldHaveSingleItem().What.ShouldBe("shares (posts)");
    }

    [Fact]
    public async Task A_group_that_is_not_permitted_costs_only_its_metrics()
    {
        var (posts, refusals) = await FacebookAsync(new PlayedPosts { NotPermitted = ["insights"] }.Add(Posts(30)));

        posts.Count.ShouldBe(30);
        posts.ShouldAllBe(post => post[Metrics.Reach] == null && post[Metrics.Comments] == 3);
        refusals.Select(refusal => refusal.What).ShouldBe(["post_total_media_view_unique", "post_media_view", "post_clicks"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_retired_metric_costs_only_itself_on_every_page()
    {
        var list = new PlayedPosts { Retired = ["post_clicks"] }.Add(Posts(60));

        var (posts, refusals) = await FacebookAsync(list);

        posts.Count.ShouldBe(60);
        posts.ShouldAllBe(post => post[Metrics.Reach] == 50 && post[Metrics.Views] == 50 && post[Metrics.Clicks] == null);
        refusals.ShouldHaveSingleItem().What.ShouldBe("post_clicks");
        list.Sizes.Count(size => size == 25).ShouldBe(4, "the first page twice, the others once");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(37)]
    public async Task One_post_without_insights_costs_itself_wherever_it_stands(int dead)
    {
        var list = new PlayedPosts().Add(Posts(40, (index, post) => index == dead ? post with { Lacks = ["post_total_media_view_unique", "post_media_view", "post_clicks"] } : post));

        var (posts, refusals) = await FacebookAsync(list);

        posts.Count.ShouldBe(40);
        posts.Where(post => post[Metrics.Reach] is null).Select(post => post.Id).ShouldBe([$"p{dead}"]);
        posts.ShouldAllBe(post => post[Metrics.Comments] == 3 && post[Metrics.Reactions] == 7);
        refusals.ShouldHaveSingleItem().What.ShouldBe($"insights of p{dead}");
        list.Requests.ShouldBeLessThan(35);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(30)]
    public async Task A_later_fetch_finds_the_post_without_a_refused_request(int dead)
    {
        var list = new PlayedPosts().Add(Posts(40, (index, post) => index == dead ? post with { Lacks = ["post_total_media_view_unique", "post_media_view", "post_clicks"] } : post));

        var (posts, refusals) = await FetchAsync(Page, list, [$"insights of p{dead}"]);

        posts.Where(post => post[Metrics.Reach] is null).Select(post => post.Id).ShouldBe([$"p{dead}"]);
        refusals.ShouldBeEmpty();
        list.Requests.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Many_posts_without_insights_are_told_together_and_do_not_hold_the_fetch_for_ever()
    {
        var list = new PlayedPosts().Add(Posts(100, (index, post) => index % 2 == 0 ? post with { Lacks = ["post_total_media_view_unique"] } : post));

        var (posts, refusals) = await FacebookAsync(list);

        posts.Count.ShouldBe(100);
        posts.ShouldAllBe(post => post[Metrics.Views] == 50);
        refusals.Count.ShouldBeLessThan(15);
        list.Requests.ShouldBeLessThan(400);
    }

    [Fact]
    public async Task A_medium_without_a_metric_costs_that_metric_alone()
    {
        var list = new PlayedPosts().Add(Posts(20, (index, post) => index == 3 ? post with { Product = "REELS", Type = "VIDEO", Lacks = ["views"] } : post));

        var (posts, refusals) = await InstagramAsync(list);

        posts.Count.ShouldBe(20);
        posts.Where(post => post[Metrics.Views] is null).Select(post => post.Id).ShouldBe(["p3"]);
        posts.ShouldAllBe(post => post[Metrics.Reach] == 50 && post[Metrics.Saves] == 50 && post[Metrics.Shares] == 50 && post[Metrics.Reactions] == 7);
        refusals.ShouldHaveSingleItem().What.ShouldBe("views (media), REELS VIDEO");
    }

    [Fact]
    public async Task A_story_among_the_media_is_not_asked_for_what_stories_do_not_have()
    {
        var list = new PlayedPosts().Add(Posts(10, (index, post) => index == 2 ? post with { Product = "STORY", Lacks = ["saved"] } : post));

        var (posts, refusals) = await InstagramAsync(list);

        var story = posts.Single(post => post.Id == "p2");
        story.Type.ShouldBe("story");
        story[Metrics.Reach].ShouldBe(50);
        story[Metrics.Saves].ShouldBeNull();
        posts.Where(post => post != story).ShouldAllBe(post => post[Metrics.Saves] == 50);
        refusals.ShouldBeEmpty("that is how stories are");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(24)]
    [InlineData(31)]
    public async Task Media_older_than_the_conversion_cost_the_newer_ones_nothing(int first)
    {
        var list = new PlayedPosts().Add(Posts(40, (index, post) => post with { IsBeforeConversion = index >= first }));

        var (posts, refusals) = await InstagramAsync(list);

        posts.Count.ShouldBe(40);
        posts.Count(post => post[Metrics.Reach] == 50).ShouldBe(first);
        posts.ShouldAllBe(post => post[Metrics.Reactions] == 7 && post[Metrics.Comments] == 3);
        refusals.ShouldHaveSingleItem().What.ShouldBe($"insights of p{first} and earlier");
        list.Requests.ShouldBeLessThan(30);

        // The next fetch knows where they begin.
        var again = new PlayedPosts().Add(Posts(40, (index, post) => post with { IsBeforeConversion = index >= first }));
        (await FetchAsync(Account, again, [$"insights of p{first} and earlier"])).Refusals.ShouldBeEmpty();
        again.Requests.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Likes_that_are_hidden_are_unknown()
    {
        var (posts, _) = await InstagramAsync(new PlayedPosts().Add(Posts(2, (index, post) => post with { HidesLikes = index == 1 })));

        posts.Select(post => post[Metrics.Reactions]).ShouldBe([7, null]);
    }

    [Fact]
    public async Task A_later_page_that_is_refused_in_every_form_keeps_the_earlier_ones_and_says_how_far_the_list_is_known()
    {
        var list = new PlayedPosts { BrokenFrom = 25 }.Add(Posts(40));

        var (posts, refusals) = await FacebookAsync(list);

        posts.Count.ShouldBe(25);
        var refusal = refusals.ShouldHaveSingleItem();
        refusal.What.ShouldBe("posts");
        refusal.Failure.Message.ShouldContain("What comes after page 1");
        refusal.PostsSince.ShouldBe(posts[^1].Published);
    }

    [Fact]
    public async Task An_empty_page_is_not_the_lists_end()
    {
        var (posts, refusals) = await FacebookAsync(new PlayedPosts { HasAnEmptyPage = true }.Add(Posts(30)));

        posts.Count.ShouldBe(30);
        refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_repeats_ends_a_list_whatever_its_page_size()
    {
        Play(Page, new(), request => StubPlatform.Json(
            $$"""{"data":[{"id":"p1","created_time":"2026-11-21T10:00:00+0000"}],"paging":{"next":"https://graph.facebook.com/v27.0/1015/posts?limit={{request.Query("limit")}}&after=same"} }"""));

        var (posts, refusals) = await FetchAsync(Page);

        posts.ShouldHaveSingleItem();
        refusals.ShouldHaveSingleItem().Failure.Message.ShouldContain("repeats itself");
        bench.Platform.Requests.Count(request => request.Address.Contains("/posts?", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Posts_that_an_earlier_fetch_could_not_read_are_read_when_the_list_is_there_again()
    {
        Play(Page, new PlayedPosts().Add(Posts(1)));

        await FetchAsync(Page, null, [], from: new(2026, 8, 17));

        var since = bench.Platform.Requests.Single(request => request.Address.Contains("/posts?", StringComparison.Ordinal)).Query("since");
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(since!)).ShouldBe(DateTimeOffset.Parse("2026-08-17T00:00:00Z"));
    }

    private Task<(List<Post> Posts, List<Refusal> Refusals)> FacebookAsync(PlayedPosts list) => FetchAsync(Page, list, []);

    private Task<(List<Post> Posts, List<Refusal> Refusals)> InstagramAsync(PlayedPosts list) => FetchAsync(Account, list, []);

    private async Task<(List<Post> Posts, List<Refusal> Refusals)> FetchAsync(SourceConfig source, PlayedPosts? list = null, HashSet<string>? skip = null, DateOnly? from = null)
    {
        if (list is not null) Play(source, list);
        var request = new SourceRequest(source, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-24"), Zone.Utc) { Skip = skip ?? [], PostsFrom = from };
        var fetch = PagesAsync(request);
        await bench.Clock.PassPausesAsync(fetch, TestContext.Current.CancellationToken);
        var pages = await fetch;
        return ([.. pages.SelectMany(page => page.Posts)], [.. pages.SelectMany(page => page.Refusals)]);
    }

    private async Task<List<SourcePage>> PagesAsync(SourceRequest request)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in bench.Catalog.Find(request.Source.Type)!.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }

    private void Play(SourceConfig source, PlayedPosts list, Func<StubRequest, HttpResponseMessage?>? first = null)
    {
        var isInstagram = source == Account;
        bench.Platform.On("graph.facebook.com/v27.0/", """{"data":[]}""");
        bench.Platform.On(request => request.Address.Contains(isInstagram ? "/media?" : "/posts?", StringComparison.Ordinal), request => first?.Invoke(request) ?? list.Answer(request, isInstagram));
    }

    /// <summary>Posts of the last days, the newest first.</summary>
    private static IEnumerable<PlayedPost> Posts(int count, Func<int, PlayedPost, PlayedPost>? change = null) => Enumerable.Range(0, count)
        .Select(index => new PlayedPost($"p{index}", $"{DateTimeOffset.Parse("2026-11-23T10:00:00Z").AddHours(-3 * index):yyyy-MM-dd'T'HH:mm:ss}+0000"))
        .Select((post, index) => change?.Invoke(index, post) ?? post);
}
