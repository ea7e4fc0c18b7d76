using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.GoogleAnalytics;

/// <summary>The answer to a <c>runReport</c>: rows that fall together in all dimensions are one.</summary>
internal static class Report
{
    /// <summary>The whole answer, of days before <paramref name="today"/>.</summary>
    /// <exception cref="GoogleError">A dimension or metric that there is not.</exception>
    public static JsonObject Run(TrafficLife property, ReportRequest request, DateOnly today, Conditions conditions)
    {
        var dimensions = request.Dimensions.Select(name => !conditions.RefusedMetrics.Contains(name) && ReportColumns.Dimensions.TryGetValue(name, out var column) ? column : throw GoogleError.UnknownDimension(name)).ToList();
        var metrics = request.Metrics.Select(name => !conditions.RefusedMetrics.Contains(name) && ReportColumns.Metrics.TryGetValue(name, out var column) ? column : throw GoogleError.UnknownMetric(name)).ToList();
        if (metrics.Count == 0) throw GoogleError.Invalid("A report needs at least one metric.");

        var rows = conditions.NoData ? [] : Rows(property, request, today)
            .GroupBy(row => string.Join('\u001f', dimensions.Select(dimension => dimension(row))))
            .Select(group => new Line([.. dimensions.Select(dimension => dimension(group.First()))], [.. metrics.Select(metric => metric.Value([.. group]))]))
            .Where(line => line.Metrics.Any(value => value != 0))
            .ToList();

        var answer = new JsonObject();
        if (rows.Count > 0)
        {
            answer["dimensionHeaders"] = new JsonArray([.. request.Dimensions.Select(name => new JsonObject { ["name"] = name })]);
            answer["metricHeaders"] = new JsonArray([.. request.Metrics.Select((name, i) => new JsonObject { ["name"] = name, ["type"] = metrics[i].Type })]);
            var page = Sorted(rows, request).Skip((int)request.Offset).Take(conditions.PageOf(request.Limit)).ToList();
            if (page.Count > 0) answer["rows"] = new JsonArray([.. page.Select(line => Row(line))]);
            answer["rowCount"] = rows.Count;
        }

        answer["metadata"] = new JsonObject { ["currencyCode"] = property.Profile.Currency, ["timeZone"] = property.Profile.Zone };
        if (request.Quota) answer["propertyQuota"] = Quota();
        answer["kind"] = "analyticsData#runReport";
        return answer;
    }

    private static IEnumerable<TrafficRow> Rows(TrafficLife property, ReportRequest request, DateOnly today)
    {
        for (var day = request.First; day <= request.Last && day < today; day = day.AddDays(1))
            foreach (var row in property.On(day)) yield return row;
    }

    // Without an order of its own a report comes with the largest first metric on top.
    private static IEnumerable<Line> Sorted(List<Line> lines, ReportRequest request)
    {
        var order = request.Order.Count > 0 ? request.Order : [(request.Metrics[0], true)];
        var sorted = lines.Order(Comparer<Line>.Create((left, right) =>
        {
            foreach (var (column, descending) in order)
            {
                var compared = Compare(left, right, column, request);
                if (compared != 0) return descending ? -compared : compared;
            }

            return string.CompareOrdinal(string.Join('\u001f', left.Dimensions), string.Join('\u001f', right.Dimensions));
        }));
        return sorted;
    }

    private static int Compare(Line left, Line right, string column, ReportRequest request)
    {
        for (var i = 0; i < request.Dimensions.Count; i++)
            if (request.Dimensions[i] == column) return string.CompareOrdinal(left.Dimensions[i], right.Dimensions[i]);
        for (var i = 0; i < request.Metrics.Count; i++)
            if (request.Metrics[i] == column) return left.Metrics[i].CompareTo(right.Metrics[i]);
        throw GoogleError.Invalid($"OrderBy is invalid: {column} is not a column of the report.");
    }

    private static JsonObject Row(Line line)
    {
        var row = new JsonObject();
        if (line.Dimensions.Count > 0) row["dimensionValues"] = Values(line.Dimensions);
        row["metricValues"] = Values(line.Metrics.Select(value => value.ToString("0.##", CultureInfo.InvariantCulture)));
        return row;
    }

    private static JsonArray Values(IEnumerable<string> values) => [.. values.Select(value => new JsonObject { ["value"] = value })];

    private static JsonObject Quota() => new()
    {
        ["tokensPerDay"] = new JsonObject { ["consumed"] = 4, ["remaining"] = 199_996 },
        ["tokensPerHour"] = new JsonObject { ["consumed"] = 4, ["remaining"] = 39_996 },
        ["concurrentRequests"] = new JsonObject { ["consumed"] = 0, ["remaining"] = 10 },
        ["serverErrorsPerProjectPerHour"] = new JsonObject { ["consumed"] = 0, ["remaining"] = 10 },
        ["potentiallyThresholdedRequestsPerHour"] = new JsonObject { ["consumed"] = 0, ["remaining"] = 120 },
        ["tokensPerProjectPerHour"] = new JsonObject { ["consumed"] = 4, ["remaining"] = 13_996 },
    };

    private sealed record Line(IReadOnlyList<string> Dimensions, IReadOnlyList<decimal> Metrics);
}
