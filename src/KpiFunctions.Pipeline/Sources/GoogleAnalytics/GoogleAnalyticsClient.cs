using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.Protocol;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>Reports of one property.</summary>
/// <param name="property">Its number.</param>
/// <param name="token">An access token.</param>
internal sealed class GoogleAnalyticsClient(SourceHttp http, string property, string token, Refusals refusals)
{
    private readonly Uri address = new($"https://analyticsdata.googleapis.com/{GoogleAnalyticsMetrics.Version}/properties/{property}:runReport");

    /// <summary>A report with its pages. A page that fails after the first ends the report: its rows before stay (<see cref="ReportAnswer.Incomplete"/>), and the refusal is recorded.</summary>
    /// <param name="name">The report's name in refusals.</param>
    /// <exception cref="SourceException">The first page is refused.</exception>
    public async Task<ReportAnswer> ReportAsync(string name, DayRange days, IEnumerable<string> dimensions, IReadOnlyList<string> metrics, CancellationToken cancellationToken)
    {
        List<ReportName> names = [.. dimensions.Select(dimension => new ReportName(dimension))];
        var request = new ReportRequest(
            [new($"{days.First:yyyy-MM-dd}", $"{days.Last:yyyy-MM-dd}")],
            names,
            [.. metrics.Select(metric => new ReportName(metric))],
            [.. names.Select(dimension => new ReportOrder(new(dimension.Name)))],
            GoogleAnalyticsMetrics.RowsPerPage,
            0);

        ReportAnswer? first = null;
        var read = 0;
        // Under a name that leaves the report asked for: what was refused is a page of it.
        var pages = new Pages<ReportRow>($"{name}, in part", GoogleAnalyticsMetrics.Traits.Name, refusals, GoogleAnalyticsMetrics.MaxPages, async (offset, cancelled) =>
        {
            var page = await PageAsync(request with { Offset = offset is null ? 0 : int.Parse(offset, CultureInfo.InvariantCulture) }, cancelled);
            first ??= page;
            IReadOnlyList<ReportRow> rows = page.Rows ?? [];
            read += rows.Count;
            if (rows.Count == 0 && read < first.RowCount) throw http.Failure(SourceFailureKind.AnswerUnreadable, $"Google announced {first.RowCount} rows and gave {read}.");
            return new(rows, read < first.RowCount ? read.ToString(CultureInfo.InvariantCulture) : null);
        })
        {
            EndsTheList = e => first is not null && Refusals.CostsOnlyItself(e),
        };

        var all = await pages.AllAsync(cancellationToken);
        var report = first! with
        {
            // An empty report has no headers; what was asked for is then all zero.
            MetricHeaders = first.MetricHeaders ?? [.. metrics.Select(metric => new ReportName(metric))],
            Rows = all,
        };
        return report with
        {
            Days = days,
            Incomplete = pages.IsPartial ? [new(LastDayOf(report, days), days.Last)] : [],
            Sampled = report.PartRead < 1 ? [(days, report.PartRead)] : [],
        };
    }

    /// <summary>The day of the last row; the first that was asked for where there is none. Rows come by day: those that are missing are of this day and of later ones.</summary>
    private static DateOnly LastDayOf(ReportAnswer report, DayRange asked)
    {
        var table = new ReportTable(report);
        return table.Rows.Select(table.DayOf).Max() is { } last && asked.Contains(last) ? last : asked.First;
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
