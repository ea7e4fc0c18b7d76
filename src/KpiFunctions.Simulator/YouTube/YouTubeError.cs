using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.YouTube;

/// <summary>One of YouTube's APIs refuses a request. Raised where the trouble is found, answered by <see cref="YouTubePlatform"/>.</summary>
internal sealed class YouTubeError(int code, string reason, string message, string domain = "global", string? status = null) : Exception(message)
{
    public static YouTubeError Invalid(string message) => new(400, "badRequest", message, status: "INVALID_ARGUMENT");

    public static YouTubeError UnknownMetric(string name) => Invalid($"Unknown identifier ({name}) given in field parameters.metrics.");

    public static YouTubeError PageToken() =>
        new(400, "invalidPageToken", "The request specifies an invalid page token.", "youtube.parameter");

    public static YouTubeError Playlist(string id) =>
        new(404, "playlistNotFound", $"The playlist identified with the request's <code>playlistId</code> parameter cannot be found: {id}.", "youtube.playlistItem");

    public static YouTubeError Unauthenticated() =>
        new(401, "authError", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", status: "UNAUTHENTICATED");

    public static YouTubeError Forbidden() => new(403, "forbidden", "Forbidden", status: "PERMISSION_DENIED");

    public static YouTubeError Scopes() =>
        new(403, "insufficientPermissions", "Request had insufficient authentication scopes.", status: "PERMISSION_DENIED");

    public static YouTubeError Quota() => new(
        403, "quotaExceeded", "The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">quota</a>.", "youtube.quota");

    public static YouTubeError Rate() => new(429, "rateLimitExceeded", "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user'.", status: "RESOURCE_EXHAUSTED");

    public static YouTubeError Server() => new(500, "backendError", "Internal error encountered.", status: "INTERNAL");

    public static YouTubeError Unavailable() => new(503, "backendError", "The service is currently unavailable.", status: "UNAVAILABLE");

    public WireReply ToReply()
    {
        var error = new JsonObject
        {
            ["code"] = code,
            ["message"] = Message,
            ["errors"] = new JsonArray(new JsonObject { ["message"] = Message, ["domain"] = domain, ["reason"] = reason }),
        };
        if (status is not null) error["status"] = status;
        return WireReply.Json(code, new JsonObject { ["error"] = error });
    }
}
