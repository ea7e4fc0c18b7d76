using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>The mails that people have read and accepted, as clients and screen readers get them.</summary>
[Collection(BrowserTests.Name)]
public sealed class GoldenMailTests(BrowserFixture browser)
{
    private static readonly string Folder = Repository.PathOf("tests", "KpiFunctions.Tests", "Digest", "Golden");

    public static TheoryData<string> Mails => [.. Directory.GetFiles(Folder, "*.html").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The text of each of them, the mails to consultants among them.</summary>
    internal static IEnumerable<string> Read() => Mails.Select(mail => File.ReadAllText(PathOf(mail)));

    [Theory]
    [MemberData(nameof(Mails))]
    public async Task A_mail_breaks_no_rule_of_axe_by_day_or_by_night(string mail) =>
        (await new AxeCheck(browser.Chromium).FileAsync(PathOf(mail), HtmlKind.Mail, 600, TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Mails))]
    public async Task A_mail_fits_the_narrowest_phone(string mail) =>
        (await new Overflow(browser.Chromium).FileAsync(PathOf(mail), 320, TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Mails))]
    public void A_mail_uses_nothing_that_the_page_on_support_does_not_list(string mail) =>
        MailSupport.Read(File.ReadAllText(Repository.PathOf("docs", "mail-support.md"))).UnknownIn(File.ReadAllText(PathOf(mail))).ShouldBeEmpty();

    [Fact]
    public async Task The_mails_are_valid_HTML() =>
        (await HtmlValidator.CheckAsync(Folder, HtmlKind.Mail, TestContext.Current.CancellationToken)).ShouldBeEmpty();

    private static string PathOf(string mail) => Path.Combine(Folder, mail);
}
