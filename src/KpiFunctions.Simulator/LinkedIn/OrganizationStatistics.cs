using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.LinkedIn;

/// <summary>An organisation's figures by day, from a year ago to the day before yesterday, and its posts' since publication.</summary>
/// <param name="startIsExclusive">Whether the day that begins at <c>start</c> is left out, as in older versions.</param>
internal sealed class OrganizationStatistics(SimulatedWorld world, PageLife life, string urn, bool startIsExclusive)
{
    private const int NewestDayAge = 2;
    private const int OldestDayAge = 365;

    /// <summary><c>/networkSizes/{urn}</c>.</summary>
    public JsonObject Followers() => new() { ["firstDegreeSize"] = life.FollowersAt(Today.AddDays(-1)) };

    /// <summary><c>/organizationalEntityFollowerStatistics</c>; a part of those who come is paid for.</summary>
    public JsonObject FollowerDays(WireRequest request) => Days(request, day => new()
    {
        ["followerGains"] = new JsonObject { ["organicFollowerGain"] = day.Gained - (day.Gained / 8), ["paidFollowerGain"] = day.Gained / 8 },
        ["organizationalEntity"] = urn,
    });

    /// <summary><c>/organizationalEntityShareStatistics</c> by day.</summary>
    public JsonObject ShareDays(WireRequest request) => Days(request, day =>
    {
        var (likes, comments, shares) = (day.Engagements * 45 / 100, day.Engagements * 6 / 100, day.Engagements * 4 / 100);
        return new()
        {
            ["organizationalEntity"] = urn,
            ["totalShareStatistics"] = Totals(day.Reach, day.Views, likes, comments, shares, day.Engagements - likes - comments - shares),
        };
    });

    /// <summary><c>/organizationalEntityShareStatistics</c> of some posts; one that does not exist is left out.</summary>
    /// <param name="kind">How a post is named: <c>share</c> or <c>ugcPost</c>.</param>
    public JsonObject OfPosts(WireRequest request, string kind, IEnumerable<string> posts) => RestLi.Whole(request, posts
        .Where(id => id.StartsWith($"urn:li:{kind}:", StringComparison.Ordinal))
        .Select(id => life.Feed.Find(id.Split(':')[^1]) is { } post && post.Published <= world.Now && OrganizationPosts.UrnOf(post) == id ? post : null)
        .OfType<PagePost>()
        .Select(post => new JsonObject
        {
            ["organizationalEntity"] = urn,
            [kind] = OrganizationPosts.UrnOf(post),
            ["totalShareStatistics"] = Totals(post.Reach, post.Views, post.Reactions, post.Comments, post.Shares, post.Clicks),
        }));

    private DateOnly Today => DateOnly.FromDateTime(world.Now.UtcDateTime);

    private JsonObject Days(WireRequest request, Func<PageDay, JsonObject> render)
    {
        var (start, end) = RestLi.Days(request) ?? throw LinkedInError.Parameter("timeIntervals", "the simulator plays statistics by day only");
        var elements = new List<JsonNode>();
        for (var day = Today.AddDays(-OldestDayAge); day <= world.FirstUnknown("UTC").AddDays(-NewestDayAge); day = day.AddDays(1))
        {
            var begins = StartOf(day);
            if (begins < start || (startIsExclusive && begins == start) || StartOf(day.AddDays(1)) > end) continue;
            var element = render(life.On(day));
            element["timeRange"] = new JsonObject { ["start"] = begins.ToUnixTimeMilliseconds(), ["end"] = StartOf(day.AddDays(1)).ToUnixTimeMilliseconds() };
            elements.Add(element);
        }

        return RestLi.Whole(request, elements);
    }

    private static JsonObject Totals(long reach, long views, long likes, long comments, long shares, long clicks) => new()
    {
        ["uniqueImpressionsCount"] = reach,
        ["shareCount"] = shares,
        ["engagement"] = views == 0 ? 0 : (likes + comments + shares + clicks) / (double)views,
        ["clickCount"] = clicks,
        ["likeCount"] = likes,
        ["impressionCount"] = views,
        ["commentCount"] = comments,
    };

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
