using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>The requests about one account.</summary>
/// <param name="business">The account's identifier in the agency's app.</param>
internal sealed class TikTokClient(RenewableAccess<TikTokGrant> access, string business)
{
    /// <summary>Figures of some days.</summary>
    public async Task<TikTokAccount> DaysAsync(DayRange days, IEnumerable<string> fields, CancellationToken cancellationToken) =>
        await GetAsync(
            $"business/get/?business_id={Uri.EscapeDataString(business)}&start_date={days.First:yyyy-MM-dd}&end_date={days.Last:yyyy-MM-dd}&fields={List(fields)}",
            TikTokJson.Default.TikTokAnswerTikTokAccount,
            cancellationToken) ?? new(null);

    /// <summary>One page of what the account published before an instant, the newest first.</summary>
    /// <param name="cursor">Milliseconds since 1970.</param>
    public async Task<TikTokVideos> VideosAsync(long cursor, IEnumerable<string> fields, CancellationToken cancellationToken) =>
        await GetAsync(
            $"business/video/list/?business_id={Uri.EscapeDataString(business)}&fields={List(fields)}&cursor={cursor}&max_count={TikTokMetrics.VideosPerPage}",
            TikTokJson.Default.TikTokAnswerTikTokVideos,
            cancellationToken) ?? new(null, null, null);

    private static string List(IEnumerable<string> names) => Uri.EscapeDataString($"[{string.Join(',', names.Select(name => $"\"{JsonEncodedText.Encode(name)}\""))}]");

    private async Task<T?> GetAsync<T>(string pathAndQuery, JsonTypeInfo<TikTokAnswer<T>> type, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var (token, http) = await access.GetAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{TikTokMetrics.Api}/{pathAndQuery}"));

            // A header: an address would end up in logs.
            request.Headers.Add("Access-Token", token);
            try
            {
                using var answer = await http.SendAsync(request, cancellationToken);
                return await TikTokErrors.DataOfAsync(http, answer, type, cancellationToken);
            }
            catch (SourceException e) when (e.Failure.Kind is SourceFailureKind.CredentialExpired or SourceFailureKind.CredentialRefused)
            {
                if (!await access.ReplaceAsync(cancellationToken)) throw;
            }
        }
    }
}
