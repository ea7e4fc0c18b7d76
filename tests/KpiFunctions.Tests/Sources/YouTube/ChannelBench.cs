using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Tests.Sources.YouTube;

/// <summary>A channel with nothing in it, on Tuesday, 24 November 2026, at one in the morning in California.</summary>
internal sealed class ChannelBench : IDisposable
{
    public const string Channel = "UCplanted-channel_0123456";
    public const string AccessToken = "ya29.planted-access-token";
    public const string Secret = """{"client_id":"agency.apps.example","client_secret":"GOCSPX-planted","refresh_token":"1//planted+refresh"}""";

    /// <summary>What the report answers where there is no row.</summary>
    public const string Empty = """{"kind":"youtubeAnalytics#resultTable","columnHeaders":[{"name":"day","columnType":"DIMENSION","dataType":"STRING"},{"name":"views","columnType":"METRIC","dataType":"INTEGER"}]}""";

    public ChannelBench()
    {
        Platform.On("https://oauth2.googleapis.com/token", $$"""{"access_token":"{{AccessToken}}","expires_in":3599,"token_type":"Bearer"}""");
        Platform.On("/v2/reports", Empty);
        Platform.On("/youtube/v3/channels", """{"items":[{"id":"x","contentDetails":{"relatedPlaylists":{"likes":"","uploads":"UUplanted"} } }]}""");
        Platform.On("/youtube/v3/playlistItems", """{"items":[],"pageInfo":{"totalResults":0}}""");
    }

    public SourceBench Sources { get; } = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public StubPlatform Platform => Sources.Platform;

    public Task<List<SourcePage>> FetchAsync(string first, string last, string account = Channel, Zone? zone = null) =>
        Sources.FetchAsync(Config(account), Secret, SourceBench.Days(first, last), zone);

    /// <summary>Fetches with what is in a vault.</summary>
    public async Task FetchAsync(string secret, ISecretKeeper keeper)
    {
        var request = new SourceRequest(Config(Channel), secret, SourceBench.Days("2026-11-18", "2026-11-20"), Zone.Utc) { Keeper = keeper };
        await foreach (var page in Sources.Catalog.Find("youtube")!.FetchAsync(request, TestContext.Current.CancellationToken)) page.Refusals.ShouldBeEmpty();
    }

    public async Task<List<Reading>> ReadingsAsync(string first, string last) => [.. (await FetchAsync(first, last)).SelectMany(page => page.Readings)];

    public async Task<List<Post>> PostsAsync(string first, string last) => [.. (await FetchAsync(first, last)).SelectMany(page => page.Posts)];

    public Task<SourceFailure> FailureAsync(string? secret = Secret, string account = Channel) =>
        Sources.FailureOfAsync(Config(account), secret, SourceBench.Days("2026-11-18", "2026-11-20"));

    public int CountOf(string part) => Platform.Requests.Count(request => request.Address.Contains(part, StringComparison.Ordinal));

    public void Dispose() => Sources.Dispose();

    private static SourceConfig Config(string account) => new() { Type = "youtube", Account = account, Name = "YouTube", Credential = "youtube-agency" };
}
