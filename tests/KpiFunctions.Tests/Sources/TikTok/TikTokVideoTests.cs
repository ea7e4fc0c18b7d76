using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.TikTok.TikTokBench;

namespace KpiFunctions.Tests.Sources.TikTok;

public sealed class TikTokVideoTests : IDisposable
{
    private readonly TikTokBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_video_has_its_words_its_link_and_its_figures()
    {
        Page("""
            {"item_id":"7300000000000000001","create_time":"1795255200","media_type":"VIDEO","caption":"Nougat\n #noel","share_url":"https://www.tiktok.com/@shop/video/7300000000000000001?utm_campaign=tt4d_open_api&utm_source=7001",
             "reach":700,"video_views":1200,"likes":50,"comments":6,"shares":4,"favorites":"3"}
            """);

        var post = (await bench.PostsAsync("2026-11-20", "2026-11-22")).ShouldHaveSingleItem();

        post.Account.ShouldBe(new("tiktok", Account));
        post.Id.ShouldBe("7300000000000000001");
        post.Published.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1795255200));
        post.Type.ShouldBe("video");
        post.Excerpt.ShouldBe("Nougat #noel");
        post.Link.ShouldBe("https://www.tiktok.com/@shop/video/7300000000000000001");
        post.IsMention.ShouldBeFalse();
        post.Values.ShouldBe(
            new Dictionary<Metric, double>
            {
                [Metrics.Reach] = 700,
                [Metrics.Views] = 1200,
                [Metrics.Reactions] = 50,
                [Metrics.Comments] = 6,
                [Metrics.Shares] = 4,
                [Metrics.Saves] = 3,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Figures_that_are_left_out_are_unknown_and_what_has_no_time_or_identifier_is_no_post()
    {
        Page(
            """{"item_id":"1","create_time":1795255200,"media_type":"PHOTO","video_views":12,"likes":null,"share_url":"javascript:alert(1)"}""",
            """{"item_id":"2","video_views":12}""",
            """{"create_time":1795255200,"video_views":12}""");

        var post = (await bench.PostsAsync("2026-11-20", "2026-11-22")).ShouldHaveSingleItem();

        post.Type.ShouldBe("photo");
        post.Link.ShouldBeNull();
        post.Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Views] = 12 });
    }

    [Fact]
    public async Task Four_weeks_are_read_again_and_the_days_of_both_zones_are_covered()
    {
        // From 25 October in Auckland, 24 October 11:00Z, to the end of 22 November in UTC.
        Page(Video("after", "2026-11-23T00:00:00Z"), Video("last", "2026-11-22T23:59:59Z"), Video("first", "2026-10-24T11:00:00Z"), Video("before", "2026-10-24T10:59:59Z"));

        var pages = await bench.FetchAsync(zone: Zone.Find("Pacific/Auckland"));

        pages.SelectMany(page => page.Posts).Select(post => post.Id).ShouldBe(["last", "first"]);
        bench.Asked(Videos).ShouldHaveSingleItem().Address.ShouldBe(
            $"https://business-api.tiktok.com/open_api/v1.3/business/video/list/?business_id={Account}"
            + """&fields=["item_id","create_time","media_type","caption","share_url","reach","video_views","likes","comments","shares","favorites"]"""
            + $"&cursor={Milliseconds("2026-11-23T00:00:00Z")}&max_count=20");
    }

    [Fact]
    public async Task Pages_are_read_until_one_is_older_throughout_even_past_an_empty_one()
    {
        PageAt(Milliseconds("2026-11-23T00:00:00Z"), next: 300, Video("a", "2026-11-20T08:00:00Z"), Video("pinned", "2026-09-01T08:00:00Z"));
        PageAt(300, next: 200);
        PageAt(200, next: 100, Video("b", "2026-11-01T08:00:00Z"), Video("a", "2026-11-20T08:00:00Z"));
        PageAt(100, next: 50, Video("old", "2026-09-02T08:00:00Z"));

        (await bench.PostsAsync("2026-11-20", "2026-11-22")).Select(post => post.Id).ShouldBe(["a", "b"]);

        bench.Asked(Videos).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("300")]
    [InlineData("null")]
    public async Task A_list_that_does_not_go_on_although_it_says_so_ends_and_is_told(string cursor)
    {
        bench.Platform.On(Videos, Good($$"""{"videos":[{{Video("a", "2026-11-20T08:00:00Z")}}],"cursor":{{cursor}},"has_more":true}"""));

        var pages = await bench.FetchAsync();

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("business/video/list"),
            refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable));
    }

    [Fact]
    public async Task A_video_whose_figures_cannot_be_read_costs_itself_and_is_named()
    {
        Page(
            """{"item_id":"1","create_time":1795255200,"likes":"many","comments":3}""",
            """{"item_id":"2","create_time":1795255300,"likes":5}""");

        var pages = await bench.FetchAsync();

        pages.SelectMany(page => page.Posts).Select(post => (post.Id, post[Metrics.Reactions])).ShouldBe([("1", null), ("2", 5)]);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("video 1"),
            refusal => refusal.Failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable));
    }

    [Theory]
    [InlineData("""{"code":40001,"message":"No","data":{}}""", SourceFailureKind.PermissionMissing)]
    [InlineData("""{"code":0,"data":{"videos":[{"item_id":"1","create_time":"soon"}]}}""", SourceFailureKind.AnswerUnreadable)]
    public async Task Videos_that_cannot_be_had_leave_the_days(string answer, SourceFailureKind kind)
    {
        bench.Platform.On(Days, Good("""{"metrics":[{"date":"2026-11-20","video_views":10}]}"""));
        bench.Platform.On(Videos, answer);

        var pages = await bench.FetchAsync();

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem();
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("business/video/list"),
            refusal => refusal.Failure.Kind.ShouldBe(kind));
    }

    [Theory]
    [InlineData(40001, SourceFailureKind.PermissionMissing)]
    [InlineData(40002, SourceFailureKind.RequestRefused)]
    public async Task One_figure_of_videos_that_is_refused_costs_only_itself(int code, SourceFailureKind kind)
    {
        Page(Video("a", "2026-11-20T08:00:00Z"));
        bench.Platform.On(request => request.Address.Contains("\"reach\"", StringComparison.Ordinal), _ => StubPlatform.Json(Bad(code, "No reach")));

        var pages = await bench.FetchAsync();

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem()[Metrics.Views].ShouldBe(1);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldBe(new("reach (video)", new(kind, $"No reach (TikTok's code {code})")));
        Uri.UnescapeDataString(bench.Asked(Videos)[^1].Query("fields")!).ShouldBe("""["item_id","create_time","media_type","caption","share_url","video_views","likes","comments","shares","favorites"]""");
    }

    [Fact]
    public async Task Without_the_right_to_any_figure_the_videos_are_known_all_the_same()
    {
        Page("""{"item_id":"a","create_time":"1795255200","caption":"Nougat"}""");
        bench.Platform.On(
            request => request.Address.Contains(Videos, StringComparison.Ordinal) && new[] { "reach", "video_views", "likes", "comments", "shares", "favorites" }.Any(request.Address.Contains),
            _ => StubPlatform.Json(Bad(40001, "No insights")));

        var pages = await bench.FetchAsync();

        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem().Values.ShouldBeEmpty();
        pages.SelectMany(page => page.Refusals).Count().ShouldBe(6);
    }

    private static long Milliseconds(string instant) => DateTimeOffset.Parse(instant).ToUnixTimeMilliseconds();

    private static string Video(string id, string published) => $$"""{"item_id":"{{id}}","create_time":"{{DateTimeOffset.Parse(published).ToUnixTimeSeconds()}}","video_views":1}""";

    private void Page(params string[] videos) => bench.Platform.On(Videos, Good($$"""{"videos":[{{string.Join(',', videos)}}],"cursor":1,"has_more":false}"""));

    private void PageAt(long cursor, long next, params string[] videos) => bench.Platform.On(
        request => request.Address.Contains(Videos, StringComparison.Ordinal) && request.Query("cursor") == $"{cursor}",
        _ => StubPlatform.Json(Good($$"""{"videos":[{{string.Join(',', videos)}}],"cursor":{{next}},"has_more":true}""")));
}
