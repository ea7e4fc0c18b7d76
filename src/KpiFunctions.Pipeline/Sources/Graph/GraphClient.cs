using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>The requests to one account and its edges.</summary>
/// <param name="platform">Facebook or Instagram, as people read it.</param>
/// <param name="account">The page's or account's identifier or name.</param>
/// <param name="token">Goes into a header: an address would end up in logs.</param>
internal sealed class GraphClient(SourceHttp http, string platform, string account, string token)
{
    private const string Host = "https://graph.facebook.com";

    /// <summary>Facebook or Instagram, as people read it.</summary>
    public string Platform => platform;

    /// <summary>Metrics over some days, given as Unix seconds from the first day's start to after the last day's end.</summary>
    /// <param name="more">Further parameters, beginning with <c>&amp;</c>.</param>
    public async Task<IReadOnlyList<GraphInsight>> InsightsAsync(
        string period, IEnumerable<string> metrics, DateTimeOffset since, DateTimeOffset until, string more, CancellationToken cancellationToken)
    {
        var query = $"metric={string.Join(',', metrics)}&period={period}&since={since.ToUnixTimeSeconds()}&until={until.ToUnixTimeSeconds()}{more}";
        return (await GetAsync("insights", query, GraphJson.Default.GraphListGraphInsight, cancellationToken)).Data ?? [];
    }

    /// <summary>The account itself, or what hangs on one of its edges.</summary>
    /// <param name="edge">Null for the account itself.</param>
    public async Task<T> GetAsync<T>(string? edge, string query, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var path = edge is null ? "" : "/" + edge;
        var address = new Uri($"{Host}/{GraphApi.Version}/{Uri.EscapeDataString(account)}{path}?{query}");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw await GraphErrors.OfAsync(platform, http, answer, cancellationToken);
        return await http.ReadAsync(answer, type, cancellationToken);
    }
}
