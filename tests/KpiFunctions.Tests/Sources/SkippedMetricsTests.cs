using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Hosting;

namespace KpiFunctions.Tests.Sources;

/// <summary>A name that was refused lately is not asked for, where it would fail a whole request again.</summary>
public sealed class SkippedMetricsTests
{
    [Theory]
    [InlineData("facebook", "201100000000001", "graph.facebook.com", "page_media_view (day)", "page_media_view,", 0)]
    [InlineData("facebook", "201100000000001", "graph.facebook.com", "post_media_view", "post_media_view,", 0)]
    [InlineData("instagram", "17841400000000001", "graph.facebook.com", "saves (total)", "saves", 0)]
    [InlineData("instagram", "17841400000000001", "graph.facebook.com", "saved (media)", "saved", 0)]
    [InlineData("tiktok", "_000201100000000001", "business-api.tiktok.com", "followers_count", "followers_count", 0)]
    [InlineData("tiktok", "_000201100000000001", "business-api.tiktok.com", "favorites (video)", "favorites", 0)]
    [InlineData("youtube", "UC0000000201100000000001", "youtubeanalytics.googleapis.com", "likes", "likes", 0)]
    [InlineData("google-analytics", "properties/310000001", "analyticsdata.googleapis.com", "keyEvents", "\"keyEvents\"", 1)]
    public async Task It_is_left_out_of_every_request_and_the_rest_is_asked_for(string type, string account, string host, string refused, string name, int askedForItAlone)
    {
        var whole = await RequestsAsync(type, account, host, []);
        whole.ShouldContain(request => request.Contains(name, StringComparison.Ordinal));

        var without = await RequestsAsync(type, account, host, [refused]);

        without.Count.ShouldBe(whole.Count - askedForItAlone);
        without.ShouldAllBe(request => !request.Contains(name, StringComparison.Ordinal));
    }

    private static async Task<List<string>> RequestsAsync(string type, string account, string host, HashSet<string> skip)
    {
        var now = DateTimeOffset.Parse("2026-11-24T09:00:00Z");
        var heard = new List<string>();
        await using var simulator = await SimulatorServer.StartAsync(new() { TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now) }, TestContext.Current.CancellationToken);
        using var platforms = new SimulatedSources(simulator, now, async answer =>
        {
            var request = answer.RequestMessage!;
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            if (request.RequestUri!.Host == host) heard.Add(Uri.UnescapeDataString(request.RequestUri.Query) + body);
        });
        var secret = type switch { "google-analytics" => SimulatorSecrets.For("google"), "tiktok" or "youtube" => SimulatorSecrets.For(type), _ => "a-token" };
        var request = new SourceRequest(
            new SourceConfig { Type = type, Account = account, Name = type, Credential = "own" }, secret, SourceBench.Days("2026-11-18", "2026-11-24"), Zone.Find("Europe/Paris")!)
        { Skip = skip };
        await foreach (var page in platforms.Catalog.Find(type)!.FetchAsync(request, TestContext.Current.CancellationToken)) page.Refusals.Where(refusal => !skip.Contains(refusal.What)).ShouldBeEmpty();
        return heard;
    }
}
