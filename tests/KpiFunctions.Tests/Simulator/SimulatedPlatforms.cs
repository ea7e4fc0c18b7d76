using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Simulator;

/// <summary>A running simulator and a client that reaches nothing else. It is Tuesday, 24 November 2026.</summary>
public sealed class SimulatedPlatforms : IAsyncDisposable
{
    public const string Brand = "201100000000001";
    public const string Confectioner = "201100000000002";
    public const string Shop = "201100000000003";
    public const string MatomoHost = "stats.confiserie-du-port.example";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private SimulatedPlatforms(SimulatorServer server, FakeTimeProvider time)
    {
        Server = server;
        Time = time;
        Http = new HttpClient(server.CreateRoutingHandler());
    }

    public SimulatorServer Server { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    public static async Task<SimulatedPlatforms> StartAsync(int seed = 1, string? outbox = null, DateTimeOffset? now = null, bool linkedInStartIsExclusive = false, TimeProvider? pauses = null)
    {
        var time = new FakeTimeProvider(now ?? Now);
        return new(await SimulatorServer.StartAsync(new() { Seed = seed, TimeProvider = time, OutboxDirectory = outbox, LinkedInStartIsExclusive = linkedInStartIsExclusive, PauseClock = pauses ?? TimeProvider.System }, TestContext.Current.CancellationToken), time);
    }

    /// <summary>Asks Graph, with a token that works.</summary>
    public Task<HttpResponseMessage> GraphAsync(string pathAndQuery) =>
        Http.GetAsync($"https://graph.facebook.com/v27.0/{pathAndQuery}{(pathAndQuery.Contains('?') ? '&' : '?')}access_token=t", TestContext.Current.CancellationToken);

    public async Task<JsonNode> GraphJsonAsync(string pathAndQuery) => await JsonAsync(await GraphAsync(pathAndQuery));

    public Task<HttpResponseMessage> ReportAsync(string property, string body, string token = "t")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"https://analyticsdata.googleapis.com/v1beta/properties/{property}:runReport") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> ReportJsonAsync(string property, string body) => await JsonAsync(await ReportAsync(property, body));

    public Task<HttpResponseMessage> MatomoAsync(params string[] calls) => MatomoAsync("t", calls);

    public Task<HttpResponseMessage> MatomoWithAsync(string token, params string[] calls) => MatomoAsync(token, calls);

    public async Task<JsonNode> MatomoJsonAsync(params string[] calls) => await JsonAsync(await MatomoAsync("t", calls));

    /// <summary>Asks LinkedIn.</summary>
    public Task<HttpResponseMessage> LinkedInAsync(string pathAndQuery, string? token = "t", string? version = "202603")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"https://api.linkedin.com/rest/{pathAndQuery}");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (version is not null) request.Headers.Add("LinkedIn-Version", version);
        request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> LinkedInJsonAsync(string pathAndQuery) => await JsonAsync(await LinkedInAsync(pathAndQuery));

    public Task<HttpResponseMessage> SendMailAsync(string body, string token = "SG.t")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://api.sendgrid.com/v3/mail/send") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    private Task<HttpResponseMessage> MatomoAsync(string token, string[] calls)
    {
        var form = new Dictionary<string, string> { ["module"] = "API", ["method"] = "API.getBulkRequest", ["format"] = "json", ["token_auth"] = token };
        for (var i = 0; i < calls.Length; i++) form[$"urls[{i}]"] = calls[i];
        return Http.PostAsync($"https://{MatomoHost}/index.php", new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
    }
}
