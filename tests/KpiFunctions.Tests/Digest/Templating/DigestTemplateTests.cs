using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;
using Scriban.Runtime;
using Scriban.Syntax;

namespace KpiFunctions.Tests.Digest.Templating;

public sealed class DigestTemplateTests
{
    private static readonly ScriptObject Model = new()
    {
        ["words"] = "a < b & \"c\"",
        ["colour"] = "#0b6e4f",
        ["address"] = "https://agency.example/?a=1&b=2",
        ["none"] = null,
        ["list"] = (IReadOnlyList<int>)[1, 2, 3],
    };

    [Theory]
    [InlineData("{{ words }}", "a &lt; b &amp; &quot;c&quot;")]
    [InlineData("<p title=\"{{ words }}\">x</p>", "<p title=\"a &lt; b &amp; &quot;c&quot;\">x</p>")]
    [InlineData("<p style=\"color:{{ colour | css }}\">x</p>", "<p style=\"color:#0b6e4f\">x</p>")]
    [InlineData("<a href=\"{{ address | url }}\">x</a>", "<a href=\"https://agency.example/?a=1&amp;b=2\">x</a>")]
    [InlineData("{{ '<b>' + words }}", "&lt;b&gt;a &lt; b &amp; &quot;c&quot;")]
    [InlineData("<!-- {{ words }} -->", "<!-- a &lt; b &amp; &quot;c&quot; -->")]
    [InlineData("{{ if none }}x{{ else }}y{{ end }}", "y")]
    [InlineData("{{ none ?? 'y' }}", "y")]
    [InlineData("{{ for n in list }}{{ n }}{{ if !for.last }}, {{ end }}{{ end }}", "1, 2, 3")]
    public void Every_value_is_escaped_as_it_is_written(string source, string written) => Written.Render(source, Model).ShouldBe(written);

    [Theory]
    [InlineData("{{ none }}", "does not have")]
    [InlineData("{{ nothing }}", "nothing")]
    [InlineData("{{ words.length }}", "length")]
    [InlineData("{{ words.to_string }}", "to_string")]
    [InlineData("{{ list.count }}", "count")]
    [InlineData("{{ none.more }}", "none")]
    [InlineData("{{ list }}", "only texts and numbers")]
    [InlineData("{{ 1 % 0 }}", "zero")]
    [InlineData("{{ words - 1 }}", "")]
    [InlineData("{{ for x in words }}{{ x.y }}{{ end }}", "")]
    [InlineData("<p style=\"color:{{ words | css }}\">x</p>", "no value for a style")]
    [InlineData("<a href=\"{{ words | url }}\">x</a>", "no address")]
    public void What_the_model_does_not_have_is_an_error(string source, string message) =>
        Should.Throw<Exception>(() => Written.Render(source, Model)).Message.ShouldContain(message, Case.Insensitive);

    [Fact]
    public void A_fault_has_the_place_that_its_file_has()
    {
        var (template, _) = DigestTemplate.Read("t", "<style inline>\n.a { b: c }\n</style>\n<p class=\"a\"\n>x</p>\n  {{ nothing }}", OutputFormat.Mail);
        var fault = Should.Throw<ScriptRuntimeException>(() => template!.Render(Model));
        (fault.Span.Start.Line + 1, fault.Span.Start.Column + 1).ShouldBe((6, 6));
    }

    [Fact]
    public void Loops_in_loops_are_cut_off()
    {
        var source = string.Concat(Enumerable.Range(0, 12).Select(i => $"{{{{ for n{i} in list }}}}")) + "x" + string.Concat(Enumerable.Repeat("{{ end }}", 12));
        Should.Throw<ScriptRuntimeException>(() => Written.Render(source, Model)).Message.ShouldContain("steps");
    }

    [Fact]
    public void Loops_one_after_another_are_cut_off_together() =>
        Should.Throw<ScriptRuntimeException>(() => Written.Render(string.Concat(Enumerable.Repeat("{{for n in list}}{{end}}", 8_000)), Model)).Message.ShouldContain("steps");

    [Fact]
    public void A_rendering_ends_when_it_is_cancelled()
    {
        using var limit = new CancellationTokenSource();
        limit.Cancel();
        Should.Throw<Exception>(() => DigestTemplate.Read("t", "{{ for n in list }}x{{ end }}", OutputFormat.Mail).Template!.Render(Model, limit.Token));
    }

    [Fact]
    public void What_is_written_has_a_limit()
    {
        var source = "{{ for a in list }}{{ for b in list }}{{ for c in list }}{{ for d in list }}" + new string('x', 190_000) + "{{ end }}{{ end }}{{ end }}{{ end }}";
        var template = DigestTemplate.Read("t", source, OutputFormat.Mail).Template!;
        Allocations.Of(() => Should.Throw<ScriptRuntimeException>(() => template.Render(Model)).Message.ShouldContain("exceeds OutputLimit")).ShouldBeLessThan(16_000_000);
    }

    [Theory]
    [InlineData("#0b6e4f")]
    [InlineData("12")]
    [InlineData("1.5em")]
    [InlineData("50%")]
    public void A_style_takes_colours_and_lengths(string value) => OutputFilters.Css(value).ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("red;color:blue")]
    [InlineData("url(x)")]
    [InlineData("a b")]
    [InlineData("\"")]
    [InlineData("/**/")]
    [InlineData("\\72")]
    [InlineData("012345678901234567890")]
    public void A_style_takes_nothing_else(string value) => Should.Throw<InvalidOperationException>(() => OutputFilters.Css(value));

    [Theory]
    [InlineData("https://x.example/a?b=c#d")]
    [InlineData("mailto:a@b.example")]
    [InlineData("#top")]
    [InlineData("cid:logo")]
    public void A_link_takes_addresses(string value) => OutputFilters.Address(value).Text.ShouldBe(value);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JAVASCRIPT:alert(1)")]
    [InlineData("java\tscript:x")]
    [InlineData("http://x.example")]
    [InlineData("data:text/html,x")]
    [InlineData("//x.example")]
    [InlineData(" https://x.example")]
    [InlineData("https://x.example/\n")]
    [InlineData("https://x.example/a b")]
    [InlineData("")]
    public void A_link_takes_nothing_else(string value) => Should.Throw<InvalidOperationException>(() => OutputFilters.Address(value));

    [Fact]
    public void A_recipients_own_link_is_a_mark_until_the_mail_goes_out() => OutputFilters.Address(RecipientLink.Place).Text.ShouldBe(RecipientLink.Mark);
}
