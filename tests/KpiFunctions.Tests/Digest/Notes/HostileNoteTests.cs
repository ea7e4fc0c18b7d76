using System.Text;
using CsCheck;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Tests.Digest.Notes;

/// <summary>Whatever lies in a file: blocks that are harmless, or an error with a place, and neither a crash nor a wait.</summary>
public sealed class HostileNoteTests
{
    /// <summary>The costliest of the files below takes less than half of it. Work in the square of a file's length would take thousands.</summary>
    private const long MostBytesPerCharacter = 600;

    private static readonly string[] Fragments =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?", "&lt;b&gt;", "&#0;", "&#x202e;", "&#xD800;", "&nbsp;", "{{ 1 + 1 }}", "{%",
        "*", "**", "_", "***a*", "[", "](", "](https://x.example)", "![", ")", "[a]: javascript:alert(1)\n", "[a]", "`", "```\n", "~~~\n", "\n", "\n\n", "\r", "\r\n", "    ", "\t", "- ", "1. ", "999999999. ", "> ", "# ", "---\n", "===\n", "|", "|--|\n",
        "\\", "\\*", "\u0000", "\u0007", "\u001b[31m", "\u0085", "\u2028", "\u00a0", "\u200b", "\u202e", "\u2066", "\u2069", "\ufeff", "é", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "שלום", "مرحبا 123", "👩‍👩‍👧‍👦", "Hello ",
    ];

    private static readonly string[] Loose = ["a", "b ", "*c", "**d", "_e_", "[f", "g]", "h]", "![i", "`j", "&k", "<l", "!m", "\\n", "{{ o }}", " ", "~p~", ":q:", "|r"];

    public static readonly TheoryData<string> Hostile =
    [
        new string('*', 10_000) + "a" + new string('*', 10_000),
        string.Concat(Enumerable.Repeat("*a _b ", 1_700)) + string.Concat(Enumerable.Repeat("_ *", 1_700)),
        string.Concat(Enumerable.Repeat("*_", 10_000)),
        new string('>', 20_000) + "a",
        string.Concat(Enumerable.Repeat("- ", 10_000)) + "a",
        string.Concat(Enumerable.Repeat("1. ", 6_000)) + "a",
        new string('[', 20_000),
        new string('[', 10_000) + "a" + new string(']', 10_000),
        string.Concat(Enumerable.Repeat("![", 10_000)),
        string.Concat(Enumerable.Repeat("[a](", 5_000)),
        string.Concat(Enumerable.Repeat("**x", 6_600)),
        string.Concat(Enumerable.Range(1, 190).Select(i => new string('`', i) + "a")),
        string.Concat(Enumerable.Repeat("a<?", 6_600)),
        string.Concat(Enumerable.Repeat("<a ", 6_600)),
        string.Concat(Enumerable.Repeat("<b>", 6_600)),
        "[a]: https://x.example\n" + string.Concat(Enumerable.Repeat("[a]", 6_000)),
        string.Concat(Enumerable.Repeat("|a", 3_000)) + "\n" + string.Concat(Enumerable.Repeat("|-", 3_000)) + "\n" + string.Concat(Enumerable.Repeat("|\n", 3_000)),
        new string('\t', 20_000) + "a",
        "a" + new string('\u0301', 10_000),
        new string('x', 10_000),
        new string('\0', 10_000) + "a",
        new string('&', 20_000),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_is_answered_with_work_in_proportion_to_its_size(string markdown)
    {
        NoteVerdict? verdict = null;
        var allocated = Allocations.Of(() => verdict = Given.Parse(markdown));
        ShouldBeHarmless(verdict!);
        (allocated / markdown.Length).ShouldBeLessThan(MostBytesPerCharacter);
    }

    [Fact]
    public void What_lies_too_deep_is_an_error()
    {
        Given.Parse("*a **b *c **d** c* b** a*").Note.ShouldNotBeNull();
        foreach (var markdown in new[] { new string('*', 10_000) + "a" + new string('*', 10_000), new string('>', 20) + "a", string.Concat(Enumerable.Repeat("- ", 5_000)) + "a" })
        {
            var verdict = Given.Parse(markdown);
            verdict.Note.ShouldBeNull();
            verdict.Problems.Where(problem => problem.Severity == Severity.Error).ShouldHaveSingleItem().Message.ShouldContain("deep");
        }
    }

    [Fact]
    public void Fragments_of_any_kind_in_any_order_are_answered() =>
        Gen.Int[0, Fragments.Length - 1].Select(i => Fragments[i]).Array[0, 60].Sample(parts => ShouldBeHarmless(Given.Parse(string.Concat(parts))), iter: 2_000);

    [Fact]
    public void Bytes_of_any_kind_are_answered() =>
        Gen.Byte.Array[0, 300].Sample(bytes => ShouldBeHarmless(Given.Parse(bytes)), iter: 2_000);

    [Fact]
    public void Characters_of_any_kind_are_answered() =>
        Gen.Char.Array[0, 300].Sample(characters => ShouldBeHarmless(Given.Parse(new string(characters))), iter: 2_000);

    /// <summary>What Markdown makes nothing of is there as it was written.</summary>
    [Fact]
    public void No_letter_is_lost() =>
        Gen.Int[0, Loose.Length - 1].Select(i => Loose[i]).Array[1, 30].Sample(parts =>
        {
            var verdict = Given.Parse("x" + string.Concat(parts));
            if (verdict.Note is { } note) Letters(string.Concat(note.Blocks.SelectMany(block => block.Spans).Select(span => span.Text))).ShouldBe(Letters("x" + string.Concat(parts)));
        }, iter: 3_000);

    [Theory]
    [InlineData("\u202Etxet desrever\u202C \u2066isolated\u2069", "txet desrever isolated")]
    [InlineData("a\u0007b \u001b[31mred", "ab [31mred")]
    [InlineData("nul\0 and \u200Bzero", "nul and zero")]
    [InlineData("👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 emoji 1️⃣", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 emoji 1️⃣")]
    [InlineData("Café e\u0301té", "Café e\u0301té")]
    public void What_cannot_be_seen_goes_and_what_can_be_seen_stays(string markdown, string shown)
    {
        var verdict = Given.Parse(markdown);
        verdict.Problems.ShouldBeEmpty();
        verdict.Note!.Shown().ShouldBe(shown);
    }

    [Fact]
    public void Letters_under_a_pile_of_accents_lose_the_top_of_it()
    {
        var verdict = Given.Parse("Z" + new string('\u0301', 100) + "algo");
        verdict.Note!.Shown().ShouldBe("Z" + new string('\u0301', 8) + "algo");
        verdict.Problems.ShouldHaveSingleItem().Message.ShouldContain("accents");
    }

    [Fact]
    public void Words_that_are_read_from_right_to_left_do_not_turn_those_around_them()
    {
        var block = Given.Parse("Le mot **שלום** 12").Note!.Blocks.ShouldHaveSingleItem();
        block.IsRightToLeft.ShouldBeFalse();
        block.Spans.Select(span => span.Text).ShouldBe(["Le mot ", "\u2068שלום\u2069", " 12"]);
    }

    [Fact]
    public void A_block_that_is_read_from_right_to_left_says_so_and_keeps_its_order()
    {
        var block = Given.Parse("1. **שלום** עולם Studio").Note!.Blocks.ShouldHaveSingleItem();
        block.IsRightToLeft.ShouldBeTrue();
        block.Spans.Select(span => span.Text).ShouldBe(["שלום", " עולם Studio"]);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));

    private static void ShouldBeHarmless(NoteVerdict verdict)
    {
        (verdict.Note is null).ShouldBe(verdict.Problems.Any(problem => problem.Severity == Severity.Error));
        verdict.Problems.Count.ShouldBeLessThan(200);
        foreach (var problem in verdict.Problems)
        {
            problem.At.Line.ShouldBeGreaterThan(0);
            problem.At.Column.ShouldBeGreaterThan(0);
            problem.ToString().ShouldNotContain(character => char.IsControl(character));
        }

        if (verdict.Note is not { } note) return;
        note.Blocks.Count.ShouldBeInRange(1, NoteLimits.MostBlocks);
        foreach (var block in note.Blocks)
        {
            var text = string.Concat(block.Spans.Select(span => span.Text));
            block.Spans.ShouldAllBe(span => span.Text.Length > 0);
            text.ShouldBe(text.Trim(' '));
            text.ShouldNotContain("  ");
            text.ShouldNotContain(character => char.IsControl(character) || character == '\u2028' || character == '\u2029' || IsDirecting(character));
            (block.Number is not null).ShouldBe(block.Kind == NoteBlockKind.NumberedItem);
            block.Spans.ShouldAllBe(span => span.Link == null || span.Link.Scheme == "https" || span.Link.Scheme == "mailto");
        }

        note.Blocks.Sum(block => block.Spans.Sum(span => Encoding.UTF8.GetByteCount(span.Text))).ShouldBeLessThan(NoteParser.LargestFile);
    }

    /// <summary>What turns the direction of writing, save the isolates that are ours.</summary>
    private static bool IsDirecting(char character) => character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or '\u2066' or '\u2067';
}
