using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.Mastodon;

/// <summary>Accounts on Mastodon servers: followers as they are now, and posts with what came back.</summary>
public sealed class MastodonSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => MastodonMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (name, server) = Parse(request.Source.Account);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(MastodonMetrics.Traits)), clock) { Requests = request.Requests };
        var client = new MastodonClient(http, clock, server);
        var account = await client.AccountAsync(name, cancellationToken);
        if (account.Id is not { Length: > 0 } id) throw http.Failure(SourceFailureKind.AnswerUnreadable, $"{server.Host} answered without the account's identifier.");
        if (account.Suspended == true)
            throw http.Failure(SourceFailureKind.AccountUnknown, $"{server.Host} has suspended '{request.Source.Account}': nothing of it is known any more. If it is run elsewhere now, the config has to give that account.");

        // Followers go along to the new account: what is left here is no level of the client's.
        var refusals = new Refusals();
        if (account.Moved is { } moved) refusals.Add("account", MovedTo(moved, request.Source.Account, server));
        yield return new() { Readings = LevelToday.Of(request, now, account.Moved is null ? account.FollowersCount : null), Refusals = refusals.Take() };

        var window = new PostWindow(request);
        var statuses = new Pages<MastodonStatus>("statuses", Traits.Name, refusals, MastodonMetrics.MaxPages, async (before, token) =>
        {
            var page = await client.StatusesAsync(id, before, token);
            return new(page, page.LastOrDefault()?.Id);
        })
        { PublishedAt = status => status.CreatedAt };
        while (await statuses.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(status => MastodonMapping.PostOf(request.Source.Ref, status, now)).ToList();
            yield return new() { Posts = window.Within(posts) };
            if (window.IsPassedBy(posts)) break;
        }

        if (refusals.Any) yield return new() { Refusals = refusals.Take() };
    }

    private static SourceFailure MovedTo(MastodonAccount moved, string account, Uri server)
    {
        // Without a server it is on the same one.
        var address = PostText.Excerpt(moved.Acct) is not { } name ? null : name.Contains('@', StringComparison.Ordinal) ? name : $"{name}@{server.Host}";
        return new(
            SourceFailureKind.AccountUnknown,
            address is null
                ? $"'{account}' has moved to another account, which its server does not name: the config has to give the new one as 'account'."
                : $"'{account}' has moved to '{address}': the config has to give '{address}' as 'account'. Its followers are counted there, and are left out here.");
    }

    /// <summary>The name and the server of <c>name@server</c>, with or without an at sign before it.</summary>
    /// <exception cref="SourceException"><see cref="SourceFailureKind.AccountUnknown"/>: it has another form.</exception>
    private static (string Name, Uri Server) Parse(string account) =>
        account.TrimStart('@').Split('@') is [{ Length: > 0 } name, { Length: > 0 } host] && Uri.CheckHostName(host) == UriHostNameType.Dns
            && Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var server)
            ? (name, server)
            : throw new SourceException(new(SourceFailureKind.AccountUnknown, $"'{account}' is not a Mastodon account: write it like name@server.example."));
}
