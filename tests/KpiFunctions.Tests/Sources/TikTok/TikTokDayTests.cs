using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using static KpiFunctions.Tests.Sources.TikTok.TikTokBench;

namespace KpiFunctions.Tests.Sources.TikTok;

public sealed class TikTokDayTests : IDisposable
{
    private readonly TikTokBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_day_has_the_figures_of_the_account()
    {
        // The level of now is not the day's.
        bench.Platform.On(Days, Good("""
            {"followers_count":5150,"metrics":[{"date":"2026-11-20","unique_video_views":900,"video_views":"1500","likes":41,"comments":7,"shares":12,
              "daily_new_followers":9,"daily_lost_followers":3,"followers_count":5120,"audience_activity":[{"hour":"0","count":12}]}]}
            """));

        var reading = (await bench.ReadingsAsync("2026-11-20", "2026-11-20")).ShouldHaveSingleItem();

        reading.Account.ShouldBe(new("tiktok", Account));
        reading.Day.ShouldBe(new(2026, 11, 20));
        reading.Values.ShouldBe(
            new Dictionary<Metric, double>
            {
                [Metrics.Reach] = 900,
                [Metrics.Views] = 1500,
                [Metrics.Reactions] = 41,
                [Metrics.Comments] = 7,
                [Metrics.Shares] = 12,
                [Metrics.FollowersGained] = 9,
                [Metrics.FollowersLost] = 3,
                [Metrics.Followers] = 5120,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task The_days_are_asked_for_with_the_access_token_in_its_header_alone()
    {
        await bench.FetchAsync("2026-11-18", "2026-11-20");

        var request = bench.Asked(Days).ShouldHaveSingleItem();
        request.Address.ShouldBe(
            $"https://business-api.tiktok.com/open_api/v1.3/business/get/?business_id={Account}&start_date=2026-11-18&end_date=2026-11-20"
            + """&fields=["unique_video_views","video_views","likes","comments","shares","daily_new_followers","daily_lost_followers","followers_count"]""");
        request.Headers["Access-Token"].ShouldBe(AccessToken);
        request.Authorization.ShouldBeNull();
        bench.Platform.Requests.ShouldAllBe(each => !each.Address.Contains("planted+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-09-01", "2026-11-24", "2026-09-25", "2026-11-23")]
    [InlineData("2026-09-25", "2026-11-23", "2026-09-25", "2026-11-23")]
    [InlineData("2026-11-20", "2026-11-24", "2026-11-20", "2026-11-23")]
    public async Task Only_the_days_that_TikTok_has_are_asked_for_and_all_at_once(string first, string last, string from, string to)
    {
        await bench.FetchAsync(first, last);

        bench.Asked(Days).Select(request => (request.Query("start_date"), request.Query("end_date"))).ShouldBe([(from, to)]);
    }

    [Theory]
    [InlineData("2026-08-01", "2026-09-24")]
    [InlineData("2026-11-24", "2026-11-24")]
    public async Task Days_that_TikTok_does_not_have_are_unknown_and_no_failure(string first, string last)
    {
        (await bench.ReadingsAsync(first, last)).ShouldBeEmpty();

        bench.Asked(Days).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_is_UTCs_and_settled_after_two_of_them()
    {
        // At 09:00 on the 24th the 22nd ended 33 hours ago, the 21st 57.
        Rows(Day("2026-11-21"), Day("2026-11-22"), Day("2026-11-23"), Day("2026-11-24"));

        var readings = await bench.ReadingsAsync("2026-11-21", "2026-11-24");

        readings.Select(reading => (reading.Day.Day, reading.Settled)).ShouldBe([(21, true), (22, false), (23, false)]);
    }

    [Fact]
    public async Task What_is_left_out_or_null_is_unknown_and_a_written_zero_is_zero()
    {
        Rows("""{"date":"2026-11-20","video_views":0,"likes":null,"comments":0}""");

        var reading = (await bench.ReadingsAsync("2026-11-19", "2026-11-20")).ShouldHaveSingleItem();

        reading.Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.Views] = 0, [Metrics.Comments] = 0 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("2026-11-22", false)]
    [InlineData("2026-11-21", true)]
    public async Task A_day_of_nothing_but_zeros_is_believed_once_it_is_settled(string day, bool isKnown)
    {
        Rows($$"""{"date":"{{day}}","video_views":0,"likes":0,"followers_count":0}""");

        (await bench.ReadingsAsync(day, day)).Count.ShouldBe(isKnown ? 1 : 0);
    }

    [Fact]
    public async Task Zeros_beside_a_level_are_not_counted_yet_and_the_level_does_not_make_the_day_answered()
    {
        Rows(
            """{"date":"2026-11-21","video_views":300,"unique_video_views":200,"likes":20,"comments":0,"followers_count":1120,"daily_new_followers":2}""",
            """{"date":"2026-11-22","video_views":0,"unique_video_views":0,"likes":0,"comments":0,"followers_count":1124,"daily_new_followers":4}""",
            """{"date":"2026-11-23","video_views":0,"unique_video_views":0,"likes":0,"comments":0,"followers_count":1124,"daily_new_followers":0}""");

        var readings = await bench.ReadingsAsync("2026-11-21", "2026-11-24");

        readings.Select(reading => (reading.Day.Day, reading[Metrics.Views], reading[Metrics.Followers], reading[Metrics.FollowersGained], reading.Inferred))
            .ShouldBe([(21, 300, 1120, 2, false), (22, null, 1124, 4, true), (23, null, 1124, null, true)]);
    }

    [Theory]
    [InlineData("2026-11-22", 3, 500)] // Three lively days before: no account has such a day, whatever TikTok's delay is meant to be.
    [InlineData("2026-11-22", 4, 3)] // Few look at it.
    [InlineData("2026-11-15", 4, 500)] // A week has gone by.
    public async Task Settled_zeros_after_lively_days_are_waited_for_for_a_week(string last, int known, int views)
    {
        var day = DateOnly.Parse(last);
        Rows([.. Enumerable.Range(1, 3).Select(back => $$"""{"date":"{{day.AddDays(-1 - back):yyyy-MM-dd}}","video_views":{{views}}}"""), $$"""{"date":"{{day.AddDays(-1):yyyy-MM-dd}}","video_views":0,"followers_count":0}"""]);

        (await bench.ReadingsAsync("2026-11-01", "2026-11-24")).Count.ShouldBe(known);
    }

    [Fact]
    public async Task A_day_of_zeros_between_counted_ones_is_one()
    {
        Rows(Day("2026-11-18"), """{"date":"2026-11-19","video_views":0}""", Day("2026-11-20"));

        (await bench.ReadingsAsync("2026-11-18", "2026-11-20")).Select(reading => reading[Metrics.Views]).ShouldBe([10, 0, 10]);
    }

    [Theory]
    [InlineData("""{"metrics":[]}""")]
    [InlineData("""{"followers_count":12}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task An_answer_without_days_is_nothing_known_and_no_failure(string data)
    {
        bench.Platform.On(Days, Good(data));

        var pages = await bench.FetchAsync();

        pages.SelectMany(page => page.Readings).ShouldBeEmpty();
        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"date":"2026-11-20","video_views":"many"}""", "video_views")]
    [InlineData("""{"date":"20 November","video_views":1}""", "day")]
    [InlineData("""{"video_views":1}""", "day")]
    public async Task What_cannot_be_a_figure_of_a_day_is_unreadable(string row, string word)
    {
        Rows(row);

        var failure = await bench.FailureAsync();

        failure.Kind.ShouldBe(SourceFailureKind.AnswerUnreadable);
        failure.Message.ShouldContain(word);
    }

    [Theory]
    [InlineData(40002, SourceFailureKind.RequestRefused)]
    [InlineData(40001, SourceFailureKind.PermissionMissing)]
    public async Task One_figure_that_is_refused_costs_only_itself(int code, SourceFailureKind kind)
    {
        Rows(Day("2026-11-20"));
        bench.Platform.On(request => request.Address.Contains(Days, StringComparison.Ordinal) && request.Address.Contains("\"likes\"", StringComparison.Ordinal), _ => StubPlatform.Json(Bad(code, "No likes")));

        var pages = await bench.FetchAsync("2026-11-20", "2026-11-20");

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.Views].ShouldBe(10);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("likes"),
            refusal => refusal.Failure.ShouldBe(new(kind, $"No likes (TikTok's code {code})")),
            refusal => refusal.Metrics.ShouldBe([Metrics.Reactions]));
    }

    [Fact]
    public async Task What_was_refused_lately_is_not_asked_for()
    {
        await bench.FetchAsync(skip: ["likes", "likes (video)"]);

        bench.Platform.Requests.ShouldAllBe(request => !request.Address.Contains("\"likes\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_of_videos_lately_is_still_asked_for_of_days()
    {
        await bench.FetchAsync(skip: ["likes (video)"]);

        bench.Asked(Days).ShouldHaveSingleItem().Address.ShouldContain("\"likes\"");
        bench.Asked(Videos).ShouldHaveSingleItem().Address.ShouldNotContain("likes");
    }

    [Fact]
    public async Task Without_any_figures_the_fetch_has_failed_after_the_videos_were_given()
    {
        bench.Platform.On(Days, Bad(40001, "No permission"));
        bench.Platform.On(Videos, Good("""{"videos":[{"item_id":"7","create_time":"1795255200"}],"has_more":false}"""));
        var pages = new List<SourcePage>();

        var failure = await Should.ThrowAsync<SourceException>(async () =>
        {
            var request = new SourceRequest(new() { Type = "tiktok", Account = Account, Name = "TikTok" }, Secret, SourceBench.Days("2026-11-20", "2026-11-22"), KpiFunctions.Pipeline.Periods.Zone.Utc);
            await foreach (var page in bench.Sources.Catalog.Find("tiktok")!.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        });

        failure.Failure.Kind.ShouldBe(SourceFailureKind.PermissionMissing);
        pages.SelectMany(page => page.Posts).ShouldHaveSingleItem().Id.ShouldBe("7");
        pages.SelectMany(page => page.Refusals).Count().ShouldBe(8);
    }

    private static string Day(string day) => $$"""{"date":"{{day}}","video_views":10}""";

    private void Rows(params string[] rows) => bench.Platform.On(Days, Good($$"""{"metrics":[{{string.Join(',', rows)}}]}"""));
}
