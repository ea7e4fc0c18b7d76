using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Digest.Templating;

public sealed class TemplateMarkupTests
{
    [Fact]
    public void Code_is_known_by_what_it_stands_in()
    {
        var markup = TemplateMarkup.Read("{{ a }}<p title=\"{{ b }}\" class='x {{ c }}' {{ d }}>{{ e }}</p><style>{{ f }}</style><!-- {{ g }} --><title>{{ h }}</title>");
        markup.Code.Select(code => (code.Place, code.Attribute, code.IsWholeValue)).ShouldBe(
        [
            (MarkupPlace.Text, null, false),
            (MarkupPlace.QuotedAttribute, "title", true),
            (MarkupPlace.QuotedAttribute, "class", false),
            (MarkupPlace.Tag, null, false),
            (MarkupPlace.Text, null, false),
            (MarkupPlace.StyleSheet, null, false),
            (MarkupPlace.Comment, null, false),
            (MarkupPlace.Text, null, false),
        ]);
        markup.Code.Where(code => code.Place is not (MarkupPlace.Text or MarkupPlace.Tag) || code.Start > 100).Select(code => code.Region).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void A_brace_in_a_text_and_a_quote_in_a_remark_end_nothing()
    {
        TemplateMarkup.Read("{{ \"}}<b>\" }}<i>").Tags.Select(tag => tag.Name).ShouldBe(["i"]);
        TemplateMarkup.Read("{{ # it's }}<b>{{ # it's }}").Tags.Select(tag => tag.Name).ShouldBe(["b"]);
    }

    [Fact]
    public void What_Outlook_reads_in_a_comment_is_read_too()
    {
        var markup = TemplateMarkup.Read("<!--[if mso]><td class=\"{{ a }}\"><![endif]--><p>{{ b }}</p>");
        markup.Tags.Select(tag => tag.Name).ShouldBe(["p"]);
        markup.Conditional.ShouldHaveSingleItem().Tags.Select(tag => tag.Name).ShouldBe(["td"]);
        markup.Code.Select(code => code.Attribute).ShouldBe(["class", null]);
        markup.Wrong.ShouldBeEmpty();
    }
}
