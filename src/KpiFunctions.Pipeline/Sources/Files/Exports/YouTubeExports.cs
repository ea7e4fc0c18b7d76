namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The three files of the zip that YouTube Studio's advanced mode exports.</summary>
internal static class YouTubeExports
{
    private const string Totals = "drop \"Totals.csv\" of the same zip, which has the channel's days";

    /// <summary><c>Table data.csv</c>: one line for each video, with its figures in the range that was chosen.</summary>
    public static readonly KnownExport Table = new()
    {
        Key = "youtube-table",
        Name = "YouTube Studio (table)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"], ["views", "other"]],
        CountsRangeOnly = true,
    };

    /// <summary><c>Chart data.csv</c>: the days of the best videos, which are not all.</summary>
    public static readonly KnownExport Chart = new()
    {
        Key = "youtube-chart",
        AlsoOf = Table.Key,
        Name = "YouTube Studio (chart)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["id", "dimension"]],
        Instead = Totals,
    };

    /// <summary><c>Totals.csv</c>: the channel's days.</summary>
    public static readonly KnownExport TotalsByDay = new()
    {
        Key = "youtube-totals",
        Name = "YouTube Studio (totals)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["views", "other", "engaged_views", "followers_gained"]],
    };
}
