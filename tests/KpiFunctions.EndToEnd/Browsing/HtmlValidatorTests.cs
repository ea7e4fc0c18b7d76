namespace KpiFunctions.EndToEnd.Browsing;

public sealed class HtmlValidatorTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kpi-html-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_block_inside_a_paragraph_is_found_with_its_place()
    {
        Write("below/nested.html", Given.Page("\n<p>a <div>b</div></p>"));
        Write("well.html", Given.Page("<p>a</p>"));
        var faults = await CheckAsync(HtmlKind.Page);
        faults.ShouldContain("below/nested.html:4:2: no-implicit-close: Element <p> is implicitly closed by adjacent <div>");
        faults.ShouldAllBe(fault => fault.StartsWith("below/nested.html:4:"));
    }

    [Fact]
    public async Task What_Outlook_needs_is_a_fault_on_a_page_and_none_in_a_mail()
    {
        Write("table.html", Given.Page(
            """
            <!--[if mso]><p>Outlook</p><![endif]-->
            <table role="presentation" align="center" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="color:#000000;">
            <tr><td align="left" valign="top" width="10" bgcolor="#ffffff">a</td></tr>
            </table>
            """));
        (await CheckAsync(HtmlKind.Mail)).ShouldBeEmpty();
        (await CheckAsync(HtmlKind.Page)).Select(fault => fault.Split(": ")[1]).Distinct(StringComparer.Ordinal)
            .ShouldBe(["no-conditional-comment", "no-deprecated-attr", "no-inline-style", "prefer-tbody"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_mail_may_not_hold_other_attributes_of_old()
    {
        Write("old.html", Given.Page("""<p align="center">a</p><table><tr><td nowrap>b</td></tr></table>"""));
        (await CheckAsync(HtmlKind.Mail)).Select(fault => fault.Split(": ")[2]).ShouldBe(
            ["Attribute \"align\" is deprecated on <p> element", "Attribute \"nowrap\" is deprecated on <td> element"]);
    }

    [Fact]
    public async Task A_report_longer_than_a_pipe_arrives_whole()
    {
        Write("many.html", Given.Page(string.Concat(Enumerable.Repeat("<p align=\"center\">a</p>\n", 2000))));
        (await CheckAsync(HtmlKind.Mail)).Count.ShouldBe(2000);
    }

    [Fact]
    public async Task A_folder_without_HTML_is_not_well() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => CheckAsync(HtmlKind.Mail))).Message.ShouldContain(folder.FullName);

    private Task<IReadOnlyList<string>> CheckAsync(HtmlKind kind) => HtmlValidator.CheckAsync(folder.FullName, kind, TestContext.Current.CancellationToken);

    private void Write(string path, string html)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, html);
    }
}
