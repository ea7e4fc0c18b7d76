using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The exports of a LinkedIn page's analytics: workbooks with a line of description above each header. Their days are those of UTC.</summary>
internal static class LinkedInExports
{
    /// <summary>Content, sheet <c>All posts</c>.</summary>
    public static readonly KnownExport Posts = new()
    {
        Key = "linkedin-posts",
        Name = "LinkedIn page (posts)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"]],
        MonthFirst = ["en", "es", "de"],
        Times = Periods.Zone.Utc,
    };

    /// <summary>Content, sheet <c>Metrics</c>. Its rates are computed here from their parts.</summary>
    public static readonly KnownExport Days = new()
    {
        Key = "linkedin-days",
        Name = "LinkedIn page (content by day)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["views", "reach"], ["clicks", "reactions", "comments", "shares", "reach"]],
        MonthFirst = ["en", "es", "de"],
    };

    /// <summary>Followers, sheet <c>New followers</c>: "total" adds up the kinds of new followers of the day, and is no level.</summary>
    public static readonly KnownExport Followers = new()
    {
        Key = "linkedin-followers",
        Name = "LinkedIn page (new followers by day)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["followers_gained"], ["kind"]],
        MonthFirst = ["en", "es", "de"],
    };
}
