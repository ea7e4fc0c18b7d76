using System.Text;
using KpiFunctions.Pipeline.Digest.Templating;

namespace KpiFunctions.Tests.Digest.Templating;

/// <summary>The built-in template, spoilt by the thousand: each is read or refused, with work in proportion to its size, and never anything else.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly string[] Fragments =
    [
        "{{", "}}", "{{ if client }}", "{{ else }}", "{{ end }}", "{{ for x in objectives }}", "{{ x = 1 }}", "{{ client }}", "{{~", "~}}", "{{-", "-}}", "{%{", "}%}", "{%", "\"", "'", "`", "\\", "<", ">", "</", "/>", "<!--", "-->", "--!>", "<!--[if mso]>",
        "<![endif]-->", "<style>", "<style inline>", "</style>", "<title>", "</title>", "<script>", "<p class=\"", "class=\"{{ client }} a\"", " style=\"a:b;c\"", "| css", "| url", "(", ")", "[", "]", "{", "}", "##", "#", "$", "@", ";", ",", ":", "=", "&", "&#60;", "\0", "\r",
        "\n", "\u00a0", "\u202e", "\ud800", "😀", "$\"{", "1e999", "99999999999999999999", "/*", "*/", "@media", ".a,.b{c:d}",
    ];

    [Fact]
    public void A_spoilt_template_is_read_or_refused() => ReadOrRefuse(2_000);

    [LongFact]
    public void A_hundred_thousand_spoilt_templates_are_read_or_refused() => ReadOrRefuse(100_000);

    private static void ReadOrRefuse(int count)
    {
        var house = Written.House;
        var parts = new[] { house, Written.Sample("digest.html"), Written.Mail("{{ for o in objectives }}<p class=\"a {{ o.arrow }}\" style=\"color:{{ brand.link | css }}\">{{ o.heading }}</p>{{ end }}", "<style inline>.a { b: c }</style>") };
        var (refused, taken, most) = (0, 0, 0L);
        for (var seed = 1; seed <= count; seed++)
        {
            var source = Spoil(parts[seed % 20 == 0 ? 0 : 1 + seed % 2], new(seed));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var (template, problems) = DigestTemplate.Read("t", source, OutputFormat.Mail);
                (template is null).ShouldBe(problems.Count > 0);
                if (template is null) refused++;
                else taken++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }

            most = Math.Max(most, (GC.GetAllocatedBytesForCurrentThread() - before) / source.Length);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused, {taken} read, at most {most} bytes a character");
        refused.ShouldBeGreaterThan(count / 4);
        most.ShouldBeLessThan(Written.MostBytesPerCharacter);
    }

    private static string Spoil(string source, Random random)
    {
        var text = new StringBuilder(source);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 60), text.Length - at);
            _ = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.ToString(at, length)),
                2 => text.Insert(random.Next(text.Length), text.ToString(at, length)),
                _ => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
            };
        }

        return text.ToString();
    }
}
