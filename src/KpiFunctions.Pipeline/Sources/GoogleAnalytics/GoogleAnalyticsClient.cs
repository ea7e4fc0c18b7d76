using System.Net.Http.Headers;
using System.Net.Http.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Reports of one property.</summary>
/// <param name="property">Its number.</param>
/// <param name="token">An access token.</param>
internal sealed class GoogleAnalyticsClient(SourceHttp http, string property, string token)
{
    private readonly Uri address = new($"https://analyticsdata.googleapis.com/{GoogleAnalyticsMetrics.Version}/properties/{property}:runReport");

    /// <summary>A report with all its pages.</summary>
    /// <exception cref="SourceException">A page is refused, or the pages do not add up to the report.</exception>
    public async Task<ReportAnswer> ReportAsync(DayRange days, IEnumerable<string> dimensions, IEnumerable<string> metrics, CancellationToken cancellationToken)
    {
        List<ReportName> names = [.. dimensions.Select(name => new ReportName(name))];
        var request = new ReportRequest(
            [new($"{days.First:yyyy-MM-dd}", $"{days.Last:yyyy-MM-dd}")],
            names,
            [.. metrics.Select(name => new ReportName(name))],
            [.. names.Select(name => new ReportOrder(new(name.Name)))],
            GoogleAnalyticsMetrics.RowsPerPage,
            0);

        var first = await PageAsync(request, cancellationToken);
        var rows = new List<ReportRow>(first.Rows ?? []);
        for (var page = 1; rows.Count < first.RowCount; page++)
        {
            var next = page < GoogleAnalyticsMetrics.MaxPages ? (await PageAsync(request with { Offset = rows.Count }, cancellationToken)).Rows : null;
            if (next is not { Count: > 0 })
            {
                throw http.Failure(SourceFailureKind.AnswerUnreadable, $"Google announced {first.RowCount} rows and gave {rows.Count}.");
            }

            rows.AddRange(next);
        }

        return first with { Rows = rows };
    }

    private async Task<ReportAnswer> PageAsync(ReportRequest report, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(report, GoogleAnalyticsJson.Default.ReportRequest);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            var error = (await SourceHttp.TryReadAsync(answer, GoogleAnalyticsJson.Default.GoogleErrorAnswer, cancellationToken))?.Error;
            throw http.Refused(answer, error?.Message is { } message ? $"{message} (Google's {error.Status ?? "error"})" : null);
        }

        return await http.ReadAsync(answer, GoogleAnalyticsJson.Default.ReportAnswer, cancellationToken);
    }
}
