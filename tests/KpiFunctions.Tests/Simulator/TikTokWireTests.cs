using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class TikTokWireTests
{
    private const string Api = "https://business-api.tiktok.com/open_api/v1.3";
    private const string BrandAccount = $"_000{Brand}";
    private const string DayFields = """["video_views","unique_video_views","followers_count","daily_new_followers","daily_lost_followers"]""";

    [Fact]
    public async Task Days_are_known_until_two_before_today_and_hold_what_was_asked_for()
    {
        await using var platforms = await StartAsync();

        var answer = await DaysAsync(platforms, "2026-11-16", "2026-11-24");

        answer["code"]!.GetValue<int>().ShouldBe(0);
        var days = answer["data"]!["metrics"]!.AsArray();
        days.Select(day => day!["date"]!.GetValue<string>()).ShouldBe(Enumerable.Range(16, 7).Select(day => $"2026-11-{day}"));
        days.ShouldAllBe(day => day!.AsObject().Count == 6 && day["video_views"]!.GetValue<long>() >= day["unique_video_views"]!.GetValue<long>());
        answer["data"]!["followers_count"]!.GetValue<long>().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("2026-09-25", 0)]
    [InlineData("2026-09-24", 40002)]
    public async Task Sixty_days_back_can_be_asked_for(string first, int code)
    {
        await using var platforms = await StartAsync();

        (await DaysAsync(platforms, first, "2026-11-20"))["code"]!.GetValue<int>().ShouldBe(code);
    }

    [Fact]
    public async Task Videos_come_in_pages_that_do_not_overlap()
    {
        await using var platforms = await StartAsync();
        var found = new List<(string Id, string Time)>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await GetAsync(platforms, $"business/video/list/?business_id={BrandAccount}&max_count=20&fields=[\"item_id\",\"create_time\",\"favorites\"]{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}"))["data"]!;
            found.AddRange(page["videos"]!.AsArray().Select(video => (video!["item_id"]!.GetValue<string>(), video["create_time"]!.GetValue<string>())));
            cursor = page["has_more"]!.GetValue<bool>() && found.Count < 100 ? page["cursor"]!.ToString() : null;
        }

        found.Count.ShouldBe(100);
        found.Select(video => video.Id).ShouldBeUnique();
        found.Select(video => long.Parse(video.Time)).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task A_refresh_token_is_taken_once_and_its_access_token_for_a_day()
    {
        await using var platforms = await StartAsync();

        var given = (await RefreshAsync(platforms, "rft.first"))["data"]!;
        (await RefreshAsync(platforms, "rft.first"))["code"]!.GetValue<int>().ShouldBe(40107);

        given["expires_in"]!.GetValue<int>().ShouldBe(86400);
        var access = given["access_token"]!.GetValue<string>();
        (await DaysAsync(platforms, "2026-11-16", "2026-11-20", access))["code"]!.GetValue<int>().ShouldBe(0);
        platforms.Time.Advance(TimeSpan.FromDays(1));
        (await DaysAsync(platforms, "2026-11-16", "2026-11-20", access))["code"]!.GetValue<int>().ShouldBe(40102);
        (await RefreshAsync(platforms, given["refresh_token"]!.GetValue<string>()))["data"]!["refresh_token"]!.GetValue<string>().ShouldNotBe(given["refresh_token"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(FaultKind.RateLimited, 200, 40100)]
    [InlineData(FaultKind.ExpiredToken, 200, 40102)]
    [InlineData(FaultKind.Unauthorized, 200, 40105)]
    [InlineData(FaultKind.PermissionMissing, 200, 40001)]
    [InlineData(FaultKind.BadRequest, 200, 40002)]
    [InlineData(FaultKind.ServerError, 200, 50000)]
    [InlineData(FaultKind.Unavailable, 503, 60001)]
    public async Task Errors_are_told_by_their_code(FaultKind kind, int status, int code)
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(kind) { At = "tiktok", Account = BrandAccount });

        using var answer = await SendAsync(platforms, $"business/get/?business_id={BrandAccount}");

        ((int)answer.StatusCode, (await JsonAsync(answer))["code"]!.GetValue<int>()).ShouldBe((status, code));
        (await GetAsync(platforms, $"business/get/?business_id=_000{Shop}"))["code"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("business/get/?business_id=a", 40002)]
    [InlineData("business/get/", 40002)]
    [InlineData($"business/get/?business_id={BrandAccount}&fields=[\"reach\"]", 40002)]
    [InlineData($"business/get/?business_id={BrandAccount}&fields=video_views", 40002)]
    [InlineData($"business/video/list/?business_id={BrandAccount}&fields=[\"likes\"]", 40002)]
    [InlineData($"business/video/list/?business_id={BrandAccount}&max_count=21", 40002)]
    [InlineData($"business/comment/list/?business_id={BrandAccount}", 40006)]
    public async Task What_is_not_played_is_refused(string path, int code)
    {
        await using var platforms = await StartAsync();

        (await GetAsync(platforms, path))["code"]!.GetValue<int>().ShouldBe(code);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        await using var platforms = await StartAsync();

        using var answer = await SendAsync(platforms, $"business/get/?business_id={BrandAccount}", token: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(answer))["code"]!.GetValue<int>().ShouldBe(40104);
    }

    private static Task<JsonNode> DaysAsync(SimulatedPlatforms platforms, string first, string last, string token = "act.t") =>
        GetAsync(platforms, $"business/get/?business_id={BrandAccount}&start_date={first}&end_date={last}&fields={DayFields}", token);

    private static async Task<JsonNode> GetAsync(SimulatedPlatforms platforms, string path, string token = "act.t")
    {
        using var answer = await SendAsync(platforms, path, token);
        return await JsonAsync(answer);
    }

    private static async Task<HttpResponseMessage> SendAsync(SimulatedPlatforms platforms, string path, string? token = "act.t")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/{path}");
        if (token is not null) request.Headers.Add("Access-Token", token);
        return await platforms.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> RefreshAsync(SimulatedPlatforms platforms, string token)
    {
        using var body = new StringContent($$"""{"client_id":"c","client_secret":"s","grant_type":"refresh_token","refresh_token":"{{token}}"}""", Encoding.UTF8, "application/json");
        using var answer = await platforms.Http.PostAsync($"{Api}/tt_user/oauth2/refresh_token/", body, TestContext.Current.CancellationToken);
        return await JsonAsync(answer);
    }
}
