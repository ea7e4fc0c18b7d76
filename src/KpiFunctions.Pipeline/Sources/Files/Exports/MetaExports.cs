using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The exports of Meta Business Suite.</summary>
internal static class MetaExports
{
    private const string Titles = "meta-series-title";

    /// <summary>
    /// Insights, Content, Export: one line for each post of a page or an Instagram account. Its times are those of California, whatever the zone of the
    /// page, of the account and of whoever exports: 327 of 327 Instagram posts of four real files agree with the time of upload that their codes hold.
    /// </summary>
    public static readonly KnownExport Posts = new()
    {
        Key = "meta-posts",
        Name = "Meta Business Suite (posts)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"]],
        MonthFirst = ["en", "es", "pt"],
        Times = Zone.Find("America/Los_Angeles"),
    };

    /// <summary>One figure by day, under a line with its name.</summary>
    public static readonly KnownExport Series = new()
    {
        Key = "meta-series",
        Name = "Meta Business Suite (one figure by day)",
        Kind = ExportKind.Series,
        Needs = [["day"], ["value"]],
        MonthFirst = ["en", "es", "pt"],
    };

    private static readonly IReadOnlySet<string> SincePublication = ExportHeadings.Words(Posts.Key, "lifetime");

    /// <summary>The figures that are known by name, for messages.</summary>
    public static string FigureNames => string.Join(", ", ExportHeadings.Of(Titles).Where(title => Metrics.ByKey.ContainsKey(title.Field)).Select(title => title.Field).Distinct());

    /// <summary>The figure of a table, by the line above it; null where it is none that is kept here.</summary>
    public static (Metric Metric, string? Series)? FigureOf(string? title) =>
        title is not null && ExportHeadings.Of(Titles).FirstOrDefault(known => known.Plain == Heading.Plain(title)) is { } found && Metrics.ByKey.TryGetValue(found.Field, out var metric)
            ? (metric, found.Series)
            : null;

    /// <summary>The network that the line above a table names; null where it names none.</summary>
    public static string? NetworkOf(string? title) => title is null ? null : ExportNetworks.ByName.Keys.FirstOrDefault(network => Heading.Plain(title).Split(' ').Contains(network));

    /// <summary>A line of one day of a post, which would take the place of the post's figures since publication.</summary>
    public static string? ObstacleOf(string span) => span.Length == 0 || SincePublication.Contains(Heading.Plain(span))
        ? null
        : "is only a part of the post's figures: export them over the lifetime of the posts, not by day";
}
