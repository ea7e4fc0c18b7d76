using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>Every export that is recognised.</summary>
internal static class KnownExports
{
    public static readonly IReadOnlyList<KnownExport> All =
    [
        MetaExports.Posts, MetaExports.Series, LinkedInExports.Posts, LinkedInExports.Days, LinkedInExports.Followers, XExports.Posts, XExports.Days,
        TikTokExports.Videos, TikTokExports.Days, YouTubeExports.Table, YouTubeExports.Chart, YouTubeExports.TotalsByDay, GoogleAnalyticsExport.Visits,
    ];

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(export => export.Name));

    /// <summary>The export that a table is: with a start date in the comments above it, one of Google Analytics.</summary>
    public static ExportColumns? Match(Section section) =>
        section.Above.Any(comment => FileRange.StartOf(comment) is not null) ? GoogleAnalyticsExport.Visits.Match(section.Table.Header) : Match(section.Table.Header);

    /// <summary>The export that a table's header belongs to: the one that knows most of its columns; null where none is known.</summary>
    public static ExportColumns? Match(IReadOnlyList<string> header) =>
        All.Select(export => export.Match(header)).OfType<ExportColumns>().MaxBy(columns => columns.Known.Count);
}
