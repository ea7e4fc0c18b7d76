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
            _ => http.Refused(answer, words),
        };
    }
}
