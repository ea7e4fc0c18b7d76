using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Mastodon;

/// <summary>A Mastodon server: accounts and their statuses, without a credential. An account's identifier is its name.</summary>
internal sealed partial class MastodonPlatform(SimulatedWorld world) : IPlatform
{
    private const int DefaultLimit = 20;
    private const int MostLimit = 40;

    public string Name => "mastodon";

    public bool Serves(string host) => host == NamedSites.MastodonHost;

    public string? AccountOf(WireRequest request) => request.Parameter("acct") ?? (Statuses().Match(request.Path) is { Success: true } match ? match.Groups["id"].Value : null);

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (AccountOf(request) is not { } name || !NameForm().IsMatch(name)) return Error(404, "Record not found");
        var page = world.Page(name);
        if (request.Path == "/api/v1/accounts/lookup") return Limited(WireReply.Json(200, Account(page, name, conditions)), 299);
        return Statuses().IsMatch(request.Path) ? Limited(WireReply.Json(200, List(page, name, request, conditions)), 298) : Error(404, "Record not found");
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => kind switch
    {
        FaultKind.ServerError => Error(500, "Server error"),
        FaultKind.Unavailable => Error(503, "Remote data could not be fetched"),
        FaultKind.RateLimited => Limited(Error(429, "Too many requests"), 0),
        FaultKind.PermissionMissing => Error(403, "This action is not allowed"),
        FaultKind.ExpiredToken or FaultKind.Unauthorized => Error(401, "This method requires an authenticated user"),
        _ => Error(422, "Validation failed"),
    };

    private JsonObject Account(PageLife page, string name, Conditions conditions)
    {
        var account = new JsonObject { ["id"] = name, ["username"] = name, ["acct"] = name, ["url"] = $"https://{NamedSites.MastodonHost}/@{name}" };
        if (!conditions.NoData) account["followers_count"] = page.FollowersAt(world.Today(page.Profile.Zone).AddDays(-1));
        return account;
    }

    private JsonArray List(PageLife page, string name, WireRequest request, Conditions conditions)
    {
        if (conditions.NoData) return [];
        var limit = int.TryParse(request.Parameter("limit"), out var asked) ? Math.Clamp(asked, 1, MostLimit) : DefaultLimit;
        var before = conditions.RepeatsCursor ? null : request.Parameter("max_id");
        return [.. page.NewestFirst(world.Now).SkipWhile(post => before is not null && string.CompareOrdinal(post.Id, before) >= 0).Take(conditions.PageOf(limit)).Select(post => Status(post, name))];
    }

    private static JsonObject Status(PagePost post, string name)
    {
        var media = post.Kind switch { PostKind.Photo => "image", PostKind.Video => "video", _ => null };
        return new()
        {
            ["id"] = post.Id,
            ["created_at"] = post.Published.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["url"] = $"https://{NamedSites.MastodonHost}/@{name}/{post.Id}",
            ["content"] = $"<p>{WebUtility.HtmlEncode(post.Text)}</p>",
            ["replies_count"] = post.Comments,
            ["reblogs_count"] = post.Shares,
            ["favourites_count"] = post.Reactions,
            ["quotes_count"] = post.Shares / 5,
            ["media_attachments"] = media is null ? new JsonArray() : new JsonArray(new JsonObject { ["type"] = media }),
            ["card"] = post.Kind == PostKind.Link ? new JsonObject { ["url"] = $"https://www.example.com/{post.Id}" } : null,
        };
    }

    private WireReply Limited(WireReply reply, int remaining) => reply
        .With("X-RateLimit-Limit", "300")
        .With("X-RateLimit-Remaining", remaining.ToString(CultureInfo.InvariantCulture))
        .With("X-RateLimit-Reset", world.Now.AddMinutes(5).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));

    private static WireReply Error(int status, string error) => WireReply.Json(status, new JsonObject { ["error"] = error });

    [GeneratedRegex("^/api/v1/accounts/(?<id>[^/]+)/statuses$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Statuses();

    [GeneratedRegex("^[a-z0-9_]{1,30}$", RegexOptions.IgnoreCase, 60_000)]
    private static partial Regex NameForm();
}
