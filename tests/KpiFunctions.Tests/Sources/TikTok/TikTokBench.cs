using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Tests.Sources.TikTok;

/// <summary>TikTok's answers, written out by hand; every one is quiet until a test lays out another. It is Tuesday, 24 November 2026, 09:00 UTC.</summary>
internal sealed class TikTokBench : IDisposable
{
    public const string Account = "_000planted-Account";
    public const string Days = "/business/get/";
    public const string Videos = "/business/video/list/";
    public const string Renewal = "/tt_user/oauth2/refresh_token/";

    // The signs are encoded differently by JSON and by addresses.
    public const string AccessToken = "act.planted+access!5003.va";
    public const string RefreshToken = "rft.planted+refresh!5003.va";
    public const string ClientSecret = "planted+client";

    /// <summary>A secret whose access token nobody knows the end of.</summary>
    public static readonly string Secret = SecretOf(RefreshToken, AccessToken);

    public TikTokBench()
    {
        Platform.On(Days, Good("""{"metrics":[]}"""));
        Platform.On(Videos, Good("""{"videos":[],"cursor":0,"has_more":false}"""));
    }

    public SourceBench Sources { get; } = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public StubPlatform Platform => Sources.Platform;

    public static string SecretOf(string refresh, string? access = null, string? until = null) =>
        $$"""{"client_id":"7001","client_secret":"{{ClientSecret}}","refresh_token":"{{refresh}}","note":"kept"{{(access is null ? "" : $",\"access_token\":\"{access}\"")}}{{(until is null ? "" : $",\"access_token_expires_at\":\"{until}\"")}} }""";

    /// <summary>A good answer in its envelope.</summary>
    public static string Good(string data) => $$"""{"code":0,"message":"OK","request_id":"202611240900","data":{{data}} }""";

    public static string Bad(int code, string message) => $$"""{"code":{{code}},"message":"{{message}}","request_id":"202611240900","data":{} }""";

    /// <summary>What the token endpoint gives.</summary>
    public static string Tokens(string access, string refresh) => Good(
        $$"""{"access_token":"{{access}}","token_type":"Bearer","scope":"video.list","expires_in":86400,"refresh_token":"{{refresh}}","refresh_token_expires_in":31536000,"open_id":"{{Account}}"}""");

    public async Task<List<SourcePage>> FetchAsync(
        string first = "2026-11-20", string last = "2026-11-22", string? secret = null, ISecretKeeper? keeper = null, string account = Account, Zone? zone = null, IAllowance? requests = null,
        params string[] skip)
    {
        var config = new SourceConfig { Type = "tiktok", Account = account, Name = "TikTok", Credential = "tiktok-shop" };
        var request = new SourceRequest(config, secret ?? Secret, SourceBench.Days(first, last), zone ?? Zone.Utc) { Keeper = keeper ?? SecretKeeper.Forgetful, Requests = requests ?? Allowance.Unlimited, Skip = skip.ToHashSet() };
        var pages = new List<SourcePage>();
        await foreach (var page in Sources.Catalog.Find("tiktok")!.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }

    public async Task<List<Reading>> ReadingsAsync(string first, string last) => [.. (await FetchAsync(first, last)).SelectMany(page => page.Readings)];

    public async Task<List<Post>> PostsAsync(string first, string last) => [.. (await FetchAsync(first, last)).SelectMany(page => page.Posts)];

    /// <summary>The failure of a fetch, waiting through its retries.</summary>
    public async Task<SourceFailure> FailureAsync(string? secret = null, ISecretKeeper? keeper = null, string account = Account)
    {
        var fetch = FetchAsync(secret: secret, keeper: keeper, account: account);
        await Sources.Clock.PassPausesAsync(fetch, TestContext.Current.CancellationToken);
        return (await fetch.ShouldThrowAsync<SourceException>()).Failure;
    }

    public List<StubRequest> Asked(string path) => [.. Platform.Requests.Where(request => request.Address.Contains(path, StringComparison.Ordinal))];

    public void Dispose() => Sources.Dispose();
}
