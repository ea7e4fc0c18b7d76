using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>TikTok business accounts: what their videos gather by day, followers, and the videos themselves.</summary>
public sealed class TikTokSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => TikTokMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var access = TikTokAccess.Of(clients.CreateClient(SourceClients.NameOf(TikTokMetrics.Traits)), clock, request);
        var fetch = new TikTokFetch(new(access, BusinessOf(request.Source.Account)), request, clock.GetUtcNow());

        foreach (var window in fetch.Windows)
        {
            var readings = await fetch.ReadingsAsync(window, cancellationToken);
            yield return new() { Readings = readings, Refusals = fetch.TakeRefusals() };
        }

        await foreach (var posts in fetch.PostsAsync(cancellationToken))
        {
            yield return new() { Posts = posts, Refusals = fetch.TakeRefusals() };
        }

        if (fetch.TakeRefusals() is { Count: > 0 } left) yield return new() { Refusals = left };
        fetch.ThrowIfDaysWereRefused();
    }

    private static string BusinessOf(string account) => account.Length > 0 && account.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        ? account
        : throw new SourceException(new(
            SourceFailureKind.AccountUnknown,
            $"'{account}' is not the identifier of a TikTok account: it is the open_id that came with the access, and not the @name."));
}
