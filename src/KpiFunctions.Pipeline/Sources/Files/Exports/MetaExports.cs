using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Sources.Files.Exports;

/// <summary>The exports of Meta Business Suite. Which headings are checked and which are not: docs/sources/files.md.</summary>
internal static class MetaExports
{
    /// <summary>The words in the column of dates of figures since publication.</summary>
    private static readonly string[] SincePublication = ["lifetime", "duree de vie", "total", "depuis la publication"];

    /// <summary>Insights, Content, Export: one line for each post of a page or an Instagram account.</summary>
    public static readonly KnownExport Posts = new()
    {
        Name = "Meta Business Suite (posts)",
        Kind = ExportKind.Posts,
        Needs = [["id"], ["published"]],
        EnglishDates = SlashOrder.MonthFirst,
        Headings =
        [
            new("id", ["Post ID"], ["Identifiant de la publication", "ID de la publication"]),
            new("published", ["Publish time"], ["Heure de publication"]),
            new("type", ["Post type"], ["Type de publication"]),
            new("text", ["Title"], ["Titre"]),
            new("text", ["Description"], []),
            new("link", ["Permalink"], ["Permalien", "Lien permanent"]),
            new("span", ["Date"], []),
            new("views", ["Views", "Impressions"], ["Vues"]),
            new("reach", ["Reach", "Viewers"], ["Couverture", "Spectateurs"]),
            new("reactions", ["Reactions", "Likes"], ["Réactions", "J’aime", "Mentions J’aime"]),
            new("comments", ["Comments"], ["Commentaires"]),
            new("shares", ["Shares"], ["Partages"]),
            new("saves", ["Saves"], ["Enregistrements"]),
            new("clicks", ["Total clicks"], ["Total des clics", "Nombre total de clics", "Clics totaux"]),
        ],
    };

    /// <summary>One figure by day, under a line with its name.</summary>
    public static readonly KnownExport Series = new()
    {
        Name = "Meta Business Suite (one figure by day)",
        Kind = ExportKind.Series,
        Needs = [["day"], ["value"]],
        EnglishDates = SlashOrder.MonthFirst,
        Headings = [new("day", ["Date"], []), new("value", ["Primary"], ["Principal", "Principale"])],
    };

    /// <summary>What the name above a table of one figure means. Interactions and visits of the page are no figures here.</summary>
    private static readonly IReadOnlyDictionary<string, Metric> Figures = new (Metric Metric, string[] Names)[]
        {
            (Metrics.Views, ["Views", "Facebook views", "Instagram views", "Vues"]),
            (Metrics.Reach, ["Reach", "Facebook reach", "Instagram reach", "Viewers", "Couverture", "Couverture Facebook", "Couverture Instagram", "Spectateurs"]),
            (Metrics.Clicks, ["Link clicks", "Facebook link clicks", "Instagram link clicks", "Clics sur un lien", "Clics sur le lien"]),
            (Metrics.FollowersGained, ["Follows", "Facebook follows", "Instagram follows", "New follows"]),
        }
        .SelectMany(figure => figure.Names.Select(name => (Name: KnownExport.Plain(name), figure.Metric)))
        .ToDictionary(figure => figure.Name, figure => figure.Metric, StringComparer.Ordinal);

    /// <summary>The figures that are known by name, for messages.</summary>
    public static string FigureNames => string.Join(", ", Figures.Values.Distinct());

    /// <summary>The figure of a table, by the line above it; null where it is none that is kept here.</summary>
    public static Metric? FigureOf(string? title) => title is null ? null : Figures.GetValueOrDefault(KnownExport.Plain(title));

    /// <summary>A line of one day of a post, which would take the place of the post's figures since publication.</summary>
    public static string? ObstacleOf(string span) => span.Length == 0 || SincePublication.Contains(KnownExport.Plain(span))
        ? null
        : "is only a part of the post's figures: export them over the lifetime of the posts, not by day";
}
