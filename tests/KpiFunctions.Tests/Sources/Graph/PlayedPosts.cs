using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Sources.Graph;

/// <summary>A list of posts that answers as Meta does: page by page, and a page is refused whole for the sake of one post.</summary>
internal sealed partial class PlayedPosts
{
    private const string InvalidMetric = "(#100) The value must be a valid insights metric";

    private readonly List<PlayedPost> posts = [];

    /// <summary>The largest page that is answered with insights.</summary>
    public int LargestPage { get; init; } = 100;

    /// <summary>Names of fields and metrics that the token has no right to.</summary>
    public IReadOnlyList<string> NotPermitted { get; init; } = [];

    /// <summary>Metrics that there are not any more.</summary>
    public IReadOnlyList<string> Retired { get; init; } = [];

    /// <summary>From which post on every request is refused; null for none.</summary>
    public int? BrokenFrom { get; init; }

    /// <summary>A page before which an empty one comes, with an address of the next.</summary>
    public bool HasAnEmptyPage { get; init; }

    /// <summary>Requests to the list.</summary>
    public int Requests { get; private set; }

    /// <summary>Sizes of the pages that were asked for, in order.</summary>
    public List<int> Sizes { get; } = [];

    public PlayedPosts Add(params IEnumerable<PlayedPost> some)
    {
        posts.AddRange(some);
        return this;
    }

    public HttpResponseMessage Answer(StubRequest request, bool isInstagram)
    {
        Requests++;
        var limit = int.Parse(request.Query("limit")!);
        Sizes.Add(limit);
        var fields = request.Query("fields")!;
        var metrics = Metrics().Match(fields) is { Success: true } match ? match.Groups["names"].Value.Split(',') : [];
        var after = request.Query("after") is { } cursor ? int.Parse(cursor) : 0;
        if (HasAnEmptyPage && after == 0 && request.Query("skipped") is null) return StubPlatform.Json(PageOf([], "skipped=1&after=0", fields, metrics, isInstagram));

        var page = posts.Skip(after).Take(limit).ToList();
        if (BrokenFrom is { } broken && after + page.Count > broken) return Refused(100, "(#100) One of these nodes has no field insights.");
        if (NotPermitted.Any(name => fields.Contains(name, StringComparison.Ordinal))) return Refused(10, "(#10) A permission is missing.", HttpStatusCode.Forbidden);
        if (metrics.Intersect(Retired).Any()) return Refused(100, InvalidMetric);
        if (metrics.Length > 0 && page.Count > LargestPage) return Refused(1, "Please reduce the amount of data you're asking for, then retry your request", HttpStatusCode.InternalServerError);
        if (metrics.Length > 0 && page.Exists(post => post.IsBeforeConversion)) return Refused(100, "Invalid parameter", subcode: 2108006);
        if (page.Find(post => metrics.Intersect(post.Lacks).Any()) is not null) return Refused(100, "(#100) The metric is not supported for this media product type.");

        var next = after + page.Count < posts.Count ? $"after={after + page.Count}" : null;
        return StubPlatform.Json(PageOf(page, next, fields, metrics, isInstagram));
    }

    private static string PageOf(IEnumerable<PlayedPost> page, string? next, string fields, string[] metrics, bool isInstagram)
    {
        var answer = new JsonObject { ["data"] = new JsonArray([.. page.Select(post => NodeOf(post, fields, metrics, isInstagram))]) };
        if (next is not null) answer["paging"] = new JsonObject { ["next"] = $"https://graph.facebook.com/v27.0/1/posts?access_token=x&fields=id&limit=25&{next}" };
        return answer.ToJsonString();
    }

    private static JsonObject NodeOf(PlayedPost post, string fields, string[] metrics, bool isInstagram)
    {
        var node = new JsonObject { ["id"] = post.Id };
        if (isInstagram)
        {
            (node["timestamp"], node["media_type"], node["media_product_type"]) = (post.At, post.Type, post.Product);
            if (!post.HidesLikes) node["like_count"] = 7;
            node["comments_count"] = 3;
        }
        else
        {
            node["created_time"] = post.At;
            if (fields.Contains("comments", StringComparison.Ordinal)) node["comments"] = Summary(3);
            if (fields.Contains("reactions", StringComparison.Ordinal)) node["reactions"] = Summary(7);
        }

        if (metrics.Length > 0)
            node["insights"] = new JsonObject { ["data"] = new JsonArray([.. metrics.Select(name => new JsonObject { ["name"] = name, ["period"] = "lifetime", ["values"] = new JsonArray(new JsonObject { ["value"] = 50 }) })]) };
        return node;
    }

    private static JsonObject Summary(int count) => new() { ["data"] = new JsonArray(), ["summary"] = new JsonObject { ["total_count"] = count } };

    private static HttpResponseMessage Refused(int code, string message, HttpStatusCode status = HttpStatusCode.BadRequest, int? subcode = null)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = "OAuthException", ["code"] = code };
        if (subcode is not null) error["error_subcode"] = subcode;
        return StubPlatform.Json(new JsonObject { ["error"] = error }.ToJsonString(), status);
    }

    [GeneratedRegex(@"insights\.metric\((?<names>[^)]*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Metrics();
}

/// <summary>A post of the list.</summary>
internal sealed record PlayedPost(string Id, string At)
{
    public string Type { get; init; } = "IMAGE";

    public string Product { get; init; } = "FEED";

    /// <summary>Insights that it does not have.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];

    public bool IsBeforeConversion { get; init; }

    public bool HidesLikes { get; init; }
}
