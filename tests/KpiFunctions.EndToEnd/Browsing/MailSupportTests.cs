namespace KpiFunctions.EndToEnd.Browsing;

public sealed class MailSupportTests
{
    private static readonly MailSupport Page = MailSupport.Read(
        """
        # What mails may use

        | kind | about |
        |---|---|
        | `[title]` | a table of something else |

        | feature | Gmail | Outlook for Windows | Outlook.com | Apple Mail | Yahoo | without it |
        |---|---|---|---|---|---|---|
        | `<html>` | yes | yes | yes | yes | yes | |
        | `<head>` | yes | yes | yes | yes | yes | |
        | `<style>` | partly | yes | yes | yes | yes | as it is |
        | `<body>` | yes | yes | yes | yes | yes | |
        | `<p>` | yes | yes | yes | yes | yes | |
        | `<a>` | yes | yes | yes | yes | yes | |
        | `[style]` | yes | yes | yes | yes | yes | |
        | `[href=https:]` | yes | yes | yes | yes | yes | |
        | `[if mso]` | no | yes | no | no | no | a comment |
        | `color` | yes | yes | yes | yes | yes | |
        | `display: none` | yes | partly | yes | yes | yes | it shows |
        | `margin` | yes | yes | yes | yes | yes | |
        | unit `px` | yes | yes | yes | yes | yes | |
        | class selector | yes | yes | yes | yes | yes | |
        | `@media (max-width)` | partly | no | yes | yes | yes | as it is |
        """);

    [Theory]
    [InlineData("""<p style="color:#12161b;display:none;margin:0 -1px">a</p>""")]
    [InlineData("""<p style="color:red; /* display:grid */ ">a</p><!-- plain: <table> -->""")]
    [InlineData("""<a href="https://client.example/?a:b">a</a>""")]
    [InlineData("<style>@media (max-width: 480px) { .a, p.b { margin: 16px; } }</style>", "type selector")]
    [InlineData("""<p style="display:grid">a</p>""", "display: grid")]
    [InlineData("""<p style="DISPLAY : Grid !important">a</p>""", "display: grid", "!important")]
    [InlineData("""<p style="margin:calc(1rem + 2px) 5%;background:url('a;b{5rem')">a</p>""", "unit rem", "unit %", "calc()", "background")]
    [InlineData("""<p style="color:var(--ink)">a</p>""", "var()")]
    [InlineData("""<a href="mailto:a@client.example">a</a>""", "[href=mailto:]")]
    [InlineData("""<p title="a">a</p><section>b</section>""", "[title]", "<section>")]
    [InlineData("<style>.a > .b + .c .d[title]:hover::before { color: red; }</style>", "attribute selector", "child selector", "sibling selector", "descendant selector", ":hover", "::before")]
    [InlineData("<style>@import url(a.css); @media screen and (min-width: 1px) { #a * { color: red; } }</style>", "@import", "@media (min-width)", "@media screen", "id selector", "universal selector", "descendant selector")]
    [InlineData("<style>@supports (display: grid) { .a { gap: 1px; } } @font-face { src: local(a); }</style>", "@supports", "gap", "@font-face", "src", "local()")]
    [InlineData("<style>.a { .b { color: red; } margin: 0; opacity: 1; }</style>", "nested rule", "opacity")]
    [InlineData("""<!--[if mso]><td nowrap><p style="mso-hide:all">a</p></td><![endif]-->""", "<td>", "[nowrap]", "mso-hide")]
    [InlineData("""<!--[if !mso]><!--><p>a</p><!--<![endif]-->""", "[if !mso]")]
    public void What_no_row_is_about_is_named(string html, params string[] unknown) => Page.UnknownIn(html).ShouldBe(unknown);

    [Fact]
    public void A_row_that_no_mail_uses_is_named() =>
        Page.UnusedBy(["""<style>.a { margin: 1px; }</style><p style="color:red">a</p>""", """<a href="https://client.example">a</a><p style="display:block">a</p>"""])
            .ShouldBe(["[if mso]", "display: none", "@media (max-width)"]);

    [Theory]
    [InlineData("| `gap` | yes | yes | yes | yes | |", "has 6 cells")]
    [InlineData("| `gap` | yes | maybe | yes | yes | yes | |", "says 'maybe'")]
    [InlineData("| `gap` | yes | no | yes | yes | yes | |", "does not say what happens without it")]
    [InlineData("| `gap` | yes | yes | yes | yes | yes | |\n| gap | yes | yes | yes | yes | yes | |", "has two rows")]
    public void A_row_that_is_not_complete_is_an_error(string row, string message) =>
        Should.Throw<FormatException>(() => MailSupport.Read($"| feature | Gmail | a | b | c | d | without it |\n|---|---|---|---|---|---|---|\n{row}")).Message.ShouldContain(message);
}
