using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The exports of X's analytics, and of Twitter's before.</summary>
internal static class XExports
{
    /// <summary>One line for each post.</summary>
    public static readonly KnownExport Posts = new()
    {
        Key = "x-posts",
        Name = "X (posts)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"], ["views"]],
        MonthFirst = ["en"],
        Times = Zone.Utc,
    };

    /// <summary>The account's days.</summary>
    public static readonly KnownExport Days = new()
    {
        Key = "x-days",
        Name = "X (account by day)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["views"], ["reactions", "followers_gained", "other"]],
        MonthFirst = ["en"],
    };
}
