using System.Net;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Sources.YouTube;

public sealed class YouTubeVideoTests : IDisposable
{
    private readonly ChannelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_video_is_a_post_with_its_figures_since_publication()
    {
        Uploads(("a-b_c012345", "2026-11-19T17:30:00Z"));
        Videos("""
            {"id":"a-b_c012345","snippet":{"publishedAt":"2026-11-19T17:30:00Z","title":"How\n we make it","liveBroadcastContent":"none"},
             "status":{"privacyStatus":"public"},"statistics":{"viewCount":"1204","likeCount":"61","favoriteCount":"0","commentCount":"9"} }
            """);

        var post = (await bench.PostsAsync("2026-11-18", "2026-11-20")).ShouldHaveSingleItem();

        post.Id.ShouldBe("a-b_c012345");
        post.Published.ShouldBe(DateTimeOffset.Parse("2026-11-19T17:30:00Z"));
        post.Type.ShouldBe("video");
        post.Excerpt.ShouldBe("How we make it");
        post.Link.ShouldBe("https://www.youtube.com/watch?v=a-b_c012345");
        post.IsMention.ShouldBeFalse();
        post.Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Views] = 1204, [Metrics.Reactions] = 61, [Metrics.Comments] = 9 }, ignoreOrder: true);
        bench.CountOf("part=snippet,status,statistics&id=a-b_c012345&maxResults=50").ShouldBe(1);
    }

    [Fact]
    public async Task Figures_that_are_hidden_or_switched_off_are_unknown()
    {
        Uploads(("a", "2026-11-19T17:30:00Z"));
        Videos("""{"id":"a","snippet":{"publishedAt":"2026-11-19T17:30:00Z","title":"A"},"statistics":{"viewCount":"12"} }""");

        var post = (await bench.PostsAsync("2026-11-18", "2026-11-20")).ShouldHaveSingleItem();

        post.Values.Keys.ShouldBe([Metrics.Views]);
    }

    [Fact]
    public async Task What_the_public_cannot_see_is_no_post()
    {
        Uploads(("private", null), ("unlisted", "2026-11-19T09:00:00Z"), ("upcoming", "2026-11-19T10:00:00Z"), ("public", "2026-11-19T11:00:00Z"));
        Videos(
            """{"id":"private","snippet":{"publishedAt":"2026-11-19T08:00:00Z","title":"P"},"status":{"privacyStatus":"private"} }""",
            """{"id":"unlisted","snippet":{"publishedAt":"2026-11-19T09:00:00Z","title":"U"},"status":{"privacyStatus":"unlisted"} }""",
            """{"id":"upcoming","snippet":{"publishedAt":"2026-11-19T10:00:00Z","title":"L","liveBroadcastContent":"upcoming"},"status":{"privacyStatus":"public"} }""",
            """{"id":"public","snippet":{"publishedAt":"2026-11-19T11:00:00Z","title":"V"},"status":{"privacyStatus":"public"} }""");

        (await bench.PostsAsync("2026-11-18", "2026-11-20")).Select(post => post.Id).ShouldBe(["public"]);
    }

    [Fact]
    public async Task Uploads_are_read_page_by_page_until_one_is_older_throughout()
    {
        Page("", "p2", ("a", "2026-11-19T08:00:00Z"), ("old", "2026-10-01T08:00:00Z"));
        Page("p2", "p3", ("late", "2026-11-18T08:00:00Z"));
        Page("p3", "p4", ("older", "2026-09-01T08:00:00Z"));
        Videos();

        await bench.FetchAsync("2026-11-18", "2026-11-20");

        bench.CountOf("/youtube/v3/playlistItems").ShouldBe(3);
        bench.CountOf("pageToken=p4").ShouldBe(0);
        bench.Platform.Requests.Where(request => request.Address.Contains("/v3/videos", StringComparison.Ordinal)).Select(request => request.Query("id")).ShouldBe(["a", "late"]);
    }

    [Fact]
    public async Task A_list_that_repeats_a_token_ends_and_is_told()
    {
        Page("", "p2", ("a", "2026-11-19T08:00:00Z"));
        Page("p2", "p2", ("a", "2026-11-19T08:00:00Z"), ("b", "2026-11-18T08:00:00Z"));
        Videos("""{"id":"a","snippet":{"publishedAt":"2026-11-19T08:00:00Z","title":"A"} }""");

        var pages = await bench.FetchAsync("2026-11-18", "2026-11-20");

        bench.CountOf("/youtube/v3/playlistItems").ShouldBe(2);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("playlistItems"),
            refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable));
    }

    [Fact]
    public async Task Videos_of_four_weeks_are_read_again_and_the_days_of_both_zones_are_covered()
    {
        // From 23 October in Auckland, 22 October 11:00Z, to the end of 20 November in California, the 21st 08:00Z.
        Uploads(("b", "2026-11-21T07:59:00Z"), ("after", "2026-11-21T08:00:00Z"), ("a", "2026-10-22T11:00:00Z"), ("before", "2026-10-22T10:59:00Z"));
        Videos();

        await bench.FetchAsync("2026-11-18", "2026-11-20", zone: Zone.Find("Pacific/Auckland"));

        bench.Platform.Requests.Single(request => request.Address.Contains("/v3/videos", StringComparison.Ordinal)).Query("id").ShouldBe("b,a");
    }

    [Fact]
    public async Task A_channel_is_asked_for_by_its_identifier_and_ones_own_by_mine()
    {
        await bench.FetchAsync("2026-11-18", "2026-11-20");
        await bench.FetchAsync("2026-11-18", "2026-11-20", "MINE");

        bench.CountOf($"https://youtube.googleapis.com/youtube/v3/channels?part=contentDetails&id={ChannelBench.Channel}").ShouldBe(1);
        bench.CountOf("https://youtube.googleapis.com/youtube/v3/channels?part=contentDetails&mine=true").ShouldBe(1);
        bench.CountOf("playlistId=UUplanted&maxResults=50").ShouldBe(2);
    }

    [Fact]
    public async Task Videos_that_are_not_permitted_leave_the_days()
    {
        bench.Platform.On("/v2/reports", """{"columnHeaders":[{"name":"day"},{"name":"views"}],"rows":[["2026-11-20",10]]}""");
        bench.Platform.On(
            "/youtube/v3/channels",
            """{"error":{"code":403,"message":"Request had insufficient authentication scopes.","errors":[{"reason":"insufficientPermissions"}],"status":"PERMISSION_DENIED"}}""",
            HttpStatusCode.Forbidden);

        var pages = await bench.FetchAsync("2026-11-20", "2026-11-20");

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("channels");
    }

    [Theory]
    [InlineData("""{"items":[{"id":"x","contentDetails":{"relatedPlaylists":{"likes":""} } }]}""", HttpStatusCode.OK, "{}")]
    [InlineData("""{"items":[{"id":"x","contentDetails":{"relatedPlaylists":{"uploads":"UUplanted"} } }]}""", HttpStatusCode.NotFound, """{"error":{"code":404,"errors":[{"reason":"playlistNotFound"}]}}""")]
    [InlineData("""{"items":[{"id":"x","contentDetails":{"relatedPlaylists":{"uploads":"UUplanted"} } }]}""", HttpStatusCode.NotFound, """{"error":{"code":404,"status":"NOT_FOUND"}}""")]
    public async Task A_channel_that_never_published_has_its_figures(string channels, HttpStatusCode status, string playlist)
    {
        bench.Platform.On("/v2/reports", """{"columnHeaders":[{"name":"day"},{"name":"views"}],"rows":[["2026-11-20",10]]}""");
        bench.Platform.On("/youtube/v3/channels", channels);
        bench.Platform.On("/youtube/v3/playlistItems", playlist, status);

        var pages = await bench.FetchAsync("2026-11-20", "2026-11-20");

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.Views].ShouldBe(10);
        pages.SelectMany(page => page.Posts).ShouldBeEmpty();
        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_later_page_that_is_gone_keeps_the_earlier_ones_and_is_told()
    {
        Page("", "p2", ("a", "2026-11-19T08:00:00Z"));
        bench.Platform.On("pageToken=p2", """{"error":{"code":404,"errors":[{"reason":"playlistNotFound"}]}}""", HttpStatusCode.NotFound);
        Videos("""{"id":"a","snippet":{"publishedAt":"2026-11-19T08:00:00Z","title":"A"} }""");

        var pages = await bench.FetchAsync("2026-11-18", "2026-11-20");

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("playlistItems");
    }

    [Fact]
    public async Task A_channel_that_is_gone_is_told_with_what_to_change()
    {
        bench.Platform.On("/v2/reports", """{"columnHeaders":[{"name":"day"},{"name":"views"}],"rows":[["2026-11-20",10]]}""");
        bench.Platform.On("/youtube/v3/channels", """{"pageInfo":{"totalResults":0}}""");

        var failure = await bench.FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("the config has to give the identifier of the one that is used now");
    }

    [Fact]
    public async Task A_video_that_fails_the_list_costs_itself_and_is_named()
    {
        Uploads([.. Enumerable.Range(1, 12).Select(number => ($"v{number}", (string?)"2026-11-19T08:00:00Z"))]);
        bench.Platform.On(
            request => request.Address.Contains("/youtube/v3/videos", StringComparison.Ordinal),
            request => request.Query("id")!.Split(',') is var ids && ids.Contains("v7")
                ? StubPlatform.Json("""{"error":{"code":404,"message":"Video not found","errors":[{"reason":"videoNotFound"}]}}""", HttpStatusCode.NotFound)
                : StubPlatform.Json($$"""{"items":[{{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","snippet":{"publishedAt":"2026-11-19T08:00:00Z","title":"A"} }"""))}}]}"""));

        var pages = await bench.FetchAsync("2026-11-18", "2026-11-20");

        pages.SelectMany(page => page.Posts).Count().ShouldBe(11);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("v7");
    }

    private static string Items(IEnumerable<(string Id, string? Published)> videos) => string.Join(',', videos.Select(video =>
        $$"""{"contentDetails":{"videoId":"{{video.Id}}"{{(video.Published is null ? "" : $",\"videoPublishedAt\":\"{video.Published}\"")}}} }"""));

    private void Uploads(params (string Id, string? Published)[] videos) => bench.Platform.On("/youtube/v3/playlistItems", $$"""{"items":[{{Items(videos)}}]}""");

    private void Page(string token, string next, params (string Id, string? Published)[] videos) => bench.Platform.On(
        request => request.Address.Contains("/youtube/v3/playlistItems", StringComparison.Ordinal) && (request.Query("pageToken") ?? "") == token,
        _ => StubPlatform.Json($$"""{"nextPageToken":"{{next}}","items":[{{Items(videos)}}]}"""));

    private void Videos(params string[] videos) => bench.Platform.On("/youtube/v3/videos", $$"""{"items":[{{string.Join(',', videos)}}]}""");
}
