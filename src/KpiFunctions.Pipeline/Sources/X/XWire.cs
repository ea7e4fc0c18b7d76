using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Sources.X;

/// <summary>One user; without data, what stands in the way is in the errors, and the status is 200 all the same.</summary>
internal sealed record XUserAnswer(XUser? Data, IReadOnlyList<XProblem>? Errors);

internal sealed record XUser(string? Id, string? Username, bool? Protected, XUserMetrics? PublicMetrics);

internal sealed record XUserMetrics(double? FollowersCount);

/// <summary>A page of posts.</summary>
internal sealed record XPosts(IReadOnlyList<XPost>? Data, XMeta? Meta, IReadOnlyList<XProblem>? Errors);

internal sealed record XMeta(string? NextToken);

internal sealed record XPost(string? Id, string? Text, DateTimeOffset? CreatedAt, XAttachments? Attachments, XPostMetrics? PublicMetrics);

/// <param name="MediaKeys">A kind's number, an underscore, and the medium's own number.</param>
internal sealed record XAttachments(IReadOnlyList<string>? MediaKeys);

/// <param name="RepostCount">What X calls it in its newest description.</param>
/// <param name="RetweetCount">The same as its guide calls it.</param>
internal sealed record XPostMetrics(
    double? RepostCount, double? RetweetCount, double? ReplyCount, double? LikeCount, double? QuoteCount, double? BookmarkCount, double? ImpressionCount);

/// <summary>What is wrong: a part of an answer, or all of it.</summary>
internal sealed record XProblem(string? Title, string? Detail, string? Type);

/// <summary>The body of a refused request. Of a wrong parameter only the errors say which it is.</summary>
internal sealed record XRefusal(string? Title, string? Detail, IReadOnlyList<XRefusalError>? Errors);

internal sealed record XRefusalError(string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(XUserAnswer))]
[JsonSerializable(typeof(XPosts))]
[JsonSerializable(typeof(XRefusal))]
internal sealed partial class XJson : JsonSerializerContext;
