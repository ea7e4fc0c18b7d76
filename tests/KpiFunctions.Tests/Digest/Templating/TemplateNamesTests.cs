using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Digest.Templating;

/// <summary>Names in agencies' templates that the digest does not have.</summary>
public sealed class TemplateNamesTests
{
    [Theory]
    [InlineData("{{ headlin }}", "t:1:4: error: a digest has no 'headlin'", "did you mean \"headline\"?")]
    [InlineData("{{ brand.colour }}", "t:1:10: error: 'brand' has no 'colour'; it has accent, agency, ink_on_accent, link, link_on_dark, logo", "")]
    [InlineData("{{ for row in rows }}{{ row.lead.figur }}{{ end }}", "'row.lead' has no 'figur'; it has centre, change, figure, line, name, unit", "did you mean \"figure\"?")]
    [InlineData("{{ for row in rows }}{{ roww.name }}{{ end }}", "a digest has no 'roww'; it has", "did you mean \"row\"?")]
    [InlineData("{{ for item in advice }}x{{ end }}", "'advice' is no list", "its lists are items")]
    [InlineData("{{ headline.text }}", "'headline' is a value and has no 'text'", "")]
    [InlineData("{{ rows.name }}", "'rows' is a list and has no 'name'", "")]
    [InlineData("{{ if footer.adress }}x{{ end }}", "'footer' has no 'adress'", "did you mean \"address\"?")]
    [InlineData("<a href=\"{{ page.adress | url }}\">x</a>", "'page' has no 'adress'", "did you mean \"address\"?")]
    [InlineData("{{ for row in rows }}x{{ else }}{{ row.name }}{{ end }}", "a digest has no 'row'", "did you mean \"rows\"?")]
    public void A_name_that_is_none_is_told_with_its_neighbours(string source, string problem, string hint) =>
        Problems(source).ShouldHaveSingleItem().ShouldSatisfyAllConditions(told => told.ShouldContain(problem), told => told.ShouldEndWith(hint));

    [Fact]
    public void All_of_them_are_told_at_once() =>
        Problems("{{ one }}\n{{ headline }}\n{{ brand.two }}\n{{ for row in rows }}\n{{ row.three }}{{ for.last }}\n{{ end }}").Select(told => told[..4]).ShouldBe(["t:1:", "t:3:", "t:5:"]);

    [Theory]
    [InlineData("{{ if page }}{{ page.words }}{{ end }}")]
    [InlineData("{{ for row in rows }}{{ if row.lead }}{{ row.lead.figure }}{{ if !for.last }}, {{ end }}{{ end }}{{ end }}")]
    [InlineData("{{ for block in note.blocks }}{{ for span in block.spans }}{{ span.text }}{{ end }}{{ end }}")]
    [InlineData("{{ if proposals }}{{ for item in proposals.items }}{{ item.text }}{{ end }}{{ end }}")]
    public void What_the_digest_has_can_be_named(string source) => Problems(source).ShouldBeEmpty();

    private static IReadOnlyList<string> Problems(string source) =>
        [.. TemplateRules.Check("t", source, OutputFormat.Text, typeof(DigestModel)).Select(problem => problem.ToString())];
}
