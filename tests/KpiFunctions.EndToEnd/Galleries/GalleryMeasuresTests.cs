using System.Globalization;
using System.Text;
using KpiFunctions.Cli.Browsing;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Tests;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>
/// How long a mail is on a phone of 390 × 844 CSS pixels, held against limits and written to <c>docs/digest-measures.md</c>. The
/// faces share their words: the default one is measured.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryMeasuresTests(BrowserFixture browser, GalleryFixture gallery)
{
    private const int Width = 390;
    private const int Height = 844;

    /// <summary>What a consultant's note may add, and by how many pixels it moves what stands below it.</summary>
    private const double NoteScreens = 0.35;
    private const int NoteWords = 60;
    private const int NotePixels = 300;

    private const int LargestHtml = 40 * 1024;

    /// <summary>A bad week's first proposal begins above this.</summary>
    private const int LowestProposal = 1_250;

    /// <summary>Weeks whose words are longer than any client's: listed, and not limited.</summary>
    private static readonly string[] Unlimited = ["hostile", "long-names", "twenty-sources", "right-to-left", "emoji"];

    private const string Measure = """
        () => {
          const text = document.body.innerText;
          const bottoms = [...document.querySelectorAll('[data-objective]')].map(row => Math.round(row.getBoundingClientRect().bottom));
          const proposal = document.querySelector('[data-proposal]');
          return [
            document.documentElement.scrollHeight,
            text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length,
            (text.match(/\d+(?:[.,\u202f\u00a0]\d+)*/g) ?? []).length,
            bottoms.length,
            bottoms.length ? Math.max(...bottoms) : 0,
            proposal ? Math.round(proposal.getBoundingClientRect().top) : 0,
          ];
        }
        """;

    [Fact]
    public async Task A_mail_is_read_on_a_phone_in_little_more_than_a_screen()
    {
        var folder = await gallery.WrittenAsync(TestContext.Current.CancellationToken);
        var lines = new List<(GalleryItem Item, Measures Found)>();
        foreach (var item in gallery.Items.Where(item => item.Theme.Name == GalleryFixture.Plain))
        {
            var found = await browser.Chromium.ShowFileAsync(Path.Combine(folder, GalleryWriter.MailOf(item)), new(Width), MeasureAsync, TestContext.Current.CancellationToken);
            lines.Add((item, found with { Bytes = Encoding.UTF8.GetByteCount(item.Digest.Html) }));
        }

        var faults = lines.Where(line => !Unlimited.Contains(line.Item.SampleWeek.Name)).SelectMany(line => Faults(line.Item, line.Found)).ToList();
        var difference = GoldenFile.DifferenceIn("/docs/digest-measures.md", Page(lines));
        faults.ShouldBeEmpty();
        difference.ShouldBeNull();
    }

    private static async Task<Measures> MeasureAsync(IPage page)
    {
        await page.SetViewportSizeAsync(Width, Height);
        return await page.EvaluateAsync<int[]>(Measure) is [var scroll, var words, var numbers, var rows, var bottom, var proposal]
            ? new(scroll, words, numbers, rows, bottom, proposal)
            : throw new InvalidOperationException("The page answered otherwise than it was asked.");
    }

    private static IEnumerable<string> Faults(GalleryItem item, Measures found)
    {
        var isSmall = found.Rows <= 3;
        var (noteScreens, noteWords, notePixels) = item.Digest.Html.Contains("class=\"on-calm note\"", StringComparison.Ordinal) ? (NoteScreens, NoteWords, NotePixels) : (0, 0, 0);
        foreach (var (name, value, limit) in new (string, double, double)[]
        {
            ("screens", found.Screens, (isSmall ? 1.25 : 1.75) + noteScreens),
            ("words", found.Words, (isSmall ? 170 : 250) + noteWords),
            ("last verdict", found.LastRow, (isSmall ? 700 : 1_000) + notePixels),
            ("proposal", found.Proposal, LowestProposal + notePixels),
            ("bytes", found.Bytes, LargestHtml),
        })
            if (value > limit) yield return string.Create(CultureInfo.InvariantCulture, $"{item.Path}: {name} {value:0.##}, at most {limit:0.##}");
    }

    private static string Page(IReadOnlyList<(GalleryItem Item, Measures Found)> lines)
    {
        var page = new StringBuilder(
            """
            # How long a digest is

            Every mail of the [gallery](commands/gallery.md) with the default face, in Chromium at 390 × 844 CSS pixels. Screens are the
            height of the whole mail, footer included, in heights of that view. Written by a test:

            ```
            dotnet run --project tests/KpiFunctions.EndToEnd -- -class "*GalleryMeasures*"
            ```

            | limit | three objectives | six |
            |---|---:|---:|
            | screens | 1.25 | 1.75 |
            | words | 170 | 250 |
            | the last row ends by, px | 700 | 1,000 |
            | the first proposal begins by, px | 1,250 | 1,250 |
            | bytes of HTML | 40,960 | 40,960 |

            A consultant's note may add 0.35 screens and 60 words, and moves what stands below it by 300 px at most. Weeks with hostile, very
            long or other odd names, and the one of twenty sources, are listed and not limited.

            | week | objectives | screens | words | numbers | last row ends | first proposal | bytes |
            |---|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var (item, found) in lines)
            page.Append(CultureInfo.InvariantCulture, $"| {item.Language}/{item.SampleWeek.Name} | {found.Rows} | {found.Screens:0.00} | {found.Words} | {found.Numbers} | {found.LastRow} | {(found.Proposal == 0 ? "–" : found.Proposal)} | {found.Bytes} |\n");
        return page.ToString();
    }

    /// <param name="LastRow">Where the last objective's row ends, in pixels from the top.</param>
    /// <param name="Proposal">Where the first proposal begins; 0 where there is none.</param>
    private sealed record Measures(int Scroll, int Words, int Numbers, int Rows, int LastRow, int Proposal)
    {
        public int Bytes { get; init; }

        public double Screens => Math.Round((double)Scroll / Height, 2);
    }
}
