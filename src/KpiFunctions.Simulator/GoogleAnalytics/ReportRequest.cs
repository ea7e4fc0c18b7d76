using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KpiFunctions.Simulator.GoogleAnalytics;

/// <summary>What a <c>runReport</c> asks for. What the simulator does not play is refused, never ignored.</summary>
internal sealed partial record ReportRequest
{
    private static readonly string[] Played = ["property", "dimensions", "metrics", "dateRanges", "offset", "limit", "orderBys", "keepEmptyRows", "returnPropertyQuota", "currencyCode"];

    public required IReadOnlyList<string> Dimensions { get; init; }

    public required IReadOnlyList<string> Metrics { get; init; }

    public required DateOnly First { get; init; }

    public required DateOnly Last { get; init; }

    public required long Offset { get; init; }

    public required int Limit { get; init; }

    /// <summary>Names of columns, and whether the largest comes first.</summary>
    public required IReadOnlyList<(string Column, bool Descending)> Order { get; init; }

    public required bool Quota { get; init; }

    /// <exception cref="GoogleError">The body is not a request that the Data API takes, or not one that is played.</exception>
    public static ReportRequest Parse(byte[] body, DateOnly today)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            foreach (var property in root.EnumerateObject())
                if (!Played.Contains(property.Name)) throw GoogleError.Invalid($"Invalid JSON payload received. Unknown name \"{property.Name}\": the simulator does not play it.");
            var ranges = root.TryGetProperty("dateRanges", out var given) ? [.. given.EnumerateArray()] : new List<JsonElement>();
            if (ranges.Count != 1) throw GoogleError.Invalid("The simulator plays exactly one dateRange.");

            var request = new ReportRequest
            {
                Dimensions = Names(root, "dimensions"),
                Metrics = Names(root, "metrics"),
                First = Day(ranges[0].GetProperty("startDate").GetString(), today),
                Last = Day(ranges[0].GetProperty("endDate").GetString(), today),
                Offset = Number(root, "offset", 0),
                Limit = (int)Math.Clamp(Number(root, "limit", 10_000), 1, 250_000),
                Order = root.TryGetProperty("orderBys", out var orders) ? [.. orders.EnumerateArray().Select(OrderBy)] : [],
                Quota = root.TryGetProperty("returnPropertyQuota", out var quota) && quota.GetBoolean(),
            };
            return request.Last < request.First ? throw GoogleError.Invalid("Date range is invalid: the end date is before the start date.") : request;
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw GoogleError.Invalid($"Invalid JSON payload received. {unreadable.Message}");
        }
    }

    private static List<string> Names(JsonElement root, string list) =>
        root.TryGetProperty(list, out var names) ? [.. names.EnumerateArray().Select(name => name.GetProperty("name").GetString()!)] : [];

    // JSON of protocol buffers writes 64-bit numbers as strings; both are taken.
    private static long Number(JsonElement root, string name, long absent) =>
        !root.TryGetProperty(name, out var value) ? absent
        : value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, NumberStyles.Integer, CultureInfo.InvariantCulture)
        : value.GetInt64();

    private static (string Column, bool Descending) OrderBy(JsonElement order)
    {
        var descending = order.TryGetProperty("desc", out var desc) && desc.GetBoolean();
        return order.TryGetProperty("dimension", out var dimension)
            ? (dimension.GetProperty("dimensionName").GetString()!, descending)
            : (order.GetProperty("metric").GetProperty("metricName").GetString()!, descending);
    }

    private static DateOnly Day(string? text, DateOnly today) => text switch
    {
        "today" => today,
        "yesterday" => today.AddDays(-1),
        not null when DaysAgo().Match(text) is { Success: true } ago => today.AddDays(-int.Parse(ago.Groups["days"].ValueSpan)),
        _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw GoogleError.Invalid($"Invalid startDate or endDate: {text}. The date should be in YYYY-MM-DD format or NdaysAgo, yesterday, today."),
    };

    [GeneratedRegex(@"^(?<days>\d{1,5})daysAgo$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex DaysAgo();
}
