using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>Meta's Graph API, as far as Facebook pages and Instagram accounts, their posts and their insights go.</summary>
internal sealed partial class GraphPlatform(SimulatedWorld world) : IPlatform
{
    private static readonly int[] Versions = [22, 23, 24, 25, 26, 27];

    private static readonly string[] Scopes =
    [
        "pages_show_list", "pages_read_engagement", "pages_read_user_content", "read_insights", "instagram_basic", "instagram_manage_insights", "instagram_manage_comments", "public_profile",
    ];

    public string Name => "facebook";

    public bool Serves(string host) => string.Equals(host, "graph.facebook.com", StringComparison.OrdinalIgnoreCase);

    public string? AccountOf(WireRequest request) => ObjectIn(Segments(request)).Split('_')[0] is { Length: > 0 } page && page != "debug" ? page : null;

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        try
        {
            return WireReply.Json(200, Find(request, conditions)).WithUsage(AccountOf(request), 7, 0);
        }
        catch (GraphError error)
        {
            return error.ToReply(request).WithUsage(AccountOf(request), 7, 0);
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request)
    {
        var error = kind switch
        {
            FaultKind.RateLimited => GraphError.RateLimit(),
            FaultKind.ExpiredToken => GraphError.ExpiredToken(),
            FaultKind.Unauthorized => GraphError.InvalidToken(TokenOf(request)),
            FaultKind.PermissionMissing => GraphError.Permission(),
            FaultKind.BadRequest => GraphError.BadParameter("Invalid parameter"),
            FaultKind.Unavailable => GraphError.Unavailable(),
            FaultKind.PageTooLarge => GraphError.TooLarge(),
            _ => GraphError.Server(),
        };
        return kind == FaultKind.RateLimited ? error.ToReply(request).WithUsage(AccountOf(request), 100, 12) : error.ToReply(request).WithUsage(AccountOf(request), 7, 0);
    }

    private JsonObject Find(WireRequest request, Conditions conditions)
    {
        var path = Segments(request);
        Authorize(request);
        if (path is ["debug_token"]) return TokenInfo(request);
        if (request.Method != "GET") throw new GraphError(400, 100, $"Unsupported {request.Method.ToLowerInvariant()} request.", 33, "GraphMethodException");

        var id = ObjectIn(path);
        if (ObjectId().Match(id) is not { Success: true } match) throw GraphError.UnknownObject(id);
        var edge = path.Skip(1).ToArray();
        if (world.Account(id) is { } account) return new InstagramEdges(world, account, request, conditions).Answer(edge);
        var page = world.Page(match.Groups["page"].Value);
        var edges = new PageEdges(world, page, request, conditions);
        if (edge.Length > 0 && TokenOf(request) == SimulatorSecrets.SystemUser) throw GraphError.NotAPageToken();

        if (!match.Groups["post"].Success)
        {
            return edge switch
            {
                [] => edges.Page(),
                ["insights"] => PageInsights.Answer(world, page, request, conditions, request.Parameter("metric")),
                ["insights", var metric] => PageInsights.Answer(world, page, request, conditions, metric),
                ["posts" or "published_posts"] => edges.Posts(),
                ["tagged"] => edges.Mentions(),
                _ => throw GraphError.UnknownPath($"/{string.Join('/', edge)}"),
            };
        }

        var post = page.Feed.Find(match.Groups["post"].Value) is { } found && found.Published <= world.Now ? found : throw GraphError.UnknownObject(id);
        return edge switch
        {
            [] => edges.Post(post),
            ["insights"] => edges.PostInsights(post, request.Parameter("metric")),
            ["insights", var metric] => edges.PostInsights(post, metric),
            ["comments"] => edges.Comments(post),
            _ => throw GraphError.UnknownPath($"/{string.Join('/', edge)}"),
        };
    }

    /// <summary>What a token may do; a request that is a POST for the sake of its length says so.</summary>
    private static JsonObject TokenInfo(WireRequest request)
    {
        if (request.Method != "GET" && !(request.Method == "POST" && string.Equals(request.Parameter("method"), "get", StringComparison.OrdinalIgnoreCase)))
            throw new GraphError(400, 100, $"Unsupported {request.Method.ToLowerInvariant()} request.", 33, "GraphMethodException");
        if (request.Parameter("input_token") is null) throw GraphError.BadParameter("The parameter input_token is required");
        return new() { ["data"] = new JsonObject { ["type"] = "PAGE", ["is_valid"] = true, ["expires_at"] = 0, ["scopes"] = new JsonArray([.. Scopes.Select(scope => JsonValue.Create(scope))]) } };
    }

    private static void Authorize(WireRequest request)
    {
        var token = TokenOf(request);
        if (string.IsNullOrEmpty(token)) throw GraphError.NoToken();
        if (token == SimulatorSecrets.Expired) throw GraphError.ExpiredToken();
    }

    private static string? TokenOf(WireRequest request) => request.Parameter("access_token") ?? request.BearerToken;

    private static string ObjectIn(string[] path) => path.Length == 0 ? "" : path[0];

    /// <summary>The path without its version.</summary>
    private static string[] Segments(WireRequest request)
    {
        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length > 0 && Version().IsMatch(segments[0]) && Versions.Contains(int.Parse(segments[0].AsSpan(1, segments[0].Length - 3))) ? segments[1..] : segments;
    }

    [GeneratedRegex(@"^v\d{1,3}\.0$", RegexOptions.CultureInvariant, 60_000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^(?<page>\d{5,20})(_(?<post>\d{1,20}))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex ObjectId();
}
