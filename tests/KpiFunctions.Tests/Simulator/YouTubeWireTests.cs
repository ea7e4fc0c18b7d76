using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.YouTube;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Tests.Sources;
using Microsoft.Extensions.DependencyInjection;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

public sealed class YouTubeWireTests
{
    private const string BrandChannel = $"UC0000000{Brand}";
    private const string ShopChannel = $"UC0000000{Shop}";
    private const string Metrics = "views,comments,likes,shares,subscribersGained,subscribersLost";

    [Fact]
    public async Task A_report_ends_without_a_word_three_days_before_today_in_California()
    {
        await using var platforms = await StartAsync();
        var report = await JsonAsync(await ReportAsync(platforms, BrandChannel, "startDate=2026-11-16&endDate=2026-11-24"));
        report["columnHeaders"]!.AsArray().Select(header => header!["name"]!.GetValue<string>()).ShouldBe(["day", .. Metrics.Split(',')]);
        report["rows"]!.AsArray().Select(row => row![0]!.GetValue<string>()).ShouldBe(Enumerable.Range(16, 6).Select(day => $"2026-11-{day}"));
        report["rows"]!.AsArray().ShouldAllBe(row => row!.AsArray().Count == 7 && row[1]!.GetValue<long>() > 10_000);
    }

    [Fact]
    public async Task Without_data_the_report_has_headers_and_no_rows()
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.NoData) { At = "youtube" });
        var report = await JsonAsync(await ReportAsync(platforms, BrandChannel, "startDate=2026-11-16&endDate=2026-11-20"));
        report["columnHeaders"]!.AsArray().Count.ShouldBe(7);
        report["rows"].ShouldBeNull();
    }

    [Fact]
    public async Task Uploads_come_in_pages_that_add_up_and_every_video_is_found_again()
    {
        await using var platforms = await StartAsync();
        var playlist = (await JsonAsync(await DataAsync(platforms, $"channels?part=contentDetails&id={BrandChannel}")))["items"]![0]!["contentDetails"]!["relatedPlaylists"]!["uploads"]!.GetValue<string>();
        playlist.ShouldBe("UU" + BrandChannel[2..]);

        var found = new List<(string Id, string Published)>();
        var total = 0;
        for (string? token = ""; token is not null;)
        {
            var page = await JsonAsync(await DataAsync(platforms, $"playlistItems?part=contentDetails&playlistId={playlist}&maxResults=20{(token.Length > 0 ? $"&pageToken={token}" : "")}"));
            found.AddRange(page["items"]!.AsArray().Select(item => (item!["contentDetails"]!["videoId"]!.GetValue<string>(), item["contentDetails"]!["videoPublishedAt"]!.GetValue<string>())));
            total = page["pageInfo"]!["totalResults"]!.GetValue<int>();
            token = page["nextPageToken"]?.GetValue<string>();
        }

        found.Count.ShouldBe(total);
        found.Select(video => video.Id).Distinct().Count().ShouldBe(total);
        found.Select(video => video.Published).ShouldBeInOrder(SortDirection.Descending);
        total.ShouldBeGreaterThan(40);

        var videos = (await JsonAsync(await DataAsync(platforms, $"videos?part=snippet,statistics&id={string.Join(',', found.Take(50).Select(video => video.Id))},AAAAAAAAAAA")))["items"]!.AsArray();
        videos.Select(video => (video!["id"]!.GetValue<string>(), video["snippet"]!["publishedAt"]!.GetValue<string>())).ShouldBe(found.Take(50));
        videos.ShouldAllBe(video => long.Parse(video!["statistics"]!["viewCount"]!.GetValue<string>()) > 0);
    }

    [Fact]
    public async Task Ones_own_channel_is_the_same_in_both_APIs()
    {
        await using var platforms = await StartAsync();
        var id = (await JsonAsync(await DataAsync(platforms, "channels?part=contentDetails&mine=true")))["items"]![0]!["id"]!.GetValue<string>();
        var mine = await JsonAsync(await ReportAsync(platforms, "MINE", "startDate=2026-11-16&endDate=2026-11-20"));
        (await JsonAsync(await ReportAsync(platforms, id, "startDate=2026-11-16&endDate=2026-11-20"))).ToJsonString().ShouldBe(mine.ToJsonString());
    }

    [Theory]
    [InlineData(FaultKind.RateLimited, 429, "rateLimitExceeded", 403, "quotaExceeded")]
    [InlineData(FaultKind.Unauthorized, 401, "authError", 401, "authError")]
    [InlineData(FaultKind.PermissionMissing, 403, "insufficientPermissions", 403, "insufficientPermissions")]
    [InlineData(FaultKind.BadRequest, 400, "badRequest", 400, "badRequest")]
    [InlineData(FaultKind.Unavailable, 503, "backendError", 503, "backendError")]
    [InlineData(FaultKind.ServerError, 500, "backendError", 500, "backendError")]
    public async Task Each_API_fails_with_Googles_reasons(FaultKind kind, int reportStatus, string reportReason, int dataStatus, string dataReason)
    {
        await using var platforms = await StartAsync();
        platforms.Server.Faults.Add(new Fault(kind) { At = "youtube", Account = BrandChannel });
        (await ReasonAsync(await ReportAsync(platforms, BrandChannel, "startDate=2026-11-16&endDate=2026-11-20"))).ShouldBe((reportStatus, reportReason));
        (await ReasonAsync(await DataAsync(platforms, $"channels?part=contentDetails&id={BrandChannel}"))).ShouldBe((dataStatus, dataReason));
        (await DataAsync(platforms, $"channels?part=contentDetails&id={ShopChannel}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData($"v2/reports?ids=channel==nobody&metrics={Metrics}&dimensions=day&startDate=2026-11-16&endDate=2026-11-20", 403)]
    [InlineData($"v2/reports?ids=channel=={BrandChannel}&metrics=views,reach&dimensions=day&startDate=2026-11-16&endDate=2026-11-20", 400)]
    [InlineData($"v2/reports?ids=channel=={BrandChannel}&metrics=views&dimensions=country&startDate=2026-11-16&endDate=2026-11-20", 400)]
    [InlineData($"v2/reports?ids=channel=={BrandChannel}&metrics=views&dimensions=day&startDate=2026-11-16", 400)]
    [InlineData($"v2/groups?ids=channel=={BrandChannel}", 404)]
    public async Task What_is_not_played_is_refused(string path, int status)
    {
        await using var platforms = await StartAsync();
        ((int)(await GetAsync(platforms, $"https://youtubeanalytics.googleapis.com/{path}")).StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_refresh_token_gets_an_access_token_and_an_expired_one_gets_none()
    {
        await using var platforms = await StartAsync();
        (await JsonAsync(await RefreshAsync(platforms, "1//t")))["access_token"]!.GetValue<string>().ShouldStartWith("ya29.");
        var refused = await RefreshAsync(platforms, SimulatorSecrets.Expired);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await JsonAsync(refused)).ToJsonString().ShouldBe("""{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""");
    }

    [Fact]
    public async Task The_source_reads_what_the_simulator_plays()
    {
        await using var platforms = await StartAsync();
        using var bench = new SourceBench(Now, services => services.AddHttpClient(SourceClients.NameOf(YouTubeMetrics.Traits)).ConfigurePrimaryHttpMessageHandler(() => platforms.Server.CreateRoutingHandler()));

        var pages = await bench.FetchAsync(
            new() { Type = "youtube", Account = BrandChannel, Name = "YouTube", Credential = "youtube-brand" },
            SimulatorSecrets.For("youtube-brand"),
            SourceBench.Days("2026-08-31", "2026-11-24"));

        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        var readings = pages.SelectMany(page => page.Readings).ToList();
        readings.Count.ShouldBe(83);
        readings[^1].Day.ShouldBe(new(2026, 11, 21));
        readings.ShouldAllBe(reading => reading.Values.Count == 7);
        pages.SelectMany(page => page.Posts).Count().ShouldBeInRange(8, 40);
        pages.SelectMany(page => page.Posts).ShouldAllBe(post => post.Link != null && post.Values.Count == 3);
    }

    [Theory]
    [InlineData("youtube-expired", null, SourceFailureKind.CredentialExpired)]
    [InlineData("youtube-brand", FaultKind.RateLimited, SourceFailureKind.RateLimited)]
    [InlineData("youtube-brand", FaultKind.PermissionMissing, SourceFailureKind.PermissionMissing)]
    [InlineData("youtube-brand", FaultKind.Unauthorized, SourceFailureKind.CredentialRefused)]
    [InlineData("youtube-brand", FaultKind.TruncatedJson, SourceFailureKind.AnswerUnreadable)]
    public async Task The_source_fails_as_the_simulator_does(string credential, FaultKind? fault, SourceFailureKind kind)
    {
        await using var platforms = await StartAsync();
        using var bench = new SourceBench(Now, services => services.AddHttpClient(SourceClients.NameOf(YouTubeMetrics.Traits)).ConfigurePrimaryHttpMessageHandler(() => platforms.Server.CreateRoutingHandler()));
        if (fault is { } wrong) platforms.Server.Faults.Add(new Fault(wrong) { At = "youtube" });

        var failure = await bench.FailureOfAsync(
            new() { Type = "youtube", Account = BrandChannel, Name = "YouTube", Credential = credential }, SimulatorSecrets.For(credential), SourceBench.Days("2026-11-18", "2026-11-20"));

        failure.Kind.ShouldBe(kind);
    }

    private static Task<HttpResponseMessage> ReportAsync(SimulatedPlatforms platforms, string channel, string days) =>
        GetAsync(platforms, $"https://youtubeanalytics.googleapis.com/v2/reports?ids=channel%3D%3D{channel}&metrics={Metrics}&dimensions=day&{days}");

    private static Task<HttpResponseMessage> DataAsync(SimulatedPlatforms platforms, string pathAndQuery) => GetAsync(platforms, $"https://youtube.googleapis.com/youtube/v3/{pathAndQuery}");

    private static Task<HttpResponseMessage> GetAsync(SimulatedPlatforms platforms, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "ya29.t");
        return platforms.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<HttpResponseMessage> RefreshAsync(SimulatedPlatforms platforms, string token) => platforms.Http.PostAsync(
        "https://oauth2.googleapis.com/token",
        new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["client_id"] = "c", ["client_secret"] = "s", ["refresh_token"] = token }),
        TestContext.Current.CancellationToken);

    private static async Task<(int Status, string Reason)> ReasonAsync(HttpResponseMessage response) =>
        ((int)response.StatusCode, (await JsonAsync(response))["error"]!["errors"]![0]!["reason"]!.GetValue<string>());
}
