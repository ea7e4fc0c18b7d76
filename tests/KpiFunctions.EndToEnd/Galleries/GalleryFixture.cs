using KpiFunctions.Cli.Browsing;
using KpiFunctions.Cli.Galleries;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>
/// The gallery, written once for all checks of a test run, without pictures and where it is asked for first. By default
/// the browser and the validator look at each week once: languages and faces take turns, so that each of them has its
/// weeks. The long tests look at all of it.
/// </summary>
public sealed class GalleryFixture : IDisposable
{
    /// <summary>The face of the defaults.</summary>
    internal const string Plain = "plain";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kpi-gallery-");
    private readonly Lazy<IReadOnlyList<GalleryItem>> items = new(() => [.. Gallery.Items()]);
    private readonly Lazy<IReadOnlyDictionary<string, Told>> told;
    private Task<string>? written;
    private Task<IReadOnlyList<Seen>>? seen;

    public GalleryFixture() => told = new(() => Told.Of(Items));

    internal IReadOnlyList<GalleryItem> Items => items.Value;

    /// <summary>Those that the browser and the validator look at in a default run.</summary>
    internal IReadOnlyList<GalleryItem> Usual => [.. Items.GroupBy(item => item.SampleWeek.Name).Select((looks, week) => looks.ElementAt(week % looks.Count()))];

    /// <summary>What an item's page tells, before a template has written it.</summary>
    internal Told ToldBy(GalleryItem item) => told.Value[item.Path];

    /// <summary>A line for each fault that a look at each item finds, with the item's path.</summary>
    internal IReadOnlyList<string> Faults(Func<GalleryItem, IEnumerable<string>> look) =>
        [.. from item in Items from fault in look(item) select $"{item.Path}: {fault}"];

    /// <summary>The gallery's folder, with its files in it.</summary>
    internal Task<string> WrittenAsync(CancellationToken cancellationToken) => written ??= WriteAsync(cancellationToken);

    /// <summary>What a browser sees of the usual items.</summary>
    internal Task<IReadOnlyList<Seen>> SeenAsync(Chromium chromium, CancellationToken cancellationToken) =>
        seen ??= Viewer.SeeAsync(chromium, this, Usual, cancellationToken);

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var writer = new GalleryWriter(folder.FullName);
        foreach (var item in Items) await writer.WriteAsync(item, cancellationToken);
        await writer.WriteIndexAsync(Items, hasPictures: false, cancellationToken);
        return folder.FullName;
    }
}
