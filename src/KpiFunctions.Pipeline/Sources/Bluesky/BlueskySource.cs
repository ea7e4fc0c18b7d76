using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Bluesky;

/// <summary>Accounts on Bluesky: followers as they are now, and posts with what came back.</summary>
public sealed class BlueskySource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => BlueskyMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var client = new BlueskyClient(new(clients.CreateClient(SourceClients.NameOf(BlueskyMetrics.Traits)), clock) { Requests = request.Requests }, clock, request.Source.Account);
        var (window, refusals) = (new PostWindow(request), new Refusals());
        var profile = await client.ProfileAsync(cancellationToken);
        if (HasAnotherHandle(request.Source.Account, profile)) refusals.Add("handle", Renamed(request.Source.Account, profile));
        yield return new() { Readings = LevelToday.Of(request, now, profile.FollowersCount), Refusals = refusals.Take() };

        var feed = new Pages<BlueskyItem>("getAuthorFeed", Traits.Name, refusals, BlueskyMetrics.MaxPages, async (cursor, token) =>
        {
            var page = await client.FeedAsync(cursor, token);
            return new(page.Feed ?? [], page.Cursor);
        })
        { PublishedAt = item => item.Post is { } post && !BlueskyMapping.IsPinned(item) ? BlueskyMapping.PublishedAt(post) : null };
        while (await feed.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(item => (IsPinned: BlueskyMapping.IsPinned(item), Post: BlueskyMapping.PostOf(request.Source.Ref, item, now))).ToList();
            yield return new() { Posts = window.Within(posts.Select(each => each.Post)) };
            if (window.IsPassedBy(posts.Where(each => !each.IsPinned).Select(each => each.Post))) break;
        }

        if (refusals.Any) yield return new() { Refusals = refusals.Take() };
    }

    /// <summary>Whether the account that was found by a handle has given that handle up.</summary>
    private static bool HasAnotherHandle(string account, BlueskyProfile profile) =>
        !account.StartsWith("did:", StringComparison.Ordinal) && profile.Handle is { Length: > 0 } handle && !handle.Equals(account.TrimStart('@'), StringComparison.OrdinalIgnoreCase);

    private static SourceFailure Renamed(string account, BlueskyProfile profile)
    {
        var now = profile.Handle == BlueskyMetrics.NoHandle ? "has no handle that leads to it" : $"has the handle '{profile.Handle}' now";
        return new(
            SourceFailureKind.AccountUnknown,
            $"The account of '{account}' {now}: the config has to give '{profile.Did ?? profile.Handle}' as 'account'{(profile.Did is null ? "" : ", which stays whatever the handle is")}.");
    }
}
