namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The exports of TikTok's analytics of a business account.</summary>
internal static class TikTokExports
{
    /// <summary>One line for each video.</summary>
    public static readonly KnownExport Videos = new()
    {
        Key = "tiktok-videos",
        Name = "TikTok (videos)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"], ["views"]],
    };

    /// <summary>The account's days.</summary>
    public static readonly KnownExport Days = new()
    {
        Key = "tiktok-days",
        Name = "TikTok (account by day)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["views"]],
    };
}
