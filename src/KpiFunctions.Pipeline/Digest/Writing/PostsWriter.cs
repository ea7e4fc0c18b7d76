using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Digest.Writing;

/// <summary>Names the posts behind the figures.</summary>
internal static class PostsWriter
{
    private const int ExcerptLength = 90;
    private const int LongestLink = 500;

    public static PostModel Write(Desk desk, PostHighlight highlight) =>
        Write(desk, highlight.Post, desk.SayCount($"count.{highlight.Metric.Key}", highlight.Value));

    public static PostModel Write(Desk desk, DiscussionThread thread) => Write(
        desk,
        thread.Post,
        thread.Asks ? desk.Say("threads.asks")
        : thread.Post.IsMention ? desk.Say("threads.speaks")
        : desk.SayCount("count.comments", thread.Messages));

    private static PostModel Write(Desk desk, Post post, string figure)
    {
        var language = desk.Language;
        var excerpt = SafeText.Line(post.Excerpt, ExcerptLength);
        var about = new List<string>();
        if (post.IsMention) about.Add(language.Text("posts.mention"));
        else if (post.Type is { } type && language.Has($"post-type.{type}")) about.Add(language.Text($"post-type.{type}"));
        about.Add(desk.AccountName(post.Account));
        about.Add(language.Dates.Weekday(desk.Client.Schedule.Zone.DayAt(post.Published)));
        return new(
            excerpt.Length == 0 ? language.Text("posts.untitled") : language.Text("posts.quoted", ("text", excerpt)),
            Link(post.Link),
            Languages.Language.Capital(string.Join(", ", about)),
            figure);
    }

    /// <summary>An https address with nothing in it that could end an attribute or a line; null for any other.</summary>
    public static string? Link(string? raw) =>
        Uri.TryCreate(raw, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps && link.UserInfo.Length == 0 && link.AbsoluteUri.Length <= LongestLink
            ? link.AbsoluteUri
            : null;
}
