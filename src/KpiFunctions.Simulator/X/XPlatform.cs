using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.X;

/// <summary>X's API v2: users by their names, their posts, and posts that name them. Any name is a user; one with <c>nobody</c> in it is none.</summary>
internal sealed class XPlatform(SimulatedWorld world, XBill bill) : IPlatform
{
    private const int DefaultPosts = 10;
    private const int FewestPosts = 5;
    private const int MostPosts = 100;
    private const string ByName = "by/username/";

    public string Name => "x";

    public bool Serves(string host) => host is "api.x.com" or "api.twitter.com";

    public string? AccountOf(WireRequest request) => Rest(request) switch
    {
        null => null,
        var rest when rest.StartsWith(ByName, StringComparison.Ordinal) => rest[ByName.Length..],
        var rest => NameOf(rest.Split('/')[0]),
    };

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (string.IsNullOrEmpty(request.BearerToken) || request.BearerToken == SimulatorSecrets.Expired) return Fail(FaultKind.Unauthorized, request);
        if (request.Method != "GET" || AccountOf(request) is not { } name) return Problem(404, "Not Found Error", "Not Found");
        if (RefusedField(request, conditions) is { } refused) return refused;
        var reply = Rest(request)!.StartsWith(ByName, StringComparison.Ordinal)
            ? User(name, conditions)
            : Rest(request)!.Split('/') switch
            {
                [_, "tweets"] => List(request, name, conditions, Posts(name), post => Post(post, request)),
                [_, "mentions"] => List(request, name, conditions, Mentions(name), mention => mention),
                _ => Problem(404, "Not Found Error", "Not Found"),
            };
        return Limits(reply, remaining: 899);
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => kind switch
    {
        // Without Retry-After.
        FaultKind.RateLimited => Limits(Problem(429, "Too Many Requests", "Too Many Requests"), remaining: 0),
        FaultKind.ExpiredToken or FaultKind.Unauthorized => Problem(401, "Unauthorized", "Unauthorized"),
        FaultKind.PermissionMissing => Problem(403, "Client Forbidden", "When authenticating requests to the X API v2 endpoints, you must use keys and tokens from a developer App that is attached to a Project."),
        FaultKind.Unavailable => Problem(503, "Service Unavailable", "Service Unavailable"),
        FaultKind.ServerError => Problem(500, "Internal Server Error", "Internal Server Error"),
        _ => Problem(400, "Invalid Request", "One or more parameters to your request was invalid."),
    };

    /// <summary>X names the parameter, or the value of a parameter, that it does not take.</summary>
    private static WireReply? RefusedField(WireRequest request, Conditions conditions)
    {
        foreach (var parameter in (string[])["tweet.fields", "post.fields", "user.fields"])
        {
            if (request.Parameter(parameter) is not { } fields) continue;
            if (conditions.RefusedMetrics.Contains(parameter)) return Invalid(parameter, $"The query parameter [{parameter}] is not one of [id,max_results,start_time,end_time,pagination_token,exclude]");
            if (fields.Split(',').FirstOrDefault(conditions.RefusedMetrics.Contains) is { } field) return Invalid(parameter, $"The `{parameter}` query parameter value [{field}] is not one of [id,text]");
        }

        return null;
    }

