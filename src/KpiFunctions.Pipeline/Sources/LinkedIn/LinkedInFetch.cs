using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>
/// One fetch of one organisation: which requests are made, and what a refused one costs (only itself). Failures of the
/// token, the account or the connection end the fetch.
/// </summary>
internal sealed class LinkedInFetch(LinkedInClient client, SourceRequest request, DateTimeOffset now)
{
    private static readonly (string Prefix, string Parameter)[] PostKinds = [("urn:li:share:", "shares"), ("urn:li:ugcPost:", "ugcPosts")];

    private readonly SourceDays days = new(LinkedInMapping.Zone, now, LinkedInMetrics.Traits.SettlesAfter);
    private readonly DateOnly today = LinkedInMapping.Zone.DayAt(now);
    private readonly List<Refusal> refusals = [];
    private Refusal? firstRefusal;
    private SourceFailure? lacksStatistics;
    private bool givesFigures = true;
    private bool wasAnswered;

    /// <summary>
    /// Why the fetch has failed although some of it may have been answered: without any statistics the days are still
    /// to be asked for, whatever LinkedIn says of the followers and the posts. Null where it has not.
    /// </summary>
    public SourceFailure? Failure => lacksStatistics ?? (wasAnswered ? null : firstRefusal?.Failure);

    /// <summary>What was refused since the last time this was asked.</summary>
    public IReadOnlyList<Refusal> TakeRefusals()
    {
        Refusal[] taken = [.. refusals];
        refusals.Clear();
        return taken;
    }

    /// <summary>Followers as of now, where today is among the wanted days: LinkedIn tells no other day's.</summary>
    public async Task<IReadOnlyList<Reading>> LevelAsync(CancellationToken cancellationToken)
    {
        if (!request.Days.Contains(today)) return [];
        var size = await TryAsync("networkSizes", () => client.FollowersAsync(cancellationToken));
        return size is not null && LinkedInMapping.LevelOf(request.Source.Ref, size, days) is { } level ? [level] : [];
    }

    /// <summary>The statistics of the wanted days that LinkedIn has.</summary>
    public async Task<IReadOnlyList<Reading>> StatisticsAsync(CancellationToken cancellationToken)
    {
        if (LinkedInMapping.DaysWithStatistics(request.Days, today) is not { } wanted) return [];
        var (start, end) = LinkedInMapping.InstantsOf(wanted, today);
        var shares = await TryAsync("organizationalEntityShareStatistics", () => client.ShareDaysAsync(start, end, cancellationToken));
        var followers = await TryAsync("organizationalEntityFollowerStatistics", () => client.FollowerDaysAsync(start, end, cancellationToken));
        if (shares is null && followers is null) lacksStatistics = refusals[^1].Failure;
        return LinkedInMapping.Readings(request.Source.Ref, wanted, followers ?? [], shares ?? [], days);
    }

    /// <summary>The organisation's posts of the wanted days, and of the weeks before in which figures still move.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Post>> PostsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (since, until) = PostRange.Of(request, days.Zone, LinkedInMetrics.PostLookBackDays);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        for (var (start, pages) = (0, 1); ; pages++)
        {
            var page = await TryAsync("posts", () => client.PostsAsync(start, LinkedInMetrics.PostsPerPage, cancellationToken));
            if (page?.Elements is not { Count: > 0 } listed) yield break;

            List<LinkedInPost> fresh = [.. listed.Where(post => post.Id is not null && seen.Add(post.Id))];
            List<LinkedInPost> posts = [.. fresh.Where(post => LinkedInMapping.PublishedAt(post) is { } published && published >= since && published < until)];
            var (figures, stop) = await FiguresOfAsync(posts, cancellationToken);
            yield return [.. posts.Select(post => LinkedInMapping.PostOf(request.Source.Ref, post, figures, now)).OfType<Post>()];
            if (stop is not null) throw stop;

            if (!page.HasNext && listed.Count < LinkedInMetrics.PostsPerPage) yield break;

            // A post is never published after its last change: behind those that were changed too long ago there is none to come.
            if (PostWindow.ReachesBefore(since, listed.Select(post => post.LastModifiedAt is { } changed ? LinkedInMapping.InstantOf(changed) : (DateTimeOffset?)null))) yield break;
            if (fresh.Count == 0 || pages == LinkedInMetrics.MaxPages)
            {
                Refuse("posts", new(SourceFailureKind.AnswerUnreadable, "LinkedIn's list of posts repeats itself, or does not end: what comes after is not known."));
                yield break;
            }

            start += listed.Count;
        }
    }

    /// <summary>What some posts gathered, and the failure that broke it off: the posts themselves are known all the same.</summary>
    private async Task<(IReadOnlyDictionary<string, LinkedInShareStatistics> Figures, SourceException? Stop)> FiguresOfAsync(
        IReadOnlyList<LinkedInPost> posts, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, LinkedInShareStatistics>(StringComparer.Ordinal);
        foreach (var (prefix, parameter) in PostKinds)
        {
            string[] ids = [.. posts.Select(post => post.Id!).Where(id => id.StartsWith(prefix, StringComparison.Ordinal))];
            foreach (var some in ids.Chunk(LinkedInMetrics.FiguresPerRequest).TakeWhile(_ => givesFigures))
            {
                try
                {
                    var found = await TryAsync($"organizationalEntityShareStatistics ({parameter})", () => client.PostFiguresAsync(parameter, some, cancellationToken));
                    givesFigures = found is not null;
                    foreach (var element in found ?? [])
                        if ((element.Share ?? element.UgcPost) is { } id) figures[id] = element;
                }
                catch (SourceException e)
                {
                    return (figures, e);
                }
            }
        }

        return (figures, null);
    }

    private async Task<T?> TryAsync<T>(string what, Func<Task<T>> ask)
        where T : class
    {
        try
        {
            var answer = await ask();
            wasAnswered = true;
            return answer;
        }
        catch (SourceException e) when (e.Failure.Kind is SourceFailureKind.RequestRefused or SourceFailureKind.PermissionMissing or SourceFailureKind.AnswerUnreadable)
        {
            Refuse(what, e.Failure);
            return null;
        }
    }

    private void Refuse(string what, SourceFailure failure)
    {
        var refusal = new Refusal(what, failure);
        firstRefusal ??= refusal;
        refusals.Add(refusal);
    }
}
