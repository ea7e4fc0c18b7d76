using System.Text.Json.Serialization;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Pipeline.Sources.Instagram;

/// <summary>A professional account.</summary>
internal sealed record InstagramAccount(string? Id, double? FollowersCount);

/// <summary>A post of the account, or one by others in which it is tagged. Counts that its owner hides are missing.</summary>
internal sealed record InstagramMedia(
    string? Id,
    string? Timestamp,
    string? Caption,
    string? Permalink,
    string? MediaType,
    string? MediaProductType,
    double? LikeCount,
    double? CommentsCount,
    GraphList<GraphInsight>? Insights) : IGraphPost
{
    DateTimeOffset? IGraphPost.PublishedAt => GraphApi.InstantOf(Timestamp);

    string? IGraphPost.Kind => MediaType is null && MediaProductType is null ? null : $"{MediaProductType ?? "media"} {MediaType}".TrimEnd();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(InstagramAccount))]
[JsonSerializable(typeof(GraphList<InstagramMedia>))]
internal sealed partial class InstagramJson : JsonSerializerContext;