    private static WireReply Invalid(string parameter, string message) => WireReply.Json(400, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["parameters"] = new JsonObject { [parameter] = new JsonArray() }, ["message"] = message }),
        ["title"] = "Invalid Request",
        ["detail"] = "One or more parameters to your request was invalid.",
        ["type"] = "https://api.twitter.com/2/problems/invalid-request",
    });

    private WireReply User(string name, Conditions conditions)
    {
        if (conditions.NoData || name.Contains("nobody", StringComparison.OrdinalIgnoreCase))
        {
            return WireReply.Json(200, new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject
                {
                    ["value"] = name,
                    ["detail"] = $"Could not find user with username: [{name}].",
                    ["title"] = "Not Found Error",
                    ["resource_type"] = "user",
                    ["type"] = "https://api.twitter.com/2/problems/resource-not-found",
                }),
            });
        }

        bill.Charge(name, world.Now, users: 1, posts: 0);
        var page = Page(name);
        return WireReply.Json(200, new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["id"] = IdOf(name),
                ["name"] = page.Profile.Name,
                ["username"] = name,
                ["protected"] = false,
                ["public_metrics"] = new JsonObject
                {
                    // The day's end is not here yet: what came since midnight is left out.
                    ["followers_count"] = page.FollowersAt(world.Today(page.Profile.Zone).AddDays(-1)),
                    ["following_count"] = 120,
                    ["post_count"] = page.NewestFirst(world.Now).Count(),
                },
            },
        });
    }

    private WireReply List<T>(WireRequest request, string name, Conditions conditions, IEnumerable<(DateTimeOffset At, T Item)> newestFirst, Func<T, JsonObject> write)
    {
        if (!int.TryParse(request.Parameter("max_results") ?? $"{DefaultPosts}", out var count) || count is < FewestPosts or > MostPosts)
            return Problem(400, "Invalid Request", $"The `max_results` query parameter value [{request.Parameter("max_results")}] is not between {FewestPosts} and {MostPosts}");
        var (since, until) = (Instant(request, "start_time"), Instant(request, "end_time"));
        if (until > world.Now) return Problem(400, "Invalid Request", "Invalid 'end_time'. 'end_time' must be a minimum of 10 seconds prior to the request time.");
        var skip = request.Parameter("pagination_token") is ['n', .. var place] && int.TryParse(place, out var number) ? number : 0;

        var all = conditions.NoData ? [] : newestFirst.Where(item => (since is null || item.At >= since) && (until is null || item.At < until)).ToList();
        var page = all.Skip(skip).Take(conditions.PageOf(count)).Select(item => write(item.Item)).ToList();
        bill.Charge(name, world.Now, users: 0, page.Count);

        var meta = new JsonObject { ["result_count"] = page.Count };
        if (conditions.RepeatsCursor) meta["next_token"] = "n0";
        else if (skip + page.Count < all.Count) meta["next_token"] = $"n{skip + page.Count}";
        var answer = new JsonObject { ["meta"] = meta };
        if (page.Count > 0) answer["data"] = new JsonArray([.. page]);
        return WireReply.Json(200, answer);
    }

    private IEnumerable<(DateTimeOffset At, PagePost Item)> Posts(string name) => Page(name).NewestFirst(world.Now).Select(post => (post.Published, post));

    private IEnumerable<(DateTimeOffset At, JsonObject Item)> Mentions(string name)
    {
        var page = Page(name);
        var today = world.Today(page.Profile.Zone);
        return Enumerable.Range(0, 400)
            .SelectMany(age => page.Feed.MentionsOn(today.AddDays(-age)).Reverse())
            .Where(mention => mention.Published <= world.Now)
            .Select(mention => (mention.Published, new JsonObject { ["id"] = $"9{mention.Id}", ["text"] = $"@{name} {mention.Text}", ["created_at"] = Written(mention.Published) }));
    }

    private static JsonObject Post(PagePost post, WireRequest request)
    {
        var node = new JsonObject { ["id"] = post.Id, ["text"] = post.Text };
        // X answers in the words in which it is asked.
        var isOld = request.Parameter("post.fields") is null;
        var fields = (request.Parameter(isOld ? "tweet.fields" : "post.fields") ?? "").Split(',');
        if (fields.Contains("created_at")) node["created_at"] = Written(post.Published);
        if (fields.Contains("attachments") && post.Kind is PostKind.Photo or PostKind.Video)
            node["attachments"] = new JsonObject { ["media_keys"] = new JsonArray($"{(post.Kind == PostKind.Photo ? 3 : 7)}_{post.Id}") };
        if (fields.Contains("public_metrics"))
        {
            node["public_metrics"] = new JsonObject
            {
                [isOld ? "retweet_count" : "repost_count"] = post.Shares,
                ["reply_count"] = post.Comments,
                ["like_count"] = post.Reactions,
                ["quote_count"] = post.Shares / 5,
                ["bookmark_count"] = post.Reactions / 20,
                ["impression_count"] = post.Views,
            };
        }

        return node;
    }

    private WireReply Limits(WireReply reply, int remaining) => reply
        .With("x-rate-limit-limit", "900")
        .With("x-rate-limit-remaining", remaining.ToString(CultureInfo.InvariantCulture))
        .With("x-rate-limit-reset", world.Now.AddMinutes(15).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    private PageLife Page(string name) => world.Page($"x-{name.ToLowerInvariant()}");

    private static string? Rest(WireRequest request) => request.Path.StartsWith("/2/users/", StringComparison.Ordinal) ? request.Path["/2/users/".Length..] : null;

    /// <summary>A user's number, from which the name can be read back: two digits a letter.</summary>
    private static string IdOf(string name) => string.Concat(name.ToLowerInvariant().Select(letter => (letter - '0' + 10).ToString(CultureInfo.InvariantCulture)));

    private static string? NameOf(string id) => id.Length > 0 && id.Length % 2 == 0 && id.All(char.IsAsciiDigit)
        ? string.Concat(Enumerable.Range(0, id.Length / 2).Select(i => (char)(int.Parse(id.AsSpan(2 * i, 2), CultureInfo.InvariantCulture) - 10 + '0')))
        : null;

    private static DateTimeOffset? Instant(WireRequest request, string parameter) =>
        DateTimeOffset.TryParse(request.Parameter(parameter), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static string Written(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static WireReply Problem(int status, string title, string detail) =>
        WireReply.Json(status, new JsonObject { ["title"] = title, ["detail"] = detail, ["type"] = "about:blank", ["status"] = status });
}
