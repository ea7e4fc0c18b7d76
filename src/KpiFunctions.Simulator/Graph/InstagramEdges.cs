using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>What hangs on a professional account: its fields, media, and the media of others that tag it.</summary>
internal sealed class InstagramEdges(SimulatedWorld world, PageLife account, WireRequest request, Conditions conditions)
{
    /// <summary>The answer to a path under the account.</summary>
    /// <exception cref="GraphError">There is no such path, or it does not take what was asked.</exception>
    public JsonObject Answer(string[] edge) => edge switch
    {
        [] => Account(),
        ["insights"] => InstagramInsights.Answer(world, account, request, conditions),
        ["media"] => List(account.NewestFirst(world.Now), post => post.Id, Media),
        ["tags"] => Tags(),
        _ => throw GraphError.UnknownPath($"/{string.Join('/', edge)}"),
    };

    // This edge gives no addresses of further pages: one goes on by the cursors.
    private JsonObject Tags()
    {
        var list = List(MentionsNewestFirst(), mention => IdOf(mention), Tag);
        if (list["paging"] is JsonObject paging && !conditions.RepeatsCursor)
        {
            paging.Remove("next");
            paging.Remove("previous");
        }

        return list;
    }

    private JsonObject Account() => Node(account.Profile.Id, GraphField.Parse(request.Parameter("fields") ?? "id"), field => field.Name switch
    {
        "name" => account.Profile.Name,
        "username" => $"account.{account.Profile.Id}",
        "followers_count" => conditions.NoData ? null : account.FollowersAt(world.Today(WorldZones.Pacific).AddDays(-1)),
        "media_count" => account.NewestFirst(world.Now).Count(),
        _ => throw GraphError.UnknownField(field.Name, "IGUser"),
    });

    private JsonObject Media(PagePost post, IReadOnlyList<GraphField> fields) => Node(post.Id, fields, field => field.Name switch
    {
        "timestamp" => GraphTime.Format(post.Published),
        "caption" => post.Text,
        "permalink" => $"https://www.instagram.com/p/{post.Id}/",
        "media_type" => post.Kind switch { PostKind.Video => "VIDEO", PostKind.Link => "CAROUSEL_ALBUM", _ => "IMAGE" },
        "media_product_type" => post.Kind == PostKind.Video ? "REELS" : "FEED",
        "like_count" => post.Reactions,
        "comments_count" => post.Comments,
        "insights" => new JsonObject
        {
            ["data"] = InstagramMetrics.Media(field.Modifier("metric") ?? throw GraphError.BadParameter("The parameter metric is required"), post, conditions.RefusedMetrics),
        },
        _ => throw GraphError.UnknownField(field.Name, "IGMedia"),
    });

    private static JsonObject Tag(PageMention mention, IReadOnlyList<GraphField> fields) => Node(IdOf(mention), fields, field => field.Name switch
    {
        "timestamp" => GraphTime.Format(mention.Published),
        "caption" => mention.Text,
        "permalink" => $"https://www.instagram.com/p/{IdOf(mention)}/",
        "username" => $"account.{mention.FromId}",
        "media_type" => "IMAGE",
        _ => throw GraphError.UnknownField(field.Name, "IGMedia"),
    });

    // Media of others have numbers of their own: none is that of one of the account's.
    private static string IdOf(PageMention mention) => $"9{mention.Id}";

    private IEnumerable<PageMention> MentionsNewestFirst()
    {
        var today = WorldZones.DayAt(account.Profile.Zone, world.Now);
        return Enumerable.Range(0, 365).SelectMany(age => account.Feed.MentionsOn(today.AddDays(-age)).Reverse()).Where(mention => mention.Published <= world.Now);
    }

    private JsonObject List<T>(IEnumerable<T> items, Func<T, string> id, Func<T, IReadOnlyList<GraphField>, JsonObject> render)
    {
        var fields = GraphField.Parse(request.Parameter("fields") ?? "id");
        return GraphPaging.Page(conditions.NoData ? [] : [.. items], id, item => render(item, fields), request, conditions);
    }

    // A field without a value is absent.
    private static JsonObject Node(string id, IReadOnlyList<GraphField> fields, Func<GraphField, JsonNode?> value)
    {
        var node = new JsonObject();
        foreach (var field in fields)
            if (field.Name != "id" && value(field) is { } known) node[field.Name] = known;
        node["id"] = id;
        return node;
    }
}
