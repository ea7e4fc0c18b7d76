using System.Text;
using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Digest.Templating;

public sealed class TemplateRulesTests
{
    /// <summary>Whatever costs time or memory without bounds, or reaches beyond the model.</summary>
    private static readonly string[] Language =
    [
        "{{ while true }}x{{ end }}", "{{ func f }}x{{ end }}", "{{ f(x) = x }}", "{{ include 'x' }}", "{{ include_join ['a'] ',' }}", "{{ import brand }}", "{{ capture x }}y{{ end }}",
        "{{ with brand }}x{{ end }}", "{{ wrap f }}x{{ end }}", "{{ ret 1 }}", "{{ readonly client }}", "{{ case client }}{{ when 1 }}x{{ end }}", "{{ tablerow x in notes }}x{{ end }}",
        "{{ for x in objectives limit: 3 }}x{{ end }}", "{{ for x in objectives reversed }}x{{ end }}", "{{ for x in 1..1000000000 }}x{{ end }}", "{{ for x in [1, 2] }}x{{ end }}", "{{ for x in objectives }}{{ break }}{{ end }}",
        "{{ x = 1 }}", "{{ client = 'x' }}", "{{ brand.agency = 'x' }}", "{{ x += 1 }}", "{{ x++ }}", "{{ ++x }}", "{{ $x = 1 }}", "{{ $0 }}", "{{ $$ }}",
        "{{ 1 << 100000000 }}", "{{ 1 >> 2 }}", "{{ 2 * 3 }}", "{{ 'x' * 1000000000 }}", "{{ 1 / 0 }}", "{{ 1 // 2 }}", "{{ 1..10 }}", "{{ 1..<10 }}", "{{ [1] }}", "{{ { a: 1 } }}",
        "{{ $\"a{client}\" }}", "{{ do; ret 1; end }}", "{{ @client }}", "{{ client | @f }}", "{{ this }}", "{{ this.client }}", "{{ empty }}", "{{ objectives.empty? }}", "{{ objectives[0] }}", "{{ brand['agency'] }}",
        "{{ objectives.size }}", "{{ client.length }}", "{{ object.keys brand }}", "{{ date.now }}", "{{ regex.match client 'x' }}", "{{ client | string.upcase }}", "{{ client | html.escape }}", "{{ client | object.eval }}",
        "{{ client | css | css }}", "{{ css client }}", "{{ url }}", "{{ client |> css }}", "{{ client | css 1 }}", "{{ brand?.agency }}", "{{ client ?! 1 }}", "{% if a %}x{% endif %}", "{%{ raw }%}",
        "{{ client", "{{ if client }}", "{{ end }}", "{{ else }}", "}}", "{{ '}}' }}", "{{ # a remark }}", "{{ client {{ client }}", "{{ if client }}a{{ else if lede }}b{{ else }}c{{ end }}",
        "+++\nclient\n+++", "{{~ client -}}", "{{ client ? 1 : 2 }}", "{{ !client && (lede || more) }}", "{{ lede ?? client }}", "{{ -1 % 2 + 3 - 4 }}",
        "{{ for objective in objectives }}{{ for.index }}{{ for.first }}{{ end }}",
    ];

