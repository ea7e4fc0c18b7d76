using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.LinkedIn;

/// <summary>An organisation's posts, the newest first; nobody changes one after its publication.</summary>
internal static class OrganizationPosts
{
    private const int Days = 400;

    /// <summary><c>/posts?q=author</c>.</summary>
    public static JsonObject Answer(SimulatedWorld world, PageLife life, string urn, WireRequest request, Conditions conditions)
    {
        if (request.Parameter("sortBy") is not (null or "LAST_MODIFIED" or "CREATED")) throw LinkedInError.Parameter("sortBy", "must be LAST_MODIFIED or CREATED");
        var today = world.Today(life.Profile.Zone);
        List<PagePost> posts = [.. Enumerable.Range(0, Days)
            .SelectMany(age => life.Feed.PostsOn(today.AddDays(-age)))
            .Where(post => post.Published <= world.Now)
            .OrderByDescending(post => post.Published)];
        return RestLi.Page(request, conditions, posts, post => Render(post, urn));
    }

    /// <summary>A post's identifier: what has a video is a <c>ugcPost</c>, anything else a <c>share</c>.</summary>
    public static string UrnOf(PagePost post) => $"urn:li:{(post.Kind == PostKind.Video ? "ugcPost" : "share")}:{post.Id}";

    private static JsonObject Render(PagePost post, string urn)
    {
        var published = post.Published.ToUnixTimeMilliseconds();
        var node = new JsonObject
        {
            ["id"] = UrnOf(post),
            ["author"] = urn,
            ["commentary"] = Escaped(post.Text),
            ["lifecycleState"] = "PUBLISHED",
            ["visibility"] = "PUBLIC",
            ["createdAt"] = published,
            ["publishedAt"] = published,
            ["lastModifiedAt"] = published,
            ["isReshareDisabledByAuthor"] = false,
        };
        if (ContentOf(post) is { } content) node["content"] = content;
        return node;
    }

    private static JsonObject? ContentOf(PagePost post) => post.Kind switch
    {
        PostKind.Photo => new() { ["media"] = new JsonObject { ["id"] = $"urn:li:image:C{post.Id}" } },
        PostKind.Video => new() { ["media"] = new JsonObject { ["id"] = $"urn:li:video:C{post.Id}" } },
        PostKind.Link => new() { ["article"] = new JsonObject { ["source"] = "https://www.example.com/" } },
        _ => null,
    };

    /// <summary>The text with a backslash before each character that means something to LinkedIn.</summary>
    private static string Escaped(string text) =>
        string.Concat(text.Select(letter => @"\|{}@[]()<>#*_~".Contains(letter) ? $@"\{letter}" : letter.ToString()));
}
