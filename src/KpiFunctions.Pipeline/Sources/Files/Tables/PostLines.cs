using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>Collects the posts of a file, line by line.</summary>
internal sealed class PostLines(string file, PostColumns columns, Cells cells, AccountRef account, DateTimeOffset now)
{
    /// <summary>No network's identifiers come near it; the store's columns are limited.</summary>
    private const int LongestId = 500;

    private readonly Dictionary<string, Post> posts = new(StringComparer.Ordinal);
    private readonly List<string> repeated = [];

    public IReadOnlyList<Post> Posts => [.. posts.Values];

    public IEnumerable<string> Notes =>
    [
        .. repeated,
        .. columns.Metrics.Select(column => (column.Header, Count: posts.Values.Count(post => post[column.Metric] is null))).Where(column => column.Count > 0)
            .Select(column => $"{column.Header}: empty for {column.Count} {(column.Count == 1 ? "post" : "posts")}; kept, and left out of that figure only"),
        .. posts.Values.Count(post => post[Metrics.Reach] > post[Metrics.Views]) is > 0 and var impossible
            ? [$"{impossible} {(impossible == 1 ? "post has" : "posts have")} more reach than views, which cannot be; kept as the file has it"]
            : Array.Empty<string>(),
    ];

    /// <summary>Reads a line.</summary>
    /// <returns>The post, or why it cannot be taken.</returns>
    public (Post? Post, RefusedLine? Problem) Read(CsvLine line)
    {
        RefusedLine Refused(int column, string problem) => new(file, line.Number, columns.Header[column], line[column], problem);

        if (line[columns.Id].Length == 0) return (null, Refused(columns.Id, "is empty: a post needs an identifier"));
        if (line[columns.Id].Length > LongestId) return (null, Refused(columns.Id, "is too long for an identifier: is this the right column?"));
        var (moment, problem) = cells.Moment(line[columns.Published]);
        if (moment is null) return (null, Refused(columns.Published, problem!));
        var (values, obstacle) = FileColumns.Values(file, line, columns.Metrics, cells);
        return obstacle is not null ? (null, obstacle) : (new()
        {
            Account = account,
            Id = line[columns.Id],
            Published = moment.Value.Instant,
            Type = PostText.Excerpt(Optional(line, columns.Type)),
            Excerpt = PostText.Excerpt(Optional(line, columns.Text)),
            Link = PostText.Link(Optional(line, columns.Link)),
            Values = values,
            FetchedAt = now,
        }, null);
    }

    /// <summary>Takes a post.</summary>
    /// <param name="number">The line that it stands on.</param>
    public void Add(Post post, int number)
    {
        if (posts.TryGetValue(post.Id, out var earlier) && !SameFigures(earlier, post))
            repeated.Add($"line {number}: the post {post.Id} stood in the file before, with other figures; the later line counts");
        posts[post.Id] = post;
    }

    private static bool SameFigures(Post one, Post other) =>
        one.Published == other.Published && one.Values.Count == other.Values.Count && one.Values.All(value => other[value.Key] == value.Value);

    private static string? Optional(CsvLine line, int? column) => column is { } index && line[index] is { Length: > 0 } text ? text : null;
}
