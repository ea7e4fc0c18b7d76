using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Kpis.Figures;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Docs;

/// <summary>The figures, from their declarations.</summary>
internal static class FigureTables
{
    /// <summary>Which figures each objective shows.</summary>
    public static string ByObjective() => Markdown.Table(
        ["objective", "primary", "explaining"],
        Objectives.All.Select(row => (IReadOnlyList<string>)[Markdown.Code(ObjectiveTraits.KeyOf(row.Kind)), Pages(row.Primary), Pages(row.Explaining)]));

    /// <summary>What each figure is, and which sources can feed it.</summary>
    public static string All() => Markdown.Table(
        ["figure", "unit", "better", "computed as", "sources"],
        Objectives.Figures.Values.OrderBy(figure => figure.Name, StringComparer.Ordinal).Select(figure => (IReadOnlyList<string>)
        [
            Page(figure.Name),
            figure.Unit.ToString().ToLowerInvariant() + (figure.IsLevel ? ", no verdict" : figure.IsChange ? ", signed" : ""),
            figure.Good?.ToString().ToLowerInvariant() ?? "neither",
            Markdown.Escaped(figure.FormulaPer(null)),
            Markdown.Codes(AllSources.Traits.Values.Where(figure.IsFedBy).Select(source => source.Type).Order(StringComparer.Ordinal)),
        ]));

    private static string Pages(IReadOnlyList<FigureDefinition> figures) => string.Join(", ", figures.Select(figure => Page(figure.Traits?.Name ?? "custom")));

    private static string Page(string figure) => $"[{Markdown.Code(figure)}]({figure}.md)";
}
