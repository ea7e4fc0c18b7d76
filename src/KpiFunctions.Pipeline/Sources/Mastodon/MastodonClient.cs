using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Mastodon;

/// <summary>The requests to one server.</summary>
internal sealed class MastodonClient(SourceHttp http, TimeProvider clock, Uri server)
{
    public Task<MastodonAccount> AccountAsync(string name, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/accounts/lookup?acct={Uri.EscapeDataString(name)}", MastodonJson.Default.MastodonAccount, cancellationToken);

    /// <summary>A page of the account's own posts, the newest first; answers to others and posts passed on are left out.</summary>
    /// <param name="before">The identifier of the oldest post so far; null for the first page.</param>
    public Task<MastodonStatus[]> StatusesAsync(string account, string? before, CancellationToken cancellationToken) => GetAsync(
        $"/api/v1/accounts/{Uri.EscapeDataString(account)}/statuses?limit={MastodonMetrics.PostsPerPage}&exclude_replies=true&exclude_reblogs=true"
        + (before is null ? "" : $"&max_id={Uri.EscapeDataString(before)}"),
        MastodonJson.Default.MastodonStatusArray,
        cancellationToken);

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode) return await http.ReadAsync(answer, type, cancellationToken);

        var error = await SourceHttp.TryReadAsync(answer, MastodonJson.Default.MastodonError, cancellationToken);
        var words = error?.ErrorDescription ?? error?.Error;
        throw (int)answer.StatusCode switch
        {
            429 => http.Failure(SourceFailureKind.RateLimited, words ?? $"{server.Host} takes no more requests for now.", RateLimits.UntilInstant(answer, "X-RateLimit-Reset", clock)),

            // Some servers show nothing to whoever has no account there.
            401 or 403 => http.Failure(SourceFailureKind.PermissionMissing, $"{server.Host} shows this account to nobody who is not signed in there{(words is null ? "" : $" ({words})")}."),
            >= 300 and < 400 when NewServer(answer) is { } host => http.Failure(
                SourceFailureKind.AccountUnknown, $"{server.Host} sends requests on to {host}: the config has to give the account with that server, as name@{host}."),
            404 => http.Refused(answer, $"{server.Host} has no account of that name{(words is null ? "" : $" ({words})")}. If it was moved or renamed, the config has to give the new one."),
            410 => http.Refused(answer, $"The account was deleted on {server.Host}{(words is null ? "" : $" ({words})")}. If there is a new one, the config has to give that."),
            _ => http.Refused(answer, words),
        };
    }

    private string? NewServer(HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } there && Uri.CheckHostName(there.IdnHost) == UriHostNameType.Dns && there.Host != server.Host ? there.IdnHost : null;
}
