using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>What hangs on a page and on a post: its fields, posts, mentions, comments.</summary>
internal sealed class PageEdges(SimulatedWorld world, PageLife page, WireRequest request, Conditions conditions)
{
    // Without bounds a list reaches back this far, newest first.
    private const int DefaultDays = 365;

    /// <summary><c>/{page}</c>.</summary>
    /// <exception cref="GraphError">A field that there is not.</exception>
    public JsonObject Page()
    {
        var node = new JsonObject();
        foreach (var field in Fields("name,id")) node[field.Name] = PageField(field.Name);
        node["id"] = page.Profile.Id;
        return node;
    }

    /// <summary><c>/{page}/posts</c>, newest first.</summary>
    public JsonObject Posts()
    {
        var fields = request.Parameter("fields") is null ? PostNode.Default : Fields("");
        var node = new PostNode(page, conditions, world.Now);
        var posts = Between(day => page.Feed.PostsOn(day), post => post.Published);
        return GraphPaging.Page(posts, post => post.Id, post => node.Render(post, fields), request, conditions);
    }

    /// <summary><c>/{page}/tagged</c>, newest first.</summary>
    public JsonObject Mentions()
    {
        var fields = Fields("id,message,tagged_time");
        var mentions = Between(day => page.Feed.MentionsOn(day), mention => mention.Published);
        return GraphPaging.Page(mentions, mention => mention.Id, mention => Mention(mention, fields), request, conditions);
    }

    /// <summary><c>/{post}</c>.</summary>
    public JsonObject Post(PagePost post) => new PostNode(page, conditions, world.Now).Render(post, Fields("created_time,message,id"));

    /// <summary><c>/{post}/insights</c>.</summary>
    public JsonObject PostInsights(PagePost post, string? metrics) => new()
    {
        ["data"] = conditions.NoData
            ? []
            : InsightMetrics.Posts(metrics ?? throw GraphError.BadParameter("The parameter metric is required"), post, PostNode.IdOf(page, post.Id), conditions.RefusedMetrics),
    };

    /// <summary><c>/{post}/comments</c>, oldest first.</summary>
    public JsonObject Comments(PagePost post)
    {
        var fields = Fields("created_time,message,id");
        var comments = conditions.NoData ? [] : page.Feed.CommentsOf(post).Where(comment => comment.Published <= world.Now).ToList();
        var answer = GraphPaging.Page(comments, comment => comment.Id, comment => PostNode.Comment(comment, fields), request, conditions);
        if (request.Parameter("summary") is not (null or "false" or "0"))
            answer["summary"] = new JsonObject { ["order"] = "chronological", ["total_count"] = post.Comments, ["can_comment"] = true };
        return answer;
    }

    private IReadOnlyList<GraphField> Fields(string usual) => GraphField.Parse(request.Parameter("fields") ?? usual);

    private JsonNode? PageField(string name) => name switch
    {
        "id" => page.Profile.Id,
        "name" => page.Profile.Name,
        "access_token" => $"simulated-page-{page.Profile.Id}",
        "followers_count" => Followers(),
        "fan_count" => Followers() * 97 / 100,
        "link" => $"https://www.facebook.com/{page.Profile.Id}",
        "category" => "Brand",
        "is_published" => true,
        "talking_about_count" => page.On(Yesterday()).Engagements,
        _ => throw GraphError.UnknownField(name, "Page"),
    };

    private long Followers() => page.FollowersAt(Yesterday());

    private DateOnly Yesterday() => world.Today(WorldZones.Pacific).AddDays(-1);

    private static JsonObject Mention(PageMention mention, IReadOnlyList<GraphField> fields)
    {
        var node = new JsonObject();
        foreach (var field in fields)
        {
            node[field.Name] = field.Name switch
            {
                "id" => $"{mention.FromId}_{mention.Id}",
                "created_time" or "updated_time" or "tagged_time" => GraphTime.Format(mention.Published),
                "message" => mention.Text,
                "permalink_url" => $"https://www.facebook.com/{mention.FromId}/posts/{mention.Id}",
                "from" => new JsonObject { ["name"] = mention.FromName, ["id"] = mention.FromId },
                _ => throw GraphError.UnknownField(field.Name, "Post"),
            };
        }

        node["id"] = $"{mention.FromId}_{mention.Id}";
        return node;
    }

    private List<T> Between<T>(Func<DateOnly, IReadOnlyList<T>> on, Func<T, DateTimeOffset> published)
    {
        if (conditions.NoData) return [];

        var zone = page.Profile.Zone;
        var until = GraphTime.Bound(request, "until") is { } bound && bound < world.Now ? bound : world.Now;
        var since = GraphTime.Bound(request, "since") ?? until.AddDays(-DefaultDays);
        var found = new List<T>();
        for (var day = WorldZones.DayAt(zone, until); day >= WorldZones.DayAt(zone, since); day = day.AddDays(-1))
            found.AddRange(on(day).Where(item => published(item) >= since && published(item) <= until).Reverse());
        return found;
    }
}
