using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>
/// One fetch of one channel: which requests are made, and what a refused one costs (only itself). Failures of the
/// access, the channel, the quota or the connection end the fetch.
/// </summary>
internal sealed class YouTubeFetch(YouTubeClient client, SourceRequest request, DateTimeOffset now)
{
    private readonly SourceDays days = new(Zone.Find(YouTubeMetrics.ZoneId)!, now, YouTubeMetrics.Traits.SettlesAfter);
    private readonly HashSet<YouTubeMetric> refusedMetrics = [.. YouTubeMetrics.OfChannel.Where(metric => request.Skip.Contains(metric.Name))];
    private readonly List<Refusal> refusals = [];

    /// <summary>The first thing that was refused, if any.</summary>
    public Refusal? FirstRefusal { get; private set; }

    /// <summary>Whether any request for figures was answered.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>What was refused since the last time this was asked.</summary>
    public IReadOnlyList<Refusal> TakeRefusals()
    {
        Refusal[] taken = [.. refusals];
        refusals.Clear();
        return taken;
    }

    /// <summary>The readings of a window that one request may ask for.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange window, CancellationToken cancellationToken)
    {
        var reports = new List<YouTubeReport>();
        await AskAsync([.. YouTubeMetrics.OfChannel.Where(metric => !refusedMetrics.Contains(metric))], window, reports, cancellationToken);
        return YouTubeMapping.Readings(request.Source.Ref, window, reports, days);
    }

    /// <summary>The channel's videos of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, YouTubeMetrics.VideoLookBackDays);

        if (await TryAsync("channels", () => UploadsAsync(cancellationToken)) is not { } uploads) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await TryAsync("playlistItems", () => uploads.NextAsync(cancellationToken)) is { } page)
        {
            // One without a time may be published by now: the video itself says.
            var ids = page
                .Where(item => item.VideoId is { Length: > 0 } id && (item.VideoPublishedAt is not { } at || (at >= since && at < until)) && seen.Add(id))
                .Select(item => item.VideoId!)
                .ToList();
            if (ids.Count > 0)
            {
                if (await TryAsync("videos", () => client.VideosAsync(ids, cancellationToken)) is not { } videos) yield break;
                WasAnswered = true;
                yield return
                [
                    .. videos.Select(video => YouTubeMapping.PostOf(request.Source.Ref, video, now))
                        .OfType<Post>()
                        .Where(post => post.Published >= since && post.Published < until),
                ];
            }

            // Uploads are in the order in which they were uploaded: a video that waited for its hour stands further
            // down, so only a whole page of older ones is the end.
            if (page.Count > 0 && page.All(item => item.VideoPublishedAt < since)) yield break;
        }

        if (uploads.EndedEarly) Refuse("playlistItems", new(SourceFailureKind.AnswerUnreadable, "YouTube's list of uploads repeats itself before its end: what comes after is not known."));
    }

    private async Task<YouTubeUploads> UploadsAsync(CancellationToken cancellationToken)
    {
        var playlist = await client.UploadsAsync(cancellationToken);
        return playlist is not null ? new(client, playlist) : throw new SourceException(new(
            SourceFailureKind.AccountUnknown,
            $"There is no YouTube channel '{request.Source.Account}', or the account that gave the access has none."));
    }

    /// <summary>Asks for metrics together, and one by one where YouTube takes offence at one of them.</summary>
    private async Task AskAsync(IReadOnlyList<YouTubeMetric> metrics, DayRange window, List<YouTubeReport> reports, CancellationToken cancellationToken)
    {
        if (metrics.Count == 0) return;
        try
        {
            reports.Add(await client.ReportAsync(window, metrics.Select(metric => metric.Name), cancellationToken));
            WasAnswered = true;
        }
        catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.RequestRefused && metrics.Count > 1)
        {
            foreach (var metric in metrics) await AskAsync([metric], window, reports, cancellationToken);
        }
        catch (SourceException e) when (CostsOnlyItself(e))
        {
            refusedMetrics.UnionWith(metrics);
            Refuse(metrics.Count == 1 ? metrics[0].Name : "reports", e.Failure);
        }
    }

    private async Task<T?> TryAsync<T>(string what, Func<Task<T>> ask)
        where T : class?
    {
        try
        {
            return await ask();
        }
        catch (SourceException e) when (CostsOnlyItself(e))
        {
            Refuse(what, e.Failure);
            return null;
        }
    }

    private void Refuse(string what, SourceFailure failure)
    {
        var refusal = new Refusal(what, failure);
        FirstRefusal ??= refusal;
        refusals.Add(refusal);
    }

    private static bool CostsOnlyItself(SourceException e) =>
        e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing or SourceFailureKind.AnswerUnreadable;
}