    /// <summary>Whatever would let a value, or the template itself, change what a reader's program does.</summary>
    private static readonly string[] Markup =
    [
        "<p class={{ client }}>x</p>", "<{{ client }}>x</p>", "<{{ 'script' }}>x</p>", "< {{- 'script' }}>", "<p {{ client }}>x</p>", "<p {{ if lede }}id=\"x\"{{ end }}>x</p>", "<a hre{{ if lede }}f=\"javascript:x\"{{ end }}>x</a>", "<scr{{ if lede }}ipt>{{ end }}x",
        "<script>{{ client }}</script>", "<SCRIPT>x</SCRIPT>", "<script\u00A0>x</script>", "<p style=\"color:{{ client }}\">x</p>", "<p style=\"color:{{ client | url }}\">x</p>", "<p title=\"{{ client | css }}\">x</p>", "<a href=\"{{ client }}\">x</a>",
        "<a href=\"https://x/{{ client | url }}\">x</a>", "<a href=\"{{ if lede }}javascript:x{{ end }}\">x</a>", "<a href=\"{{ page.address | url }} \">x</a>", "<a href=\"javascript:alert(1)\">x</a>", "<A HREF='JavaScript:alert(1)'>x</A>", "<a href=\"java&#115;cript:x\">x</a>",
        "<a href=\" https://x\">x</a>", "<a href=javascript:x>x</a>", "<a href=\"http://x.example\">x</a>", "<a href=\"//x.example\">x</a>", "<a href=\"https://x.example\">x</a>", "<a href=\"mailto:x@y.example\">x</a>", "<img alt=\"\" src=\"data:image/png;base64,x\">", "<img alt=\"\" srcset=\"https://x\">",
        "<p onclick=\"x\">x</p>", "<p ONCLICK=x>x</p>", "<p/onclick=\"x\">x</p>", "<p background=\"https://x\">x</p>", "<form action=\"https://x\"></form>", "<input>", "<iframe src=\"https://x\"></iframe>", "<object data=\"x\"></object>", "<svg></svg>",
        "<base href=\"https://x\">", "<link rel=\"stylesheet\" href=\"https://x\">", "<meta http-equiv=\"refresh\" content=\"0;url=https://x\">", "<meta http-equiv=\"{{ client }}\" content=\"x\">", "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">",
        "<style>@import 'https://x';</style>", "<style>p { background: URL(https://x); }</style>", "<style>p { background: u\\72l(x); }</style>", "<style>p { color: {{ client }}; }</style>", "<style>p { color: {{ brand.link | css }}; }</style>", "<style>p { background: u{{ if lede }}rl(x){{ end }}; }</style>",
        "<p style=\"background:u&#114;l(x)\">x</p>", "<p style=\"background:url(https://x)\">x</p>", "<style>p {", "<style></stylex><p title=\"</style>\">x</p>",
        "<title></titlex><p title=\"</title><b>\">x</p>", "<textarea>{{ client }}</textarea>", "<plaintext>{{ client }}", "<noscript>{{ client }}</noscript>", "<template>{{ client }}</template>", "<xmp>{{ client }}</xmp>",
        "<p title=\"{{ if lede }}\">{{ end }}x</p>", "{{ if lede }}<p title=\"{{ end }}<b>x</b>{{ if lede }}\">{{ end }}x", "{{ if lede }}<!--{{ end }} x -->", "<p title=\"{{ if lede }}x{{ else }}y{{ end }}\">x</p>",
        "<p title=\"x>x</p>", "<p \"=\"><b>x</b>", "<p x\u00A0onclick=\"x\">x</p>", "<a title=\u00A0\"><b>\">x</a>", "<p title=a\"b>x</p>", "<p =x>x</p>", "</p x=\"y\">", "</{{ client }}>", "</p{{ client }}>", "1 < 2", "<?php x ?>", "<![CDATA[x]]>", "<!DOCTYPE {{ client }}>",
        "<!-- {{ client }} -->", "<!--{{ client }}-->", "<!-- {{ client }}> -->", "<!-- {{ client }}{{ lede }} -> -->", "<!-- x", "<!--><b onclick=x>x</b>-->", "<!-- --!><b onclick=x>x</b>",
        "<!--[if mso]><p style=\"color:{{ client }}\">{{ client }}</p><![endif]-->", "<!--[if mso]><a href=\"{{ client }}\">x</a><script></script><![endif]-->", "<!--[if mso]><p>{{ client }}</p><![endif]-->", "<!--[if {{ client }}]><p>x</p><![endif]-->",
        "<p title=\"{{ # it's }}\"><b onclick=\"{{ 'x' }}\">x</b></p>", "{{ '<b>' }}", "<img alt=\"{{ client }}\" src=\"{{ brand.logo | url }}\">", "<p class='{{ client }}\"onclick=\"x'>x</p>",
        "<style inline>p { color: {{ brand.link | css }}; }</style>", "<style inline>p > b { color: #fff; }</style>", "<style inline>@media print { p { color: #fff; } }</style><p>x</p>", "<style inline>.a { color: #fff</style>",
    ];

    [Fact]
    public void What_the_language_may_not_do_is_refused_at_its_place() => GoldenFile.Check("Digest/Golden/template-language.txt", Told(Language));

    [Fact]
    public void What_may_not_stand_in_a_mail_is_refused_at_its_place() => GoldenFile.Check("Digest/Golden/template-markup.txt", Told(Markup));

    [Fact]
    public void The_built_in_templates_and_the_sample_keep_the_rules()
    {
        Written.Problems(Written.House).ShouldBeEmpty();
        Written.Problems(Written.HouseText, OutputFormat.Text).ShouldBeEmpty();
        Written.Problems(Written.Sample("digest.html")).ShouldBeEmpty();
        Written.Problems(Written.Sample("digest.txt"), OutputFormat.Text).ShouldBeEmpty();
    }

