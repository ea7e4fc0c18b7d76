using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>A page of a list.</summary>
internal sealed record GraphList<T>(IReadOnlyList<T>? Data, GraphPaging? Paging);

/// <summary>Where the list goes on; <c>next</c> is missing on its last page. The address carries the token: it is never kept.</summary>
internal sealed record GraphPaging(string? Next, GraphCursors? Cursors);

/// <summary>The cursors of a page, which the last page has too.</summary>
internal sealed record GraphCursors(string? After);

/// <summary>One metric's values over a window; or, where <c>metric_type=total_value</c> was asked for, its total.</summary>
internal sealed record GraphInsight(string? Name, string? Period, IReadOnlyList<GraphInsightValue>? Values, GraphTotal? TotalValue);

/// <summary>A number, or an object where a metric is broken down; <c>end_time</c> such as <c>2026-11-23T08:00:00+0000</c>, missing for a lifetime.</summary>
internal sealed record GraphInsightValue(JsonElement Value, string? EndTime);

/// <summary>The total of a window.</summary>
internal sealed record GraphTotal(double? Value);

/// <summary>What Meta says of a token.</summary>
internal sealed record GraphTokenAnswer(GraphTokenInfo? Data);

/// <summary>A token's permissions.</summary>
internal sealed record GraphTokenInfo(IReadOnlyList<string>? Scopes);

internal sealed record GraphErrorAnswer(GraphError? Error);

internal sealed record GraphError(string? Message, int? Code, int? ErrorSubcode);

/// <summary>An entry of the <c>X-Business-Use-Case-Usage</c> header.</summary>
internal sealed record GraphUsage(double? EstimatedTimeToRegainAccess);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(GraphList<GraphInsight>))]
[JsonSerializable(typeof(GraphErrorAnswer))]
[JsonSerializable(typeof(GraphTokenAnswer))]
[JsonSerializable(typeof(Dictionary<string, GraphUsage[]>))]
internal sealed partial class GraphJson : JsonSerializerContext;
