using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>Collects the posts of a table, line by line. Of lines that contradict each other none wins.</summary>
/// <param name="table">Where they stand.</param>
internal sealed partial class PostLines(string file, CsvTable table, PostColumns columns, Cells cells, AccountRef account, DateTimeOffset now)
{
    /// <summary>No network's identifiers come near it; the store's columns are limited.</summary>
    private const int LongestId = 500;

    /// <summary>A spreadsheet keeps this many digits of a number.</summary>
    private const int SpreadsheetDigits = 15;

    private const string Rounded = "is a number that a spreadsheet has rounded, and no identifier: drop the file as it was downloaded, without opening it in a spreadsheet";

    /// <summary>With room for all: growing would leave several times as much behind.</summary>
    private readonly Dictionary<string, (Post Post, int Line)> posts = new(table.Count, StringComparer.Ordinal);

    /// <summary>Posts that stand in the file with several times of publication.</summary>
    private readonly HashSet<string> unclear = new(StringComparer.Ordinal);

    private readonly List<RefusedLine> contradictions = [];
    private int longIds;
    private int roundIds;

    /// <summary>Whether each of several long identifiers ends in zeros where a spreadsheet's numbers do.</summary>
    private bool HasRoundedIds => roundIds > 1 && roundIds == longIds;

    public IReadOnlyList<Post> Posts
    {
        get
        {
            if (HasRoundedIds) return [];
            var all = new List<Post>(posts.Count);
            foreach (var (post, _) in posts.Values) all.Add(post);
            return all;
        }
    }

    public IEnumerable<RefusedLine> Contradictions =>
        HasRoundedIds ? [new(file, table.HeaderLine, columns.Header[columns.Id], posts.Keys.First(), $"and each of the others {Rounded}")] : contradictions;

    public IEnumerable<string> Notes =>
        columns.Metrics.Select(column => (column.Header, Count: posts.Values.Count(post => post.Post[column.Metric] is null))).Where(column => column.Count > 0)
            .Select(column => $"{column.Header}: empty for {column.Count} {(column.Count == 1 ? "post" : "posts")}; kept, and left out of that figure only");

    /// <summary>Reads a line.</summary>
    /// <returns>The post, or why it cannot be taken.</returns>
    public (Post? Post, RefusedLine? Problem) Read(CsvLine line)
    {
        RefusedLine Refused(int column, string problem) => new(file, line.Number, columns.Header[column], line[column], problem);

        var id = line[columns.Id];
        if (id.Length == 0) return (null, Refused(columns.Id, "is empty: a post needs an identifier"));
        if (id.Length > LongestId) return (null, Refused(columns.Id, "is too long for an identifier: is this the right column?"));
        if (Scientific().IsMatch(id)) return (null, Refused(columns.Id, Rounded));
        var (moment, problem) = cells.Moment(line[columns.Published]);
        if (moment is null) return (null, Refused(columns.Published, problem!));
        var (values, obstacle) = FileColumns.Values(file, line, columns.Metrics, cells);
        return obstacle is not null ? (null, obstacle) : (new()
        {
            Account = account,
            Id = id,
            Published = moment.Value.Instant,
            Type = PostText.Excerpt(Optional(line, columns.Type)),
            Excerpt = PostText.Excerpt(Optional(line, columns.Text)),
            Link = PostText.Link(Optional(line, columns.Link)),
            Values = values,
            FetchedAt = now,
        }, null);
    }

    /// <summary>Takes a post.</summary>
    /// <param name="line">The line that it stands on.</param>
    public void Add(Post post, int line)
    {
        if (post.Id.Length > SpreadsheetDigits && post.Id.All(char.IsAsciiDigit))
        {
            longIds++;
            if (post.Id.AsSpan(SpreadsheetDigits).TrimStart('0').IsEmpty) roundIds++;
        }

        if (unclear.Contains(post.Id))
        {
            contradictions.Add(Contradiction(post.Id, line, columns.Published, "stands in the file several times, each published at another time: none is taken"));
        }
        else if (!posts.TryGetValue(post.Id, out var before))
        {
            posts[post.Id] = (post, line);
        }
        else if (before.Post.Published != post.Published)
        {
            contradictions.Add(Contradiction(post.Id, line, columns.Published, $"stands on line {before.Line} too, published at another time: neither is taken; keep the line that is right"));
            posts.Remove(post.Id);
            unclear.Add(post.Id);
        }
        else
        {
            posts[post.Id] = (Agreed(before, post, line), before.Line);
        }
    }

    /// <summary>What two lines say of a post without contradicting each other.</summary>
    private Post Agreed((Post Post, int Line) before, Post post, int line)
    {
        var values = new Dictionary<Metric, double>(before.Post.Values);
        foreach (var column in columns.Metrics)
        {
            if (post[column.Metric] is not { } now) continue;
            if (before.Post[column.Metric] is not { } then) values[column.Metric] = now;
            else if (then != now)
            {
                values.Remove(column.Metric);
                contradictions.Add(new(
                    file, line, column.Header, now.ToString(CultureInfo.InvariantCulture),
                    $"differs from line {before.Line}, which says {then.ToString(CultureInfo.InvariantCulture)} of the same post, {PostText.Excerpt(post.Id, 60)}: neither is taken; keep the line that is right"));
            }
        }

        return post with { Values = values };
    }

    private RefusedLine Contradiction(string id, int line, int column, string what) => new(file, line, columns.Header[column], null, $"the post {PostText.Excerpt(id, 60)} {what}");

    private static string? Optional(CsvLine line, int? column) => column is { } index && line[index] is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"^[0-9]([.,][0-9]+)?E\+?[0-9]+$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Scientific();
}
