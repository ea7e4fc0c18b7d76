using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>
/// One fetch of one channel: which requests are made, and what a refused one costs (only itself). Failures of the
/// access, the channel, the quota or the connection end the fetch.
/// </summary>
internal sealed class YouTubeFetch
{
    private const string Channels = "channels";

    private readonly YouTubeClient client;
    private readonly SourceRequest request;
    private readonly DateTimeOffset now;
    private readonly SourceDays days;
    private readonly Refusals ofFigures = new();
    private readonly Refusals ofLists = new();
    private readonly AskTogether<YouTubeMetric> figures;
    private readonly AskItems figuresOfVideos;

    public YouTubeFetch(YouTubeClient client, SourceRequest request, DateTimeOffset now)
    {
        (this.client, this.request, this.now) = (client, request, now);
        days = new(Zone.Find(YouTubeMetrics.ZoneId)!, now, YouTubeMetrics.Traits.SettlesAfter);
        figures = new(ofFigures, metric => metric.Name, request.Skip, metric => metric.Metric);
        figuresOfVideos = new(ofFigures, "videos", request.Skip);
    }

    /// <summary>Returns what was refused since the last call. Without the channel its list of uploads is not known.</summary>
    public IReadOnlyList<Refusal> TakeRefusals() =>
        [.. ofFigures.Take(), .. ofLists.Take().Select(refusal => refusal.What == Channels ? refusal with { PostsSince = DateTimeOffset.MaxValue } : refusal)];

    /// <exception cref="SourceException">Every request for figures was refused: the failure of the first.</exception>
    public void ThrowIfNothingWasAnswered() => ofFigures.ThrowIfNothingWasAnswered();

    /// <summary>The readings of a window that one request may ask for.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange window, CancellationToken cancellationToken) => YouTubeMapping.Readings(
        request.Source.Ref,
        window,
        await figures.AskAsync(YouTubeMetrics.OfChannel, metrics => client.ReportAsync(window, metrics.Select(metric => metric.Name), cancellationToken)),
        days);

    /// <summary>The channel's videos of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, YouTubeMetrics.VideoLookBackDays);

        if (await UploadsAsync(cancellationToken) is not { } uploads) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await uploads.NextAsync(cancellationToken) is { } page)
        {
            // One without a time may be published by now: the video itself says.
            var ids = page
                .Where(item => item.VideoId is { Length: > 0 } id && (item.VideoPublishedAt is not { } at || (at >= since && at < until)) && seen.Add(id))
                .Select(item => item.VideoId!)
                .ToList();
            var videos = (await figuresOfVideos.AskAsync(ids, some => client.VideosAsync(some, cancellationToken))).SelectMany(each => each);
            yield return
            [
                .. videos.Select(video => YouTubeMapping.PostOf(request.Source.Ref, video, now))
                    .OfType<Post>()
                    .Where(post => post.Published >= since && post.Published < until),
            ];

            // Uploads are in the order in which they were uploaded: a video that waited for its hour stands further
            // down, so only a whole page of older ones is the end.
            if (page.Count > 0 && page.All(item => item.VideoPublishedAt < since)) yield break;
        }
    }

    /// <summary>The channel's list of uploads; null where the channel is not shown, or never had one.</summary>
    /// <exception cref="SourceException"><see cref="SourceFailureKind.AccountUnknown"/>: there is no such channel.</exception>
    private async Task<Pages<YouTubePlaylistItemDetails>?> UploadsAsync(CancellationToken cancellationToken)
    {
        if (await ofLists.TryAsync(Channels, () => client.ChannelsAsync(cancellationToken)) is not { } channels) return null;
        if (channels is not [var channel, ..])
        {
            throw new SourceException(new(
                SourceFailureKind.AccountUnknown,
                $"There is no YouTube channel '{request.Source.Account}' (any more), or the account that gave the access has none. A channel that was closed, or joined with another, is gone with its identifier: the config has to give the identifier of the one that is used now."));
        }

        return channel.ContentDetails?.RelatedPlaylists?.Uploads is not { Length: > 0 } playlist ? null
            : new("playlistItems", YouTubeMetrics.Traits.Name, ofLists, YouTubeMetrics.MaxPages, (at, token) => PageAsync(playlist, at, token))
            {
                PublishedAt = item => item.VideoPublishedAt,
                EndsTheList = e => Refusals.CostsOnlyItself(e) || e.Failure.Kind == SourceFailureKind.AccountUnknown,
            };
    }

    private async Task<Page<YouTubePlaylistItemDetails>> PageAsync(string playlist, string? at, CancellationToken cancellationToken)
    {
        try
        {
            var page = await client.PlaylistAsync(playlist, at, cancellationToken);
            return new([.. (page.Items ?? []).Select(item => item.ContentDetails).OfType<YouTubePlaylistItemDetails>()], page.NextPageToken);
        }
        catch (SourceException e) when (at is null && e.Failure.Kind == SourceFailureKind.AccountUnknown)
        {
            // The channel is there, and its list of uploads comes into being with the first one.
            return new([], null);
        }
    }
}
