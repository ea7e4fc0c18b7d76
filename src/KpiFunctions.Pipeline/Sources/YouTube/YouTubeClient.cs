using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>The requests about one channel, to both APIs.</summary>
/// <param name="channel">Its identifier, or <see cref="YouTubeMetrics.Mine"/>.</param>
/// <param name="token">An access token; goes into a header: an address would end up in logs.</param>
/// <param name="tokenIsDead">Told when an API does not take the token.</param>
internal sealed class YouTubeClient(SourceHttp http, string channel, string token, TimeProvider clock, Action tokenIsDead)
{
    private const string Analytics = "https://youtubeanalytics.googleapis.com/v2/reports";
    private const string Data = "https://youtube.googleapis.com/youtube/v3";

    /// <summary>The report of some days, a row for each day for which all of these metrics exist.</summary>
    public Task<YouTubeReport> ReportAsync(DayRange days, IEnumerable<string> metrics, CancellationToken cancellationToken) =>
        GetAsync(
            $"{Analytics}?ids={Uri.EscapeDataString($"channel=={channel}")}&startDate={days.First:yyyy-MM-dd}&endDate={days.Last:yyyy-MM-dd}"
            + $"&metrics={string.Join(',', metrics)}&dimensions={YouTubeMetrics.Day}&sort={YouTubeMetrics.Day}",
            YouTubeJson.Default.YouTubeReport,
            cancellationToken);

    /// <summary>The channel with its playlists; empty where there is no such channel.</summary>
    public async Task<IReadOnlyList<YouTubeChannel>> ChannelsAsync(CancellationToken cancellationToken)
    {
        var which = channel == YouTubeMetrics.Mine ? "mine=true" : $"id={Uri.EscapeDataString(channel)}";
        return (await GetAsync($"{Data}/channels?part=contentDetails&{which}", YouTubeJson.Default.YouTubeListYouTubeChannel, cancellationToken)).Items ?? [];
    }

    /// <summary>One page of a playlist.</summary>
    public Task<YouTubeList<YouTubePlaylistItem>> PlaylistAsync(string playlist, string? pageToken, CancellationToken cancellationToken) =>
        GetAsync(
            $"{Data}/playlistItems?part=contentDetails&playlistId={Uri.EscapeDataString(playlist)}&maxResults={YouTubeMetrics.VideosPerPage}"
            + (pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}"),
            YouTubeJson.Default.YouTubeListYouTubePlaylistItem,
            cancellationToken);

    /// <summary>Videos with their figures, at most <see cref="YouTubeMetrics.VideosPerPage"/>; those that are gone are left out.</summary>
    public async Task<IReadOnlyList<YouTubeVideo>> VideosAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var list = string.Join(',', ids.Select(Uri.EscapeDataString));
        var address = $"{Data}/videos?part=snippet,status,statistics&id={list}&maxResults={YouTubeMetrics.VideosPerPage}";
        return (await GetAsync(address, YouTubeJson.Default.YouTubeListYouTubeVideo, cancellationToken)).Items ?? [];
    }

    private async Task<T> GetAsync<T>(string address, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized) tokenIsDead();
        if (!answer.IsSuccessStatusCode) throw await YouTubeErrors.OfAsync(http, answer, clock.GetUtcNow(), cancellationToken);
        return await http.ReadAsync(answer, type, cancellationToken);
    }
}
