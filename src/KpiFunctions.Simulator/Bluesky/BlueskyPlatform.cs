using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Bluesky;

/// <summary>Bluesky's public AppView: profiles and feeds, without a credential. An actor is a handle, or its <c>did:web</c>.</summary>
internal sealed class BlueskyPlatform(SimulatedWorld world) : IPlatform
{
    private const string DidPrefix = "did:web:";
    private const int DefaultLimit = 50;
    private const int MostLimit = 100;

    public string Name => "bluesky";

    public bool Serves(string host) => host == "public.api.bsky.app";

    public string? AccountOf(WireRequest request) => request.Parameter("actor") is { } actor
        ? actor.StartsWith(DidPrefix, StringComparison.Ordinal) ? actor[DidPrefix.Length..] : actor
        : null;

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (AccountOf(request) is not { } handle) return Error(400, "InvalidRequest", "Error: Params must have the property \"actor\"");
        if (!handle.Contains('.', StringComparison.Ordinal)) return Error(400, "InvalidRequest", "Error: actor must be a valid did or a handle");
        var page = world.Page(handle);
        return request.Path switch
        {
            "/xrpc/app.bsky.actor.getProfile" => WireReply.Json(200, Profile(page, handle, conditions)),
            "/xrpc/app.bsky.feed.getAuthorFeed" => WireReply.Json(200, Feed(page, handle, request, conditions)),
            _ => Error(501, "MethodNotImplemented", "Method Not Implemented"),
        };
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => kind switch
    {
        FaultKind.ServerError => Error(500, "InternalServerError", "Internal Server Error"),
        FaultKind.Unavailable => Error(503, "UpstreamFailure", "Upstream service unreachable"),
        FaultKind.RateLimited => Error(429, "RateLimitExceeded", "Rate Limit Exceeded")
            .With("RateLimit-Limit", "3000").With("RateLimit-Remaining", "0")
            .With("RateLimit-Reset", world.Now.AddMinutes(5).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        FaultKind.PermissionMissing => Error(403, "Forbidden", "Forbidden"),
        FaultKind.ExpiredToken or FaultKind.Unauthorized => Error(401, "AuthMissing", "Authentication Required"),
        _ => Error(400, "InvalidRequest", "Error: limit must be an integer"),
    };

    private JsonObject Profile(PageLife page, string handle, Conditions conditions)
    {
        var profile = new JsonObject { ["did"] = DidPrefix + handle, ["handle"] = handle, ["displayName"] = page.Profile.Name };
        if (conditions.NoData) return profile;

        // The day's end is not here yet: what came since midnight is left out.
        profile["followersCount"] = page.FollowersAt(world.Today(page.Profile.Zone).AddDays(-1));
        profile["followsCount"] = 210;
        profile["postsCount"] = page.NewestFirst(world.Now).Count();
        return profile;
    }

    private JsonObject Feed(PageLife page, string handle, WireRequest request, Conditions conditions)
    {
        if (conditions.NoData) return new() { ["feed"] = new JsonArray() };
        var limit = int.TryParse(request.Parameter("limit"), out var asked) ? Math.Clamp(asked, 1, MostLimit) : DefaultLimit;
        var cursor = request.Parameter("cursor");
        var posts = page.NewestFirst(world.Now).SkipWhile(post => cursor is not null && string.CompareOrdinal(Instant(post), cursor) >= 0).Take(conditions.PageOf(limit)).ToList();
        var feed = new JsonObject { ["feed"] = new JsonArray([.. posts.Select(post => new JsonObject { ["post"] = Post(post, handle) })]) };
        if (posts.Count > 0) feed["cursor"] = conditions.RepeatsCursor ? "the same" : Instant(posts[^1]);
        return feed;
    }

    private static JsonObject Post(PagePost post, string handle)
    {
        var node = new JsonObject
        {
            ["uri"] = $"at://{DidPrefix}{handle}/app.bsky.feed.post/{post.Id}",
            ["cid"] = $"bafyreisimulated{post.Id}",
            ["author"] = new JsonObject { ["did"] = DidPrefix + handle, ["handle"] = handle },
            ["record"] = new JsonObject { ["$type"] = "app.bsky.feed.post", ["text"] = post.Text, ["createdAt"] = Instant(post) },
            ["replyCount"] = post.Comments,
            ["repostCount"] = post.Shares,
            ["likeCount"] = post.Reactions,
            ["quoteCount"] = post.Shares / 5,
            ["indexedAt"] = Instant(post),
        };
        var embed = post.Kind switch { PostKind.Photo => "images", PostKind.Video => "video", PostKind.Link => "external", _ => null };
        if (embed is not null) node["embed"] = new JsonObject { ["$type"] = $"app.bsky.embed.{embed}#view" };
        return node;
    }

    private static string Instant(PagePost post) => post.Published.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static WireReply Error(int status, string error, string message) => WireReply.Json(status, new JsonObject { ["error"] = error, ["message"] = message });
}
