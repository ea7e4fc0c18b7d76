using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>The requests to one page's edges.</summary>
/// <param name="page">The page's identifier or name.</param>
/// <param name="token">Goes into a header: an address would end up in logs.</param>
internal sealed class FacebookClient(SourceHttp http, string page, string token)
{
    private const string Host = "https://graph.facebook.com";

    /// <summary>The page's metrics over some days, as Unix seconds from the first day's start to after the last day's end.</summary>
    public async Task<IReadOnlyList<FacebookInsight>> InsightsAsync(string period, IEnumerable<string> metrics, long since, long until, CancellationToken cancellationToken)
    {
        var query = $"metric={string.Join(',', metrics)}&period={period}&since={since}&until={until}";
        return (await GetAsync("insights", query, FacebookJson.Default.FacebookListFacebookInsight, cancellationToken)).Data ?? [];
    }

    /// <summary>One page of a listing.</summary>
    public Task<FacebookList<FacebookPost>> PostsAsync(string edge, string query, CancellationToken cancellationToken) =>
        GetAsync(edge, query, FacebookJson.Default.FacebookListFacebookPost, cancellationToken);

    private async Task<T> GetAsync<T>(string edge, string query, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var address = new Uri($"{Host}/{FacebookMetrics.Version}/{Uri.EscapeDataString(page)}/{edge}?{query}");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw await FacebookErrors.OfAsync(http, answer, cancellationToken);
        return await http.ReadAsync(answer, type, cancellationToken);
    }
}
