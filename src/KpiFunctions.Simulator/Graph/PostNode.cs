using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.Graph;

/// <summary>A post with the fields that were asked for. A field without a value is absent.</summary>
internal sealed class PostNode(PageLife page, Conditions conditions, DateTimeOffset now)
{
    /// <summary>The fields of a post in a list, where none are asked for.</summary>
    public static readonly IReadOnlyList<GraphField> Default = GraphField.Parse("created_time,message,id");

    /// <summary><c>{page}_{post}</c>.</summary>
    public static string IdOf(PageLife page, string number) => $"{page.Profile.Id}_{number}";

    /// <exception cref="GraphError">A field or metric that there is not.</exception>
    public JsonObject Render(PagePost post, IReadOnlyList<GraphField> fields)
    {
        var node = new JsonObject();
        foreach (var field in fields)
            if (Value(post, field) is { } value) node[field.Modifier("as") ?? field.Name] = value;
        node["id"] = IdOf(page, post.Id);
        return node;
    }

    private JsonNode? Value(PagePost post, GraphField field) => field.Name switch
    {
        "id" => IdOf(page, post.Id),
        "created_time" or "updated_time" => GraphTime.Format(post.Published),
        "message" => post.Text,
        "permalink_url" => $"https://www.facebook.com/{page.Profile.Id}/posts/{post.Id}",
        "full_picture" => post.Kind == PostKind.Status ? null : $"https://scontent.example/{post.Id}.jpg",
        "from" => new JsonObject { ["name"] = page.Profile.Name, ["id"] = page.Profile.Id },
        "is_published" => true,
        "is_hidden" or "is_expired" => false,
        "status_type" => post.Kind switch { PostKind.Photo => "added_photos", PostKind.Video => "added_video", PostKind.Link => "shared_story", _ => "mobile_status_update" },
        "type" => throw new GraphError(400, 12, "(#12) deprecate_post_aggregated_fields_for_attachement is deprecated for versions v3.3 and higher"),
        "attachments" => Attachments(post),
        "shares" => post.Shares == 0 ? null : new JsonObject { ["count"] = post.Shares },
        "reactions" or "likes" => Edge(field, field.Name == "likes" ? post.Reactions * 4 / 5 : post.Reactions, [], ("viewer_reaction", "NONE")),
        "comments" => Edge(field, post.Comments, Comments(post, field), ("order", "ranked"), ("can_comment", true)),
        "insights" => conditions.NoData
            ? new JsonObject { ["data"] = new JsonArray() }
            : new JsonObject { ["data"] = InsightMetrics.Posts(field.Modifier("metric") ?? throw GraphError.BadParameter("The parameter metric is required"), post, IdOf(page, post.Id), conditions.RefusedMetrics) },
        _ => throw GraphError.UnknownField(field.Name, "Post"),
    };

    /// <summary>A comment; who wrote it is not told without a permission of its own.</summary>
    public static JsonObject Comment(PageComment comment, IReadOnlyList<GraphField> fields)
    {
        var node = new JsonObject();
        foreach (var field in fields)
        {
            node[field.Name] = field.Name switch
            {
                "id" => comment.Id,
                "created_time" => GraphTime.Format(comment.Published),
                "message" => comment.Text,
                "like_count" => comment.Likes,
                "comment_count" => 0,
                "is_hidden" => false,
                _ => throw GraphError.UnknownField(field.Name, "Comment"),
            };
        }

        node["id"] = comment.Id;
        return node;
    }

    private JsonArray Comments(PagePost post, GraphField field)
    {
        var limit = int.TryParse(field.Modifier("limit"), out var number) ? Math.Min(number, 100) : 25;
        if (limit <= 0) return [];
        var fields = field.Fields.Count > 0 ? field.Fields : GraphField.Parse("created_time,message,id");
        return [.. page.Feed.CommentsOf(post).Where(comment => comment.Published <= now).Take(limit).Select(comment => Comment(comment, fields))];
    }

    private static JsonObject Edge(GraphField field, long count, JsonArray data, params ReadOnlySpan<(string Name, JsonNode Value)> details)
    {
        var edge = new JsonObject { ["data"] = data };
        if (field.Modifier("summary") is null or "false" or "0") return edge;

        var summary = new JsonObject { ["total_count"] = count };
        foreach (var (name, value) in details) summary[name] = value;
        edge["summary"] = summary;
        return edge;
    }

    private static JsonObject? Attachments(PagePost post)
    {
        if (post.Kind == PostKind.Status) return null;
        var (media, type) = post.Kind switch { PostKind.Photo => ("photo", "photo"), PostKind.Video => ("video", "video_inline"), _ => ("link", "share") };
        return new() { ["data"] = new JsonArray(new JsonObject { ["media_type"] = media, ["type"] = type, ["url"] = $"https://www.example.com/{post.Id}" }) };
    }
}