    /// <summary>Each would go deep, or take long or much memory, in some parser or other.</summary>
    public static readonly TheoryData<string, string> Large = new()
    {
        { "blocks", Many("{{ if client }}", 12_000) },
        { "closed blocks", Many("{{ if client }}", 9_000) + Many("{{ end }}", 7_000) },
        { "blocks in one piece", "{{ " + Many("if client\n", 15_000) + "}}" },
        { "else if", "{{ if client }}" + Many("{{ else if client }}", 9_000) + "{{ end }}" },
        { "loops", Many("{{ for x in objectives }}", 7_000) },
        { "parentheses", "{{ " + Many("(", 10_000) + "1" + Many(")", 10_000) + " }}" },
        { "few parentheses", "{{ " + Many("(", 190) + "1" + Many(")", 190) + " }}" },
        { "not", "{{ " + Many("!", 10_000) + "client }}" },
        { "few not", "{{ " + Many("!", 390) + "client }}" },
        { "plus", "{{ 1" + Many("+1", 50_000) + " }}" },
        { "members", "{{ client" + Many(".a", 50_000) + " }}" },
        { "pipes", "{{ client" + Many("|css", 40_000) + " }}" },
        { "brackets", "{{ client" + Many("[", 50_000) + " }}" },
        { "conditions", "{{ " + Many("1?1:", 40_000) + "1 }}" },
        { "digits", "{{ " + Many("9", 190_000) + " }}" },
        { "a text", "{{ '" + Many("x", 190_000) + "' }}" },
        { "an open text", Many("{{ '", 49_000) },
        { "ifs beside each other", Many("{{ if x }}{{ end }}", 10_000) },
        { "values", Many("{{x}}", 39_000) },
        { "forbidden values", Many("{{x=1}}", 28_000) },
        { "remarks", Many("{{##}}", 33_000) },
        { "open comments", Many("<!--", 50_000) },
        { "conditional comments", Many("<!--[if mso]>", 15_000) },
        { "closed conditional comments", Many("<!--[if x]>{{x}}-->", 10_000) },
        { "tags", Many("<b>", 66_000) },
        { "open tags", Many("<b ", 66_000) },
        { "open values", Many("<b a=\"", 33_000) },
        { "attributes", "<b " + Many("a=b ", 49_000) + ">" },
        { "angles", Many("<", 199_000) },
        { "styles", Many("<style></style>", 13_000) },
        { "inlined styles", Many("<style inline>.a{b:c}</style>", 6_800) },
        { "open styles", Many("<style>", 28_000) },
        { "selectors", "<style inline>" + Many("a,", 90_000) + "</style>" },
        { "selectors of many declarations", "<style inline>" + Many(".a,", 30_000) + ".a{" + Many("b:c;", 25_000) + "}</style>" },
        { "different declarations", "<style inline>.a{" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"b{i}:c;")) + "}</style>" },
        { "style comments", "<style inline>" + Many("/*", 90_000) + "</style>" },
        { "a large style in many tags", "<style inline>.a{b:" + Many("c", 90_000) + "}</style>" + Many("<p class=a>", 9_000) },
        { "many rules for many tags", "<style inline>" + string.Concat(Enumerable.Range(0, 4_000).Select(i => $".a{i}{{b:c}}")) + "</style>" + Many("<p class=a>", 9_000) },
        { "a class of many words", "<style>.a{b:c}</style><p class=\"" + Many("a ", 95_000) + "\">" },
        { "classes of code", Many("<p class=\"{{x}} {{x}}\">", 8_000) },
        { "too many characters", Many("x", 200_001) },
        { "line breaks", Many("\n", 199_000) + "{{ x = 1 }}" },
        { "percent", Many("{%", 99_000) },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void However_large_or_deep_a_template_is_it_is_read_or_refused_with_bounded_work(string what, string source)
    {
        foreach (var format in new[] { OutputFormat.Mail, OutputFormat.Text })
        {
            DigestTemplate? template = null;
            IReadOnlyList<TemplateProblem> problems = [];
            var allocated = Allocations.Of(() => (template, problems) = DigestTemplate.Read("t", source, format));
            (allocated / source.Length).ShouldBeLessThan(Written.MostBytesPerCharacter, what);
            (template is null).ShouldBe(problems.Count > 0);
            problems.Count.ShouldBeLessThanOrEqualTo(51);
            string.Join('\n', problems).Length.ShouldBeLessThan(50_000);
        }
    }

    private static string Told(IEnumerable<string> bodies)
    {
        var told = new StringBuilder();
        foreach (var body in bodies)
        {
            told.Append(body.Replace('\n', '↵').Replace('\u00A0', '⍽')).Append('\n');
            var problems = Written.Problems(body);
            foreach (var problem in problems.DefaultIfEmpty("in order")) told.Append("    ").Append(problem).Append('\n');
        }

        return told.ToString();
    }

    private static string Many(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
