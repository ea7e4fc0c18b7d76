using System.Globalization;
using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>
/// One fetch of one account: which requests are made, and what a refused one costs (only itself). Failures of the access,
/// the account or the connection end the fetch.
/// </summary>
internal sealed class TikTokFetch
{
    private const string Videos = "business/video/list";

    private readonly TikTokClient client;
    private readonly SourceRequest request;
    private readonly DateTimeOffset now;
    private readonly SourceDays days;
    private readonly Refusals ofDays = new();
    private readonly Refusals ofVideos = new();
    private readonly AskTogether<TikTokMetric> figuresOfDays;
    private readonly AskTogether<TikTokMetric> figuresOfVideos;

    public TikTokFetch(TikTokClient client, SourceRequest request, DateTimeOffset now)
    {
        (this.client, this.request, this.now) = (client, request, now);
        days = new(Zone.Utc, now, TikTokMetrics.Traits.SettlesAfter);
        figuresOfDays = new(ofDays, metric => metric.Name, request.Skip, metric => metric.Metric);

        // A day's figure has the same name.
        figuresOfVideos = new(ofVideos, metric => $"{metric.Name} (video)", request.Skip);
    }

    /// <summary>Returns what was refused since the last call.</summary>
    public IReadOnlyList<Refusal> TakeRefusals() => [.. ofDays.Take(), .. ofVideos.Take()];

    /// <exception cref="SourceException">No figures of days were answered: the days are still to be asked for, whatever TikTok says of the videos.</exception>
    public void ThrowIfDaysWereRefused() => ofDays.ThrowIfNothingWasAnswered();

    /// <summary>The wanted days that TikTok has, in windows that one request may ask for.</summary>
    public IEnumerable<DayRange> Windows => TikTokMapping.DaysWithFigures(request.Days, Zone.Utc.DayAt(now))?.InPiecesOf(TikTokMetrics.Traits.MaxDaysPerRequest) ?? [];

    /// <summary>The readings of one of <see cref="Windows"/>. Rights are given by figure.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange wanted, CancellationToken cancellationToken) => TikTokMapping.Readings(
        request.Source.Ref,
        wanted,
        await figuresOfDays.AskAsync(TikTokMetrics.OfAccount, figures => client.DaysAsync(wanted, NamesOf(figures), cancellationToken)),
        days);

    /// <summary>What the account published in the wanted days, and in the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, TikTokMetrics.VideoLookBackDays);
        if (until > now) until = now;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var list = new Pages<TikTokVideo>(
            Videos, TikTokMetrics.Traits.Name, ofVideos, TikTokMetrics.MaxPages,
            (at, token) => PageAsync(at is null ? until.ToUnixTimeMilliseconds() : long.Parse(at, CultureInfo.InvariantCulture), token))
        {
            PublishedAt = TikTokMapping.PublishedAt,
        };
        while (await list.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(PostOf).OfType<Post>().ToList();
            yield return [.. posts.Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];

            // A page may be empty although the list goes on: TikTok holds posts back.
            if (PostWindow.ReachesBefore(since, posts.Select(post => (DateTimeOffset?)post.Published))) yield break;
        }
    }

    private async Task<Page<TikTokVideo>> PageAsync(long cursor, CancellationToken cancellationToken)
    {
        var page = await figuresOfVideos.AskAsync(
            TikTokMetrics.OfVideo,
            figures => client.VideosAsync(cursor, [.. TikTokMetrics.FieldsOfVideo, .. NamesOf(figures)], cancellationToken),
            figure => client.VideosAsync(cursor, ["item_id", figure.Name], cancellationToken));

        // A list that goes on and does not say where repeats itself.
        return new(page.Videos ?? [], page.HasMore == true ? (page.Cursor ?? cursor).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>A figure that cannot be read costs the figures of its video.</summary>
    private Post? PostOf(TikTokVideo video)
    {
        try
        {
            return TikTokMapping.PostOf(request.Source.Ref, video, now);
        }
        catch (SourceException e) when (Refusals.CostsOnlyItself(e))
        {
            ofVideos.Add($"video {video.ItemId}", e.Failure);
            return TikTokMapping.PostOf(request.Source.Ref, video with { Figures = null }, now);
        }
    }

    private static IEnumerable<string> NamesOf(IEnumerable<TikTokMetric> metrics) => metrics.Select(metric => metric.Name);
}
