using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Facebook;

/// <summary>A post, or a post by others that tags the page.</summary>
internal sealed record FacebookPost(
    string? Id,
    string? CreatedTime,
    string? Message,
    string? PermalinkUrl,
    string? StatusType,
    GraphList<FacebookAttachment>? Attachments,
    FacebookShares? Shares,
    FacebookSummarised? Comments,
    FacebookSummarised? Reactions,
    GraphList<GraphInsight>? Insights) : IGraphPost
{
    DateTimeOffset? IGraphPost.PublishedAt => GraphApi.InstantOf(CreatedTime);

    // What insights a post has does not depend on anything that is told of it.
    string? IGraphPost.Kind => null;
}

/// <summary>A page as a user sees it who has a task on it.</summary>
internal sealed record FacebookPage(string? AccessToken);

internal sealed record FacebookAttachment(string? MediaType);

internal sealed record FacebookShares(double? Count);

internal sealed record FacebookSummarised(FacebookSummary? Summary);

internal sealed record FacebookSummary(double? TotalCount);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(GraphList<FacebookPost>))]
[JsonSerializable(typeof(FacebookPage))]
internal sealed partial class FacebookJson : JsonSerializerContext;
