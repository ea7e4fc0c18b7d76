using System.Text.RegularExpressions;
using KpiFunctions.Cli.Browsing;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>Mail programs that show no images until they are asked to.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class GalleryImageTests(BrowserFixture browser, GalleryFixture gallery)
{
    /// <summary>A picture to see in the place of the logo, which no network is there to bring.</summary>
    private const string Picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='96' height='32'%3E%3Crect width='96' height='32' fill='red'/%3E%3C/svg%3E";

    /// <summary>Words, then each picture: whether it is seen, and whether its words have room when it is not.</summary>
    private const string Script = """
        () => [
          document.body.innerText,
          ...[...document.images].map(image => {
            if (image.naturalWidth > 0) return 'seen';
            const [room, { font, lineHeight }] = [image.getBoundingClientRect(), getComputedStyle(image)];
            const words = document.body.appendChild(document.createElement('div'));
            Object.assign(words.style, { position: 'absolute', width: `${Math.ceil(room.width)}px`, font, lineHeight, overflowWrap: 'anywhere' });
            words.textContent = image.alt;
            const height = words.getBoundingClientRect().height;
            words.remove();
            return height <= room.height + 0.5 ? `words: ${image.alt}` : `cut: ${image.alt}`;
          }),
        ]
        """;

    [Fact]
    public Task Without_images_a_mail_says_all_that_it_says_with_them() => CheckAsync(gallery.Usual);

    [LongFact]
    public Task Without_images_every_mail_of_the_gallery_says_all_that_it_says_with_them() => CheckAsync(gallery.Items);

    private async Task CheckAsync(IReadOnlyList<GalleryItem> items)
    {
        List<string> faults = [];
        foreach (var item in items.Where(item => item.Digest.Html.Contains("<img", StringComparison.Ordinal)))
        {
            var mail = Attached().Replace(item.Digest.Html, $"\"{Picture}\"");
            if (item.Theme.Brand.Logo is { } logo) mail = mail.Replace(logo.AbsoluteUri, Picture, StringComparison.Ordinal);
            var (with, without) = (await LookAsync(mail, new(320)), await LookAsync(mail, new(320, Images: false)));
            if (with[0] != without[0]) faults.Add($"{item.Path}: the words differ");
            if (with.Skip(1).Any(image => image != "seen")) faults.Add($"{item.Path}: {with[1]}");
            faults.AddRange(without.Skip(1).Where(image => !image.StartsWith("words: ", StringComparison.Ordinal)).Select(image => $"{item.Path}: {image}"));
            if (item.Theme.Brand.Logo is not null && without[1] != $"words: {Desk.Name(item.SampleWeek.Edition.Face.Name)}") faults.Add($"{item.Path}: {without[1]}");
        }

        faults.ShouldBeEmpty();
    }

    /// <summary>Charts and bars are there for the eye: each has its figures in words.</summary>
    [Fact]
    public async Task Every_number_of_the_text_part_is_among_the_words_that_are_shown()
    {
        var seen = await gallery.SeenAsync(browser.Chromium, TestContext.Current.CancellationToken);
        seen.Where(seen => seen.Kind == HtmlKind.Mail).SelectMany(seen =>
        {
            var shown = Numbers(seen.Words).ToHashSet(StringComparer.Ordinal);
            return Numbers(Address().Replace(seen.Item.Digest.Text, "")).Where(number => !shown.Contains(number)).Distinct(StringComparer.Ordinal).Select(number => $"{seen.File}: {number}");
        }).ShouldBeEmpty();
    }

    private Task<string[]> LookAsync(string html, View view) =>
        browser.Chromium.ShowAsync(html, view, page => page.EvaluateAsync<string[]>(Script), TestContext.Current.CancellationToken);

    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(number => number.Value);

    [GeneratedRegex(@"[+−-]?\d+([.,\u202f\u00a0]\d+)*", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"(https|mailto):\S+", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Address();

    /// <summary>A picture that goes with the mail, by its address within it.</summary>
    [GeneratedRegex("\"cid:[a-z0-9-]+\"", RegexOptions.None, 60_000)]
    private static partial Regex Attached();
}
