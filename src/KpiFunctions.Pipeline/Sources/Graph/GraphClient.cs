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

    /// <summary>A page of a list on an edge.</summary>
    /// <param name="position">Where the page begins; empty for the first.</param>
    /// <param name="isLarge">Whether a smaller page is asked for where this one is too large.</param>
    public Task<GraphList<T>> ListAsync<T>(string edge, string fields, int limit, string position, JsonTypeInfo<GraphList<T>> type, bool isLarge, CancellationToken cancellationToken) =>
        GetAsync(edge, $"fields={fields}&limit={limit}{(position.Length > 0 ? "&" : "")}{position}", type, cancellationToken, isLarge);

    /// <summary>The account itself, or what hangs on one of its edges.</summary>
    /// <param name="edge">Null for the account itself.</param>
    /// <param name="isLarge">Whether a smaller answer is asked for where this one is too large.</param>
    public async Task<T> GetAsync<T>(string? edge, string query, JsonTypeInfo<T> type, CancellationToken cancellationToken, bool isLarge = false)
    {
        var path = edge is null ? "" : "/" + edge;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Host}/{GraphVersions.Used}/{Uri.EscapeDataString(account)}{path}?{query}"));
        if (isLarge) request.Options.Set(SourceClients.IsFinal, GraphErrors.IsTooLarge);
        return await SendAsync(request, type, cancellationToken);
    }

    /// <summary>
    /// What Meta says of the token. The token asks about itself, in the body of the request: an address would end up in logs.
    /// </summary>
    public async Task<GraphTokenAnswer> TokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Host}/{GraphVersions.Used}/debug_token"));
        request.Content = new FormUrlEncodedContent([new("method", "get"), new("input_token", token)]);
        return await SendAsync(request, GraphJson.Default.GraphTokenAnswer, cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw await GraphErrors.OfAsync(platform, http, answer, cancellationToken);
        return await http.ReadAsync(answer, type, cancellationToken);
    }
}
