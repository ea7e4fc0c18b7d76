using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>
/// One fetch of one account: which requests are made, and what a refused one costs (only itself). Failures of the access,
/// the account or the connection end the fetch.
/// </summary>
internal sealed class TikTokFetch(TikTokClient client, SourceRequest request, DateTimeOffset now)
{
    private const string Videos = "business/video/list";

    private readonly List<string> figuresOfVideo = [.. TikTokMetrics.OfVideo.Select(metric => metric.Name).Where(name => !request.Skip.Contains(OfVideo(name)))];
    private readonly SourceDays days = new(Zone.Utc, now, TikTokMetrics.Traits.SettlesAfter);
    private readonly HashSet<string> refused = [.. request.Skip];
    private readonly List<Refusal> refusals = [];
    private SourceFailure? lacksFigures;
    private bool givesFigures;
    private bool wasNarrowed;

    /// <summary>
    /// Why the fetch has failed although some of it may have been answered: without any figures the days are still to be
    /// asked for. Null where it has not.
    /// </summary>
    public SourceFailure? Failure => givesFigures ? null : lacksFigures;

    /// <summary>What was refused since the last time this was asked.</summary>
    public IReadOnlyList<Refusal> TakeRefusals()
    {
        Refusal[] taken = [.. refusals];
        refusals.Clear();
        return taken;
    }

    /// <summary>The wanted days that TikTok has, in windows that one request may ask for.</summary>
    public IEnumerable<DayRange> Windows => TikTokMapping.DaysWithFigures(request.Days, Zone.Utc.DayAt(now))?.InPiecesOf(TikTokMetrics.Traits.MaxDaysPerRequest) ?? [];

    /// <summary>The readings of one of <see cref="Windows"/>.</summary>
    public async Task<IReadOnlyList<Reading>> ReadingsAsync(DayRange wanted, CancellationToken cancellationToken)
    {
        var accounts = new List<TikTokAccount>();
        await AskAsync([.. TikTokMetrics.OfAccount.Select(metric => metric.Name).Where(name => !refused.Contains(name))], wanted, accounts, cancellationToken);
        return TikTokMapping.Readings(request.Source.Ref, wanted, accounts, days);
    }

    /// <summary>What the account published in the wanted days, and in the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (refused.Contains(Videos)) yield break;
        var (since, until) = PostRange.Of(request, days.Zone, TikTokMetrics.VideoLookBackDays);
        if (until > now) until = now;

        var (seen, asked) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<long>());
        for (var cursor = until.ToUnixTimeMilliseconds(); ;)
        {
            asked.Add(cursor);
            var (page, posts) = await PageAsync(cursor, cancellationToken);
            if (page is null) yield break;
            yield return [.. posts.Where(post => post.Published >= since && post.Published < until && seen.Add(post.Id))];

            // A page may be empty although the list goes on: TikTok holds posts back.
            if (page.HasMore != true || PostWindow.ReachesBefore(since, posts.Select(post => (DateTimeOffset?)post.Published))) yield break;
            if (page.Cursor is { } next && !asked.Contains(next) && asked.Count < TikTokMetrics.MaxPages)
            {
                cursor = next;
                continue;
            }

            refusals.Add(PostWindow.BrokenOff(Videos, TikTokMetrics.Traits.Name));
            yield break;
        }
    }

    private async Task<(TikTokVideos? Page, List<Post> Posts)> PageAsync(long cursor, CancellationToken cancellationToken)
    {
        try
        {
            var page = await VideosAsync(cursor, cancellationToken);
            return (page, [.. (page.Videos ?? []).Select(video => TikTokMapping.PostOf(request.Source.Ref, video, now)).OfType<Post>()]);
        }
        catch (SourceException e) when (CostsOnlyItself(e))
        {
            refusals.Add(new(Videos, e.Failure));
            return (null, []);
        }
    }

    /// <summary>A page with all figures, or with those that TikTok gives of a video.</summary>
    private async Task<TikTokVideos> VideosAsync(long cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await client.VideosAsync(cursor, [.. TikTokMetrics.FieldsOfVideo, .. figuresOfVideo], cancellationToken);
        }
        catch (SourceException e) when (!wasNarrowed && figuresOfVideo.Count > 0 && IsRefusal(e))
        {
            wasNarrowed = true;
        }

        var refusedFigures = new List<Refusal>();
        foreach (var name in figuresOfVideo)
        {
            try
            {
                await client.VideosAsync(cursor, ["item_id", name], cancellationToken);
            }
            catch (SourceException e) when (IsRefusal(e))
            {
                refusedFigures.Add(new(OfVideo(name), e.Failure));
            }
        }

        figuresOfVideo.RemoveAll(name => refusedFigures.Exists(refusal => refusal.What == OfVideo(name)));
        var page = await client.VideosAsync(cursor, [.. TikTokMetrics.FieldsOfVideo, .. figuresOfVideo], cancellationToken);

        // Where the list itself is refused, that is told instead.
        refusals.AddRange(refusedFigures);
        return page;
    }

    /// <summary>Asks for figures together, and one by one where TikTok takes offence at one of them: rights are given by figure.</summary>
    private async Task AskAsync(IReadOnlyList<string> names, DayRange wanted, List<TikTokAccount> accounts, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return;
        try
        {
            accounts.Add(await client.DaysAsync(wanted, names, cancellationToken));
            givesFigures = true;
        }
        catch (SourceException e) when (names.Count > 1 && IsRefusal(e))
        {
            foreach (var name in names) await AskAsync([name], wanted, accounts, cancellationToken);
        }
        catch (SourceException e) when (CostsOnlyItself(e))
        {
            if (e.Failure.Kind != SourceFailureKind.AnswerUnreadable) refused.UnionWith(names);
            lacksFigures ??= e.Failure;
            refusals.Add(new(names.Count == 1 ? names[0] : "business/get", e.Failure));
        }
    }

    /// <summary>What a figure of a video is refused by: a day's has the same name.</summary>
    private static string OfVideo(string name) => $"{name} (video)";

    private static bool IsRefusal(SourceException e) => e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing;

    private static bool CostsOnlyItself(SourceException e) => IsRefusal(e) || e.Failure.Kind == SourceFailureKind.AnswerUnreadable;
}
