using KpiFunctions.Cli.Galleries;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Runs.Digests;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>What a digest tells: its figures, what they were made from, and the words that its page is made of.</summary>
internal sealed record Told(WeekReport Kpis, WeekTrace Trace, DigestModel Page)
{
    /// <summary>Each item's, by its path; faces share their sample's, since none of them changes a word of it.</summary>
    public static IReadOnlyDictionary<string, Told> Of(IReadOnlyList<GalleryItem> items)
    {
        var renderer = new DigestRenderer();
        return items
            .GroupBy(item => (item.Language, item.SampleWeek.Name))
            .SelectMany(faces => Of(renderer, faces.First()) is var told ? faces.Select(item => (item.Path, told)) : [])
            .ToDictionary(pair => pair.Path, pair => pair.told, StringComparer.Ordinal);
    }

    private static Told Of(DigestRenderer renderer, GalleryItem item)
    {
        var (client, edition) = (item.SampleWeek.Client, item.SampleWeek.Edition);
        var built = DigestBuilder.Compose(renderer, client, item.SampleWeek.History, [], item.SampleWeek.Week, edition);
        var desk = new Desk(Language.Of(item.Language), client, item.SampleWeek.Week, Limits.Page, edition);
        return new(built.Report, built.Report.Trace!, DigestWriter.Write(desk, built.Report));
    }
}
