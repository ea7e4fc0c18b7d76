using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>The requests about one organisation.</summary>
/// <param name="organization">The organisation's number.</param>
internal sealed class LinkedInClient(RenewableAccess<LinkedInGrant> access, string organization, TimeProvider clock)
{
    private const string Host = "https://api.linkedin.com/rest";

    private readonly string urn = Uri.EscapeDataString($"urn:li:organization:{organization}");

    /// <summary>How many follow the organisation now.</summary>
    public Task<LinkedInNetworkSize> FollowersAsync(CancellationToken cancellationToken) =>
        GetAsync($"networkSizes/{urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER", LinkedInJson.Default.LinkedInNetworkSize, cancellationToken);

    /// <summary>New followers by day.</summary>
    /// <param name="at">The place of the first element.</param>
    public Task<LinkedInList<LinkedInFollowerDay>> FollowerDaysAsync(DateTimeOffset start, DateTimeOffset end, int at, CancellationToken cancellationToken) => GetAsync(
        $"organizationalEntityFollowerStatistics?q=organizationalEntity&organizationalEntity={urn}&{Days(start, end)}{From(at)}",
        LinkedInJson.Default.LinkedInListLinkedInFollowerDay,
        cancellationToken);

    /// <summary>What all posts gathered, by day.</summary>
    /// <param name="at">The place of the first element.</param>
    public Task<LinkedInList<LinkedInShareStatistics>> ShareDaysAsync(DateTimeOffset start, DateTimeOffset end, int at, CancellationToken cancellationToken) => GetAsync(
        $"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={urn}&{Days(start, end)}{From(at)}",
        LinkedInJson.Default.LinkedInListLinkedInShareStatistics,
        cancellationToken);

    /// <summary>What each of some posts gathered since its publication.</summary>
    /// <param name="kind">The parameter that takes posts of this kind: <c>shares</c> or <c>ugcPosts</c>.</param>
    /// <param name="posts">Their identifiers.</param>
    /// <param name="at">The place of the first element.</param>
    public Task<LinkedInList<LinkedInShareStatistics>> PostFiguresAsync(string kind, IEnumerable<string> posts, int at, CancellationToken cancellationToken) => GetAsync(
        $"organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={urn}&{kind}=List({string.Join(',', posts.Select(Uri.EscapeDataString))}){From(at)}",
        LinkedInJson.Default.LinkedInListLinkedInShareStatistics,
        cancellationToken);

    /// <summary>One page of the organisation's posts, the one that was changed last first.</summary>
    public Task<LinkedInList<LinkedInPost>> PostsAsync(int start, int count, CancellationToken cancellationToken) =>
        GetAsync($"posts?author={urn}&q=author&start={start}&count={count}&sortBy=LAST_MODIFIED", LinkedInJson.Default.LinkedInListLinkedInPost, cancellationToken);

    private static string Days(DateTimeOffset start, DateTimeOffset end) =>
        $"timeIntervals=(timeRange:(start:{start.ToUnixTimeMilliseconds()},end:{end.ToUnixTimeMilliseconds()}),timeGranularityType:DAY)";

    private static string From(int at) => at == 0 ? "" : $"&start={at}";

    private async Task<T> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (token, http) = await access.GetAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Host}/{pathAndQuery}"));

            // A header: an address would end up in logs.
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("LinkedIn-Version", LinkedInMetrics.Api.Version);
            request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode) return await http.ReadAsync(answer, type, cancellationToken);

            var failure = await LinkedInErrors.OfAsync(http, answer, organization, clock.GetUtcNow(), cancellationToken);
            var isAboutTheToken = failure.Failure.Kind is SourceFailureKind.CredentialExpired or SourceFailureKind.CredentialRefused;
            if (!isAboutTheToken || !await access.ReplaceAsync(cancellationToken)) throw failure;
        }
    }
}
