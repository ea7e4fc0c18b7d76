using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Kpis;
using Microsoft.Playwright;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>The digest's page: a document that asks for nothing, can be printed, and says where its figures come from.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class GalleryPageTests(BrowserFixture browser, GalleryFixture gallery)
{
    /// <summary>Twenty sources fill many; more than this is something that repeats itself.</summary>
    private const int MostSheets = 60;

    [Fact]
    public void It_is_one_document_in_one_language_that_search_engines_leave_alone() => gallery.Faults(item =>
    {
        var page = Plain.Parse(item.Digest.Page);
        var robots = page.QuerySelector("meta[name=robots]")?.GetAttribute("content") ?? "";
        return (string[])[
            .. page.DocumentElement.GetAttribute("lang") == item.Language ? [] : (string[])["another language"],
            .. page.QuerySelectorAll("h1").Length == 1 ? [] : (string[])["not one h1"],
            .. string.IsNullOrWhiteSpace(page.Title) ? (string[])["no title"] : [],
            .. robots.Contains("noindex", StringComparison.Ordinal) ? [] : (string[])["search engines may list it"],
        ];
    }).ShouldBeEmpty();

    [Fact]
    public void It_runs_nothing_and_asks_for_nothing_but_pictures() => gallery.Faults(item =>
    {
        var page = Plain.Parse(item.Digest.Page);
        var styles = string.Concat(page.QuerySelectorAll("style").Select(style => style.TextContent).Concat(page.QuerySelectorAll("[style]").Select(element => element.GetAttribute("style"))));
        return page.QuerySelectorAll("script, link, iframe, object, embed, form, base, audio, video, source, image, use, meta[http-equiv=refresh]").Select(element => element.LocalName)
            .Concat(page.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name is "srcset" or "background" or "ping").Select(attribute => attribute.Name))
            .Concat(page.QuerySelectorAll("[src]").Where(element => element.LocalName != "img" || !element.GetAttribute("src")!.StartsWith("https://", StringComparison.Ordinal)).Select(element => element.OuterHtml))
            .Concat(Requests().Matches(styles).Select(request => request.Value));
    }).ShouldBeEmpty();

    [Fact]
    public void A_figure_that_was_made_from_readings_lists_them() => gallery.Faults(item =>
    {
        var told = gallery.ToldBy(item);
        var blocks = Plain.Parse(item.Digest.Page).QuerySelectorAll("div.kpi");
        var figures = told.Kpis.Objectives.Zip(told.Page.Objectives, (result, model) => result.Primary.Zip(model.Primary.Items, (kpi, written) => (Name: kpi.NameIn(result.Objective), Written: written))).SelectMany(pairs => pairs).ToList();
        return blocks.Length == figures.Count
            ? figures.Zip(blocks).SelectMany(pair => Untraced(told.Trace.Kpis.FirstOrDefault(trace => trace.Name == pair.First.Name), pair.First.Written.Trace, pair.Second).Select(fault => $"{pair.First.Name}: {fault}"))
            : [$"{blocks.Length} figures on the page, {figures.Count} computed"];
    }).ShouldBeEmpty();

    /// <summary>In all languages and with the plain face: a face changes nothing that takes room on paper but the logo.</summary>
    [Fact]
    public async Task It_can_be_printed()
    {
        var folder = await gallery.WrittenAsync(TestContext.Current.CancellationToken);
        List<string> faults = [];
        foreach (var item in gallery.Usual.Where(item => item.Theme.Name == GalleryFixture.Plain))
        {
            var pdf = Encoding.Latin1.GetString(await browser.Chromium.ShowFileAsync(Path.Combine(folder, GalleryWriter.PageOf(item)), new(1200), PrintAsync, TestContext.Current.CancellationToken));
            if (!pdf.StartsWith("%PDF-", StringComparison.Ordinal) || Sheets().Count(pdf) is not (>= 1 and <= MostSheets)) faults.Add($"{item.Path}: {Sheets().Count(pdf)} sheets");
        }

        faults.ShouldBeEmpty();
    }

    private static async Task<byte[]> PrintAsync(IPage page)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        return await page.PdfAsync(new() { PreferCSSPageSize = true });
    }

    /// <summary>What is missing of the readings that a figure rests on: each of their days stands in a table under their name.</summary>
    private static IEnumerable<string> Untraced(KpiTrace? trace, TraceModel? written, IElement block)
    {
        if (trace is null) return ["it has no trace"];
        if (trace.Inputs.Count == 0) return written is null ? [] : ["readings that nobody knows of"];
        if (written is null) return ["its readings are not written"];
        if (block.QuerySelectorAll("details").FirstOrDefault(details => Plain.WordsOf(details.QuerySelector("summary")!) == Plain.Words(written.Title)) is not { } details) return ["nothing to open"];
        var tables = details.QuerySelectorAll<IHtmlTableElement>("table").ToList();
        return tables.Count != trace.Inputs.Count
            ? [$"{tables.Count} tables for {trace.Inputs.Count} inputs"]
            : trace.Inputs.Zip(written.Inputs, tables)
                .Where(input => Plain.WordsOf(input.Third.Caption!) != Plain.Words(input.Second.Name)
                    || !input.Third.Bodies.SelectMany(body => body.Rows).Select(Plain.WordsOf).SequenceEqual(input.Second.Days.Rows.Select(day => Plain.Words($"{day.Day}{day.Value}{day.Read}")), StringComparer.Ordinal)
                    || input.Second.Days.Rows.Count != input.First.Days.Count
                    || input.First.Days.Count == 0)
                .Select(input => $"not day by day: {input.Second.Name}");
    }

    [GeneratedRegex(@"url\(|@import|@font-face|image-set\(", RegexOptions.IgnoreCase, 60_000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"/Type\s*/Page(?![a-z])", RegexOptions.IgnoreCase, 60_000)]
    private static partial Regex Sheets();
}
