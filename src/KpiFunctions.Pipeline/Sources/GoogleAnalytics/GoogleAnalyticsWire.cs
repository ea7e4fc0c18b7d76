using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.GoogleAnalytics;

/// <summary>What is asked for. Numbers of 64 bits are texts in Google's JSON.</summary>
internal sealed record ReportRequest(
    IReadOnlyList<ReportDates> DateRanges,
    IReadOnlyList<ReportName> Dimensions,
    IReadOnlyList<ReportName> Metrics,
    IReadOnlyList<ReportOrder> OrderBys,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Limit,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Offset);

/// <summary>Both days included, written <c>2026-11-23</c>.</summary>
internal sealed record ReportDates(string StartDate, string EndDate);

internal sealed record ReportName(string Name);

/// <summary>The order must be total: pages of a report are cut from it.</summary>
internal sealed record ReportOrder(ReportDimensionOrder Dimension);

internal sealed record ReportDimensionOrder(string DimensionName);

/// <summary>An answer. Headers, rows and the count are missing where there is no row at all.</summary>
internal sealed record ReportAnswer(
    IReadOnlyList<ReportName>? DimensionHeaders,
    IReadOnlyList<ReportName>? MetricHeaders,
    IReadOnlyList<ReportRow>? Rows,
    int? RowCount,
    ReportMetadata? Metadata)
{
    /// <summary>The days that were asked for.</summary>
    internal DayRange? Days { get; init; }

    /// <summary>Days of which rows are missing, because a page of the report was refused; empty where it is whole.</summary>
    internal IReadOnlyList<DayRange> Incomplete { get; init; } = [];

    /// <summary>Days whose figures Google estimated, with the part of the events that it read, 0 to 1; empty where it read all of them.</summary>
    internal IReadOnlyList<(DayRange Days, double Part)> Sampled { get; init; } = [];

    /// <summary>Whether it would have the row of a day if a figure in it were not 0.</summary>
    internal bool Covers(DateOnly day) => Days?.Contains(day) != false && !IsIncompleteOn(day);

    internal bool IsIncompleteOn(DateOnly day) => Incomplete.Any(days => days.Contains(day));

    internal double PartReadOn(DateOnly day) => Sampled.Where(sampled => sampled.Days.Contains(day)).Select(sampled => sampled.Part).DefaultIfEmpty(1).Min();

    /// <summary>The part of the events that the figures of one request rest on, 0 to 1.</summary>
    internal double PartRead => (Metadata?.SamplingMetadatas ?? [])
        .Where(sampled => sampled is { SamplesReadCount: >= 0, SamplingSpaceSize: > 0 })
        .Select(sampled => Math.Min(1, sampled.SamplesReadCount!.Value / (double)sampled.SamplingSpaceSize!.Value))
        .DefaultIfEmpty(1).Min();
}

/// <summary>Values in the order of the headers, all of them texts.</summary>
internal sealed record ReportRow(IReadOnlyList<ReportValue>? DimensionValues, IReadOnlyList<ReportValue>? MetricValues);

internal sealed record ReportValue(string? Value);

/// <summary>What holds for the whole answer.</summary>
/// <param name="SubjectToThresholding">Whether rows of few people may be withheld.</param>
/// <param name="DataLossFromOtherRow">Whether rows were rolled up into one named <c>(other)</c>.</param>
internal sealed record ReportMetadata(
    string? CurrencyCode,
    string? TimeZone,
    bool? SubjectToThresholding,
    bool? DataLossFromOtherRow,
    IReadOnlyList<ReportSampling>? SamplingMetadatas,
    ReportRestrictions? SchemaRestrictionResponse);

/// <summary>How many events the figures rest on, and of how many.</summary>
internal sealed record ReportSampling(long? SamplesReadCount, long? SamplingSpaceSize);

internal sealed record ReportRestrictions(IReadOnlyList<ReportRestriction>? ActiveMetricRestrictions);

/// <summary>A metric that this service account may not see: its values are no figures.</summary>
internal sealed record ReportRestriction(string? MetricName);

internal sealed record GoogleErrorAnswer(GoogleError? Error);

internal sealed record GoogleError(string? Message, string? Status);

/// <summary>The parts of a service account's key file that are used.</summary>
internal sealed record ServiceAccountKey(
    [property: JsonPropertyName("client_email")] string? ClientEmail,
    [property: JsonPropertyName("private_key")] string? PrivateKey,
    [property: JsonPropertyName("private_key_id")] string? PrivateKeyId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ReportAnswer))]
[JsonSerializable(typeof(GoogleErrorAnswer))]
[JsonSerializable(typeof(ServiceAccountKey))]
internal sealed partial class GoogleAnalyticsJson : JsonSerializerContext;
