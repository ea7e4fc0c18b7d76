using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>The gallery's HTML by the standard, and by what mail clients know of it.</summary>
[Collection(BrowserTests.Name)]
public sealed class GalleryHtmlTests(GalleryFixture gallery)
{
    private static readonly MailSupport Support = MailSupport.Read(File.ReadAllText(Repository.PathOf("docs", "mail-support.md")));

    [Fact]
    public async Task Mails_are_valid() => (await CheckAsync(HtmlKind.Mail, gallery.Usual.Select(GalleryWriter.MailOf))).ShouldBeEmpty();

    [Fact]
    public async Task Pages_and_the_index_are_valid() => (await CheckAsync(HtmlKind.Page, [.. gallery.Usual.Select(GalleryWriter.PageOf), "index.html"])).ShouldBeEmpty();

    [LongFact]
    public async Task All_mails_and_pages_are_valid()
    {
        (await CheckAsync(HtmlKind.Mail, gallery.Items.Select(GalleryWriter.MailOf))).ShouldBeEmpty();
        (await CheckAsync(HtmlKind.Page, gallery.Items.Select(GalleryWriter.PageOf))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Notices_are_valid()
    {
        var folder = Directory.CreateTempSubdirectory("kpi-notices-");
        try
        {
            var renderer = new NoticeRenderer();
            foreach (var notice in Enum.GetValues<Notice>())
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{notice}.html"), renderer.Render(notice, client: null, face: null), TestContext.Current.CancellationToken);
                foreach (var item in gallery.Items.Where(item => item.SampleWeek.Name is "good" or "hostile"))
                {
                    var path = Path.Combine(folder.FullName, $"{notice}.{item.Path.Replace('/', '.')}.html");
                    await File.WriteAllTextAsync(path, renderer.Render(notice, item.SampleWeek.Client, item.SampleWeek.Edition.Face), TestContext.Current.CancellationToken);
                }
            }

            (await HtmlValidator.CheckAsync(folder.FullName, HtmlKind.Page, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_mail_uses_nothing_that_the_page_on_support_does_not_list() =>
        gallery.Faults(item => Support.UnknownIn(item.Digest.Html)).ShouldBeEmpty();

    [Fact]
    public void The_page_on_support_lists_nothing_that_no_mail_uses() =>
        Support.UnusedBy([.. gallery.Items.Select(item => item.Digest.Html), .. GoldenMailTests.Read()]).ShouldBeEmpty();

    private async Task<IReadOnlyList<string>> CheckAsync(HtmlKind kind, IEnumerable<string> names)
    {
        var folder = await gallery.WrittenAsync(TestContext.Current.CancellationToken);
        var files = names.Select(name => Path.GetFullPath(Path.Combine(folder, name))).ToHashSet(StringComparer.Ordinal);
        return await HtmlValidator.CheckAsync(folder, kind, files.Contains, TestContext.Current.CancellationToken);
    }
}
