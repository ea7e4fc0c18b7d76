using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>
/// The exports of a LinkedIn page's analytics: workbooks with a line of description above each header. Which headings are
/// checked and which are not: docs/sources/files.md.
/// </summary>
internal static class LinkedInExports
{
    /// <summary>Content, sheet <c>All posts</c>.</summary>
    public static readonly KnownExport Posts = new()
    {
        Name = "LinkedIn page (posts)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"]],
        EnglishDates = SlashOrder.MonthFirst,
        Headings =
        [
            new("id", ["Post link", "Update link"], ["Lien de la publication", "Lien du post"]),
            new("published", ["Created date"], ["Date de création"]),
            new("type", ["Content Type"], ["Type de contenu"]),
            new("type", ["Post type"], ["Type de publication", "Type de post"]),
            new("text", ["Post title", "Update title"], ["Titre de la publication", "Titre du post"]),
            new("link", ["Post link", "Update link"], ["Lien de la publication", "Lien du post"]),
            new("views", ["Impressions"], []),
            new("clicks", ["Clicks"], ["Clics"]),
            new("reactions", ["Likes", "Reactions"], ["J’aime", "Réactions"]),
            new("comments", ["Comments"], ["Commentaires"]),
            new("shares", ["Reposts", "Shares"], ["Republications", "Partages"]),
        ],
    };

    /// <summary>Content, sheet <c>Metrics</c>. Its rates are computed here from their parts.</summary>
    public static readonly KnownExport Days = new()
    {
        Name = "LinkedIn page (content by day)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["views", "reach"], ["clicks", "reactions", "comments", "shares", "reach"]],
        EnglishDates = SlashOrder.MonthFirst,
        Headings =
        [
            new("day", ["Date"], []),
            new("views", ["Impressions (total)", "Impressions (organic)"], ["Impressions (totales)", "Impressions (organiques)"]),
            new("reach", ["Unique impressions (organic)"], ["Impressions uniques (organiques)"]),
            new("clicks", ["Clicks (total)", "Clicks (organic)"], ["Clics (total)", "Clics (totaux)", "Clics (organiques)"]),
            new("reactions", ["Reactions (total)", "Reactions (organic)"], ["Réactions (total)", "Réactions (totales)", "Réactions (organiques)"]),
            new("comments", ["Comments (total)", "Comments (organic)"], ["Commentaires (total)", "Commentaires (totaux)", "Commentaires (organiques)"]),
            new("shares", ["Reposts (total)", "Shares (total)", "Reposts (organic)", "Shares (organic)"], ["Republications (total)", "Republications (totales)", "Republications (organiques)", "Partages (total)"]),
        ],
    };

    /// <summary>Followers, sheet <c>New followers</c>: "total" adds up the kinds of new followers of the day, and is no level.</summary>
    public static readonly KnownExport Followers = new()
    {
        Name = "LinkedIn page (new followers by day)",
        Kind = ExportKind.Days,
        Needs = [["day"], ["followers_gained"], ["kind"]],
        EnglishDates = SlashOrder.MonthFirst,
        Headings =
        [
            new("day", ["Date"], []),
            new("followers_gained", ["Total followers"], ["Total des abonnés", "Nombre total d’abonnés", "Abonnés (total)"]),
            new("kind", ["Organic followers", "Sponsored followers"], ["Abonnés organiques", "Abonnés sponsorisés"]),
        ],
    };
}
