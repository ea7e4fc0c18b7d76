using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>Graph refuses a request. Raised where the trouble is found, answered by <see cref="GraphPlatform"/>.</summary>
internal sealed class GraphError(int status, int code, string message, int? subcode = null, string type = "OAuthException") : Exception(message)
{
    /// <summary>Whether the same request may pass later.</summary>
    public bool Transient { get; init; }

    public static GraphError BadParameter(string message) => new(400, 100, $"(#100) {message}");

    public static GraphError UnknownMetric() => BadParameter("The value must be a valid insights metric");

    public static GraphError UnknownField(string field, string node) => BadParameter($"Tried accessing nonexisting field ({field}) on node type ({node})");

    public static GraphError UnknownObject(string id) => new(
        400,
        100,
        $"Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. "
            + "Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
        33,
        "GraphMethodException");

    public static GraphError UnknownPath(string path) => new(400, 2500, $"Unknown path components: {path}");

    public static GraphError NoToken() => new(400, 104, "An access token is required to request this resource.");

    public static GraphError ExpiredToken() => new(
        400,
        190,
        "Error validating access token: Session has expired on Sunday, 01-Nov-26 00:00:00 PDT. The current time is Monday, 02-Nov-26 09:00:00 PST.",
        463);

    /// <summary>Meta repeats the token.</summary>
    public static GraphError InvalidToken(string? token) => new(400, 190, $"Malformed access token {token}");

    /// <summary>A user's token, where only the page's own counts.</summary>
    public static GraphError NotAPageToken() => new(400, 190, "(#190) This method must be called with a Page Access Token", 2069032);

    public static GraphError Permission() => new(403, 10, "(#10) This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature.");

    public static GraphError RateLimit() => new(
        400,
        80001,
        "(#80001) There have been too many calls to this Page account. Wait a bit and try again. "
            + "For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.")
    {
        Transient = true,
    };

    public static GraphError Server() => new(500, 1, "An unknown error has occurred.") { Transient = true };

    public static GraphError TooLarge() => new(500, 1, "Please reduce the amount of data you're asking for, then retry your request");

    public static GraphError Unavailable() => new(503, 2, "An unexpected error has occurred. Please retry your request later.") { Transient = true };

    public WireReply ToReply(WireRequest request)
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = type, ["code"] = code };
        if (subcode is not null) error["error_subcode"] = subcode;
        if (Transient) error["is_transient"] = true;
        error["fbtrace_id"] = $"A{Dice.Hash(request.Path):x16}";
        var reply = WireReply.Json(status, new JsonObject { ["error"] = error });
        return code == 190 ? reply.With("WWW-Authenticate", $"OAuth \"Facebook Platform\" \"invalid_token\" \"{Message}\"") : reply;
    }
}
