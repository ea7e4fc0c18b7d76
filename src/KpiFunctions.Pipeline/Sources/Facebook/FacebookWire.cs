using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>A page of a list.</summary>
internal sealed record FacebookList<T>(IReadOnlyList<T>? Data, FacebookPaging? Paging);

/// <summary>Where the list goes on; <c>next</c> is missing on its last page. The address carries the token: it is never kept.</summary>
internal sealed record FacebookPaging(string? Next);

/// <summary>One metric's values over a window.</summary>
internal sealed record FacebookInsight(string? Name, string? Period, IReadOnlyList<FacebookInsightValue>? Values);

/// <summary>A number, or an object where a metric is broken down; <c>end_time</c> such as <c>2026-11-23T08:00:00+0000</c>, missing for a lifetime.</summary>
internal sealed record FacebookInsightValue(JsonElement Value, string? EndTime);

/// <summary>A post, or a post by others that tags the page.</summary>
internal sealed record FacebookPost(
    string? Id,
    string? CreatedTime,
    string? Message,
    string? PermalinkUrl,
    string? StatusType,
    FacebookList<FacebookAttachment>? Attachments,
    FacebookShares? Shares,
    FacebookSummarised? Comments,
    FacebookSummarised? Reactions,
    FacebookList<FacebookInsight>? Insights);

internal sealed record FacebookAttachment(string? MediaType);

internal sealed record FacebookShares(double? Count);

internal sealed record FacebookSummarised(FacebookSummary? Summary);

internal sealed record FacebookSummary(double? TotalCount);

internal sealed record FacebookErrorAnswer(FacebookError? Error);

internal sealed record FacebookError(string? Message, int? Code, int? ErrorSubcode);

/// <summary>An entry of the <c>X-Business-Use-Case-Usage</c> header.</summary>
internal sealed record FacebookUsage(double? EstimatedTimeToRegainAccess);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(FacebookList<FacebookInsight>))]
[JsonSerializable(typeof(FacebookList<FacebookPost>))]
[JsonSerializable(typeof(FacebookErrorAnswer))]
[JsonSerializable(typeof(Dictionary<string, FacebookUsage[]>))]
internal sealed partial class FacebookJson : JsonSerializerContext;
