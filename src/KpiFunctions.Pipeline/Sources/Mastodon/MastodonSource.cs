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
        yield return new() { Readings = LevelToday.Of(request, now, account.FollowersCount) };

        var (window, refusals) = (new PostWindow(request), new Refusals());
        var statuses = new Pages<MastodonStatus>("statuses", Traits.Name, refusals, MastodonMetrics.MaxPages, async (before, token) =>
        {
            var page = await client.StatusesAsync(id, before, token);
            return new(page, page.LastOrDefault()?.Id);
        });
        while (await statuses.NextAsync(cancellationToken) is { } page)
        {
            var posts = page.Select(status => MastodonMapping.PostOf(request.Source.Ref, status, now)).ToList();
            yield return new() { Posts = window.Within(posts) };
            if (window.IsPassedBy(posts)) break;
        }

        if (refusals.Any) yield return new() { Refusals = refusals.Take() };
    }

    /// <summary>The name and the server of <c>name@server</c>, with or without an at sign before it.</summary>
    /// <exception cref="SourceException"><see cref="SourceFailureKind.AccountUnknown"/>: it has another form.</exception>
    private static (string Name, Uri Server) Parse(string account) =>
        account.TrimStart('@').Split('@') is [{ Length: > 0 } name, { Length: > 0 } host] && Uri.CheckHostName(host) == UriHostNameType.Dns
            && Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var server)
            ? (name, server)
            : throw new SourceException(new(SourceFailureKind.AccountUnknown, $"'{account}' is not a Mastodon account: write it like name@server.example."));
}
