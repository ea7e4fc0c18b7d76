using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>The requests about one organisation.</summary>
/// <param name="organization">The organisation's number.</param>
/// <param name="token">Goes into a header: an address would end up in logs.</param>
internal sealed class LinkedInClient(SourceHttp http, string organization, string token, TimeProvider clock)
{
    private const string Host = "https://api.linkedin.com/rest";

    private readonly string urn = Uri.EscapeDataString($"urn:li:organization:{organization}");

    /// <summary>How many follow the organisation now.</summary>
    public Task<LinkedInNetworkSize> FollowersAsync(CancellationToken cancellationToken) =>
        GetAsync($"networkSizes/{urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER", LinkedInJson.Default.LinkedInNetworkSize, cancellationToken);

    /// <summary>New followers by day.</summary>
    public Task<IReadOnlyList<LinkedInFollowerDay>> FollowerDaysAsync(DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken) =>
        AllAsync(
            $"organizationalEntityFollowerStatistics?q=organizationalEntity&organizationalEntity={urn}&{Days(start, end)}",
            LinkedInJson.Default.LinkedInListLinkedInFollowerDay,
            day => day.TimeRange?.Start,
            cancellationToken);

    /// <summary>What all posts gathered, by day.</summary>
    public Task<IReadOnlyList<LinkedInShareStatistics>> ShareDaysAsync(DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken) =>
        AllAsync(
            $"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={urn}&{Days(start, end)}",
            LinkedInJson.Default.LinkedInListLinkedInShareStatistics,
            day => day.TimeRange?.Start,
            cancellationToken);

    /// <summary>What each of some posts gathered since its publication.</summary>
    /// <param name="kind">The parameter that takes posts of this kind: <c>shares</c> or <c>ugcPosts</c>.</param>
    /// <param name="posts">Their identifiers.</param>
    public Task<IReadOnlyList<LinkedInShareStatistics>> PostFiguresAsync(string kind, IEnumerable<string> posts, CancellationToken cancellationToken) =>
        AllAsync(
            $"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={urn}&{kind}=List({string.Join(',', posts.Select(Uri.EscapeDataString))})",
            LinkedInJson.Default.LinkedInListLinkedInShareStatistics,
            post => post.Share ?? post.UgcPost,
            cancellationToken);

    /// <summary>One page of the organisation's posts, the one that was changed last first.</summary>
    public Task<LinkedInList<LinkedInPost>> PostsAsync(int start, int count, CancellationToken cancellationToken) =>
        GetAsync($"posts?author={urn}&q=author&start={start}&count={count}&sortBy=LAST_MODIFIED", LinkedInJson.Default.LinkedInListLinkedInPost, cancellationToken);

    private static string Days(DateTimeOffset start, DateTimeOffset end) =>
        $"timeIntervals=(timeRange:(start:{start.ToUnixTimeMilliseconds()},end:{end.ToUnixTimeMilliseconds()}),timeGranularityType:DAY)";

    /// <summary>A list to its end, or to where it begins to repeat itself.</summary>
    private async Task<IReadOnlyList<T>> AllAsync<T>(string address, JsonTypeInfo<LinkedInList<T>> type, Func<T, object?> keyOf, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        var seen = new HashSet<object>();
        for (var pages = 1; ; pages++)
        {
            var page = await GetAsync(all.Count == 0 ? address : $"{address}&start={all.Count}", type, cancellationToken);
            var isNew = false;
            foreach (var element in page.Elements ?? [])
            {
                all.Add(element);
                if (keyOf(element) is { } key) isNew |= seen.Add(key);
            }

            if (!page.HasNext || !isNew || pages == LinkedInMetrics.MaxPages) return all;
        }
    }

    private async Task<T> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Host}/{pathAndQuery}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("LinkedIn-Version", LinkedInMetrics.Api.Version);
        request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw await LinkedInErrors.OfAsync(http, answer, clock.GetUtcNow(), cancellationToken);
        return await http.ReadAsync(answer, type, cancellationToken);
    }
}
