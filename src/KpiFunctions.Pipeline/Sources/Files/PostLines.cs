using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>Collects the posts of a file, line by line.</summary>
internal sealed class PostLines(AccountRef account, DateTimeOffset now)
{
    private readonly Dictionary<string, Post> posts = new(StringComparer.Ordinal);
    private readonly List<string> repeated = [];
    private readonly Dictionary<string, int> empty = new(StringComparer.Ordinal);
    private int reachAboveViews;

    public IReadOnlyList<Post> Posts => [.. posts.Values];

    public IEnumerable<string> Notes =>
    [
        .. repeated,
        .. empty.Select(column => $"{column.Key}: empty for {column.Value} {(column.Value == 1 ? "post" : "posts")}; kept, and left out of that figure only"),
        .. reachAboveViews > 0 ? [$"{reachAboveViews} {(reachAboveViews == 1 ? "post has" : "posts have")} more reach than views, which cannot be; kept as the file has it"] : Array.Empty<string>(),
    ];

    /// <summary>Takes a line.</summary>
    /// <returns>Why it cannot be taken; null where it was.</returns>
    public RefusedLine? Take(string file, CsvLine line, PostColumns columns, Cells cells)
    {
        if (line[columns.Id].Length == 0) return new(file, line.Number, columns.Header[columns.Id], null, "is empty: a post needs an identifier");
        var (published, problem) = cells.Instant(line[columns.Published]);
        if (published is null) return new(file, line.Number, columns.Header[columns.Published], line[columns.Published], problem!);
        var (values, obstacle) = FileColumns.Values(file, line, columns.Metrics, cells);
        if (obstacle is not null) return obstacle;

        var post = new Post
        {
            Account = account,
            Id = line[columns.Id],
            Published = published.Value,
            Type = Optional(line, columns.Type),
            Excerpt = PostText.Excerpt(Optional(line, columns.Text)),
            Link = PostText.Link(Optional(line, columns.Link)),
            Values = values,
            FetchedAt = now,
        };
        if (posts.TryGetValue(post.Id, out var earlier) && !SameFigures(earlier, post))
            repeated.Add($"line {line.Number}: the post {post.Id} stood in the file before, with other figures; the later line counts");
        posts[post.Id] = post;
        Count(values, columns);
        return null;
    }

    private void Count(Dictionary<Metric, double> values, PostColumns columns)
    {
        foreach (var column in columns.Metrics.Where(column => !values.ContainsKey(column.Metric)))
            empty[column.Header] = empty.GetValueOrDefault(column.Header) + 1;
        if (values.TryGetValue(Metrics.Reach, out var reach) && values.TryGetValue(Metrics.Views, out var views) && reach > views) reachAboveViews++;
    }

    private static bool SameFigures(Post one, Post other) =>
        one.Published == other.Published && one.Values.Count == other.Values.Count && one.Values.All(value => other[value.Key] == value.Value);

    private static string? Optional(CsvLine line, int? column) => column is { } index && line[index] is { Length: > 0 } text ? text : null;
}
