using KpiFunctions.Cli.Browsing;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>What a browser sees of one file: of a page with all that can be opened open.</summary>
/// <param name="File">Within the gallery.</param>
/// <param name="Words">As they are shown, on a page with nothing opened.</param>
/// <param name="Faint">Texts that do not stand out, by day and by night.</param>
/// <param name="Misplaced">What is wider than the view or cut off, at each width.</param>
/// <param name="Printed">What is wrong on paper; nothing of a mail.</param>
internal sealed record Seen(
    GalleryItem Item, string File, HtmlKind Kind, string Words, IReadOnlyList<string> Faint, IReadOnlyList<string> Misplaced, IReadOnlyList<string> Printed);

/// <summary>Looks at each file once, in all ways in turn: to open it takes longer than most looks.</summary>
internal static class Viewer
{
    /// <summary>A narrow phone, a mail program's pane, and a window on a desk; in CSS pixels.</summary>
    private static readonly int[] Widths = [320, 600, 1200];

    private const int Height = 800;

    /// <summary>Whoever prefers dark prints on white paper as well.</summary>
    private const string OnPaper = """
        () => [
          ...[...document.querySelectorAll('details, details *')].filter(element => element.checkVisibility()).map(element => `shown: ${element.localName}`),
          ...[document.body, ...document.querySelectorAll('main, footer')].filter(element => getComputedStyle(element).backgroundColor !== 'rgb(255, 255, 255)').map(element => `not white: ${element.localName}`),
        ]
        """;

    public static async Task<IReadOnlyList<Seen>> SeeAsync(Chromium chromium, GalleryFixture gallery, IReadOnlyList<GalleryItem> items, CancellationToken cancellationToken)
    {
        var folder = await gallery.WrittenAsync(cancellationToken);
        List<Seen> seen = [];
        foreach (var item in items)
        {
            foreach (var (file, kind) in new[] { (GalleryWriter.MailOf(item), HtmlKind.Mail), (GalleryWriter.PageOf(item), HtmlKind.Page) })
                seen.Add(await chromium.ShowFileAsync(Path.Combine(folder, file), new(600), page => SeeAsync(page, item, file, kind), cancellationToken));
        }

        return seen;
    }

    private static async Task<Seen> SeeAsync(IPage page, GalleryItem item, string file, HtmlKind kind)
    {
        var words = await page.EvaluateAsync<string>("() => document.body.innerText");
        IReadOnlyList<string> printed = kind == HtmlKind.Page ? await PrintedAsync(page) : [];
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(details => details.open = true)");

        var day = await TextContrast.LookAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var night = await TextContrast.LookAsync(page);

        List<string> misplaced = [];
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, Height);
            misplaced.AddRange((await Overflow.LookAsync(page)).Select(fault => $"{file}: {width} px: {fault}"));
            misplaced.AddRange((await Cuts.LookAsync(page)).Select(fault => $"{file}: {width} px: cut: {fault}"));
        }

        return new(item, file, kind, words, [.. Lines("light", day), .. Lines("dark", night)], misplaced, printed);

        IEnumerable<string> Lines(string scheme, IEnumerable<string> faults) => faults.Select(fault => $"{file}: {scheme}: {fault}");
    }

    private static async Task<IReadOnlyList<string>> PrintedAsync(IPage page)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        string[] faults = [.. await page.EvaluateAsync<string[]>(OnPaper), .. await TextContrast.LookAsync(page)];
        await page.EmulateMediaAsync(new() { Media = Media.Screen, ColorScheme = ColorScheme.Light });
        return faults;
    }
}
