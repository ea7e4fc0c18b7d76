using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.LinkedIn;

/// <summary>Organisations on LinkedIn: their followers, what their posts gather by day, and their posts.</summary>
public sealed class LinkedInSource(IHttpClientFactory clients, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => LinkedInMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var access = LinkedInAccess.Of(clients.CreateClient(SourceClients.NameOf(LinkedInMetrics.Traits)), clock, request);
        var fetch = new LinkedInFetch(new(access, NumberOf(request.Source.Account), clock), request, clock.GetUtcNow());

        // The level comes first: it is the one thing that cannot be asked for later.
        var level = await fetch.LevelAsync(cancellationToken);
        yield return new() { Readings = level, Refusals = fetch.TakeRefusals() };

        var statistics = await fetch.StatisticsAsync(cancellationToken);
        yield return new() { Readings = statistics, Refusals = fetch.TakeRefusals() };

        await foreach (var posts in fetch.PostsAsync(cancellationToken))
        {
            yield return new() { Posts = posts, Refusals = fetch.TakeRefusals() };
        }

        if (fetch.TakeRefusals() is { Count: > 0 } left) yield return new() { Refusals = left };
        fetch.ThrowIfRefused();
    }

    private static string NumberOf(string account) => account.Length > 0 && account.All(char.IsAsciiDigit)
        ? account
        : throw new SourceException(new(
            SourceFailureKind.AccountUnknown,
            $"'{account}' is not the number of a LinkedIn organisation: it is in the address that its administrators see, linkedin.com/company/NUMBER/admin."));
}
