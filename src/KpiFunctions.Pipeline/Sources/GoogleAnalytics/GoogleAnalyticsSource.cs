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
        var client = new GoogleAnalyticsClient(http, property, token);

        var refused = request.Skip.ToDictionary(metric => metric, _ => new SourceFailure(SourceFailureKind.RequestRefused, "Google refused it lately."), StringComparer.Ordinal);

        // The newest first: whether silence is a quiet day shows in what comes after it.
        var isFollowed = false;
        foreach (var window in request.Days.InPiecesOf(Traits.MaxDaysPerRequest).Reverse())
        {
            var now = clock.GetUtcNow();
            var totals = await ReportAsync(client, window, [GoogleAnalyticsMetrics.Date], [.. GoogleAnalyticsMetrics.Totals.Select(metric => metric.Name)], refused, cancellationToken);
            var slices = await ReportAsync(client, window, GoogleAnalyticsMetrics.SliceDimensions, GoogleAnalyticsMetrics.SliceMetrics, refused, cancellationToken);
            var paths = await PathsAsync(client, window, refused, cancellationToken);
            var zone = totals.Metadata?.TimeZone is { } id ? Zone.Find(id) : null;
            yield return GoogleAnalyticsMapping.PageOf(request.Source.Ref, window, new(totals, slices, paths), refused, isFollowed, new(zone ?? request.Zone, now, Traits.SettlesAfter));
            isFollowed |= totals.Rows is { Count: > 0 } || slices.Rows is { Count: > 0 };
        }
    }

    /// <summary>A report without the metrics that Google does not take: one of them fails the whole request, and is named in the answer.</summary>
    /// <param name="refused">Metrics that were refused so far; the report's are added.</param>
    private static async Task<ReportAnswer> ReportAsync(
        GoogleAnalyticsClient client, DayRange window, IReadOnlyList<string> dimensions, IReadOnlyList<string> metrics, Dictionary<string, SourceFailure> refused, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = metrics.Where(metric => !refused.ContainsKey(metric)).ToList();
            try
            {
                return await client.ReportAsync(window, dimensions, asked, cancellationToken);
            }
            catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.RequestRefused && asked.Count > 1 && Named(e.Failure, asked) is not null)
            {
                refused[Named(e.Failure, asked)!] = e.Failure;
            }
        }
    }

    /// <summary>Through which channel those who converted first came; null where Google does not tell, which costs nothing else.</summary>
    private static async Task<ReportAnswer?> PathsAsync(GoogleAnalyticsClient client, DayRange window, Dictionary<string, SourceFailure> refused, CancellationToken cancellationToken)
    {
        if (refused.ContainsKey(GoogleAnalyticsMetrics.KeyEvents) || refused.ContainsKey(GoogleAnalyticsMetrics.FirstChannel)) return null;
        try
        {
            return await client.ReportAsync(window, GoogleAnalyticsMetrics.PathDimensions, [GoogleAnalyticsMetrics.KeyEvents], cancellationToken);
        }
        catch (SourceException e) when (e.Failure.Kind == SourceFailureKind.RequestRefused)
        {
            refused[GoogleAnalyticsMetrics.FirstChannel] = e.Failure;
            return null;
        }
    }

    private static string? Named(SourceFailure failure, List<string> asked) =>
        asked.Find(metric => failure.Message.Contains($" {metric} ", StringComparison.Ordinal));

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
