using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.YouTube;

/// <summary>YouTube channels: views, comments, likes, shares and subscribers who came and left by day, and the channel's videos.</summary>
public sealed class YouTubeSource(IHttpClientFactory clients, YouTubeAccessTokens tokens, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => YouTubeMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var secret = SourceSecrets.Of(request);
        var channel = ChannelOf(request.Source.Account);
        var token = await tokens.GetAsync(request, cancellationToken);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(YouTubeMetrics.Traits)), clock, secret, token) { Requests = request.Requests };
        var client = new YouTubeClient(http, channel, token, clock, () => tokens.Forget(token));
        var fetch = new YouTubeFetch(client, request, clock.GetUtcNow());

        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest))
        {
            var readings = await fetch.ReadingsAsync(window, cancellationToken);
            yield return new() { Readings = readings, Refusals = fetch.TakeRefusals() };
        }

        await foreach (var posts in fetch.PostsAsync(cancellationToken))
        {
            yield return new() { Posts = posts, Refusals = fetch.TakeRefusals() };
        }

        fetch.ThrowIfNothingWasAnswered();
        if (fetch.TakeRefusals() is { Count: > 0 } late) yield return new() { Refusals = late };
    }

    /// <summary>The identifier, or <c>MINE</c> in whatever letters.</summary>
    private static string ChannelOf(string account) =>
        string.Equals(account, YouTubeMetrics.Mine, StringComparison.OrdinalIgnoreCase) ? YouTubeMetrics.Mine
        : account.StartsWith("UC", StringComparison.Ordinal) && account.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? account
        : throw new SourceException(new(
            SourceFailureKind.AccountUnknown,
            $"'{account}' is not a YouTube channel: its identifier begins with 'UC' and is in YouTube Studio, Settings, Channel, Advanced settings (not its @name). 'MINE' is the channel of whoever gave the access."));
}
