using System.Runtime.CompilerServices;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Google Analytics 4 properties: visits, visitors, key events and revenue by day, and where the visits came from.</summary>
public sealed class GoogleAnalyticsSource(IHttpClientFactory clients, GoogleAccessTokens tokens, TimeProvider clock) : ISource
{
    /// <inheritdoc/>
    public SourceTraits Traits => GoogleAnalyticsMetrics.Traits;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> FetchAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var secret = SourceSecrets.Of(request);
        var property = PropertyOf(request.Source.Account);
        var token = await tokens.GetAsync(secret, cancellationToken);
        var http = new SourceHttp(clients.CreateClient(SourceClients.NameOf(GoogleAnalyticsMetrics.Traits)), clock, secret, token) { Requests = request.Requests };
        var fetch = new GoogleAnalyticsFetch(http, property, token, request.Skip);

        // The newest first: whether silence is a quiet day shows in what comes after it.
        var isFollowed = false;
        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest).Reverse())
        {
            var now = clock.GetUtcNow();
            var reports = await fetch.ReportsAsync(window, cancellationToken);
            var zone = reports.Metadata?.TimeZone is { } id ? Zone.Find(id) : null;
            var page = GoogleAnalyticsMapping.PageOf(request.Source.Ref, window, reports, isFollowed, new(zone ?? request.Zone, now, Traits.SettlesAfter));
            yield return page with { Refusals = [.. fetch.Refused(), .. page.Refusals] };
            isFollowed |= reports.Totals?.Rows is { Count: > 0 } || reports.Slices?.Rows is { Count: > 0 };
        }
    }

    /// <summary>The number of <c>properties/123</c> or <c>123</c>.</summary>
    private static string PropertyOf(string account)
    {
        const string prefix = "properties/";
        var number = account.StartsWith(prefix, StringComparison.Ordinal) ? account[prefix.Length..] : account;
        return number.Length > 0 && number.All(char.IsAsciiDigit)
            ? number
            : throw new SourceException(new(
                SourceFailureKind.AccountUnknown,
                $"'{account}' is not a Google Analytics property: its number is in the property's settings, such as 'properties/123456789' (a 'G-…' tag is a data stream's)."));
    }
}
