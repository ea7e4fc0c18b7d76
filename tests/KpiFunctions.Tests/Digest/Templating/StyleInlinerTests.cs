using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Digest.Templating;

public sealed class StyleInlinerTests
{
    [Theory]
    [InlineData("p { color: red; }", "<p>x</p>", "<p style=\"color:red;\">x</p>")]
    [InlineData(".a { color: red; }", "<p class=\"a\">x</p>", "<p style=\"color:red;\">x</p>")]
    [InlineData(".a { color: red; } p { color: blue; }", "<p class=\"a\">x</p>", "<p style=\"color:red;\">x</p>")]
    [InlineData(".a { color: red; } .b { color: blue; }", "<p class=\"b a\">x</p>", "<p style=\"color:blue;\">x</p>")]
    [InlineData(".b { color: blue; } .a { color: red; }", "<p class=\"b a\">x</p>", "<p style=\"color:red;\">x</p>")]
    [InlineData(".a { color: red; margin: 0; }", "<p class=\"a\" style=\"color:blue\">x</p>", "<p style=\"margin:0;color:blue;\">x</p>")]
    [InlineData("h1, .a { margin: 0; } .a { margin: 1px; }", "<h1 class=\"a\">x</h1>", "<h1 style=\"margin:1px;\">x</h1>")]
    [InlineData(".a { font-family: \"Segoe UI\"; }", "<p class=\"a\">x</p>", "<p style=\"font-family:'Segoe UI';\">x</p>")]
    [InlineData("/* .a { color: red; } */ .a { /* x */ color: blue; }", "<p class=\"a\">x</p>", "<p style=\"color:blue;\">x</p>")]
    [InlineData(".a { color: red; } /* open", "<p class=\"a\">x</p>", "<p style=\"color:red;\">x</p>")]
    [InlineData(".a { color: red; }", "<p class=\"other\">x</p>", "<p>x</p>")]
    [InlineData(".a { color: red; }", "<img class=\"a\" alt=\"\"/>", "<img alt=\"\" style=\"color:red;\"/>")]
    [InlineData(".a { color: red; }", "<P CLASS='a'>x</P>", "<P style=\"color:red;\">x</P>")]
    [InlineData(".a { color: red; }", "<!-- <p class=\"a\"> -->", "<!-- <p class=\"a\"> -->")]
    public void Rules_go_into_the_tags_that_they_apply_to(string rules, string tag, string written) =>
        Inline($"<style inline>{rules}</style>\n{tag}").ShouldBe(written);

    [Fact]
    public void Code_in_a_class_stays_and_what_a_media_sheet_names_stays() =>
        Inline("<style inline>.a { color: red; }</style><style>@media print { .b { color: blue; } }</style><p class=\"a b c bar-{{ x }}\">x</p>")
            .ShouldBe("<style>@media print { .b { color: blue; } }</style><p class=\"b bar-{{ x }}\" style=\"color:red;\">x</p>");

    [Fact]
    public void Code_in_a_style_stays() =>
        Inline("<style inline>.a { margin: 0; }</style><p class=\"a\" style=\"color:{{ x | css }}\">x</p>").ShouldBe("<p style=\"margin:0;color:{{ x | css }};\">x</p>");

    [Fact]
    public void A_rule_of_another_form_is_told_at_its_place()
    {
        Problems("<style inline>\n.a { color: red; }\n  p > b { color: red; }\n</style>").ShouldHaveSingleItem().ShouldStartWith("t:3:3: error: 'p > b {");
        Problems("<style inline>\n@media print {\n .a { color: red; } }\n.b { c: d; }\n</style>").ShouldHaveSingleItem().ShouldStartWith("t:2:1: error: '@media print {' cannot be inlined");
        Problems("<style inline>.a { color: red;</style>").ShouldHaveSingleItem().ShouldStartWith("t:1:15: error: '.a { color: red;' cannot be inlined");
    }

    private static string Inline(string source)
    {
        var (inlined, problems) = StyleInliner.Inline("t", source);
        problems.ShouldBeEmpty();
        return inlined;
    }

    private static IEnumerable<string> Problems(string source) => StyleInliner.Inline("t", source).Problems.Select(problem => problem.ToString());
}
