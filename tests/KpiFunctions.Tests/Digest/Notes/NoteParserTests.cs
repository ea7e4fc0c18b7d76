using System.Text;
using KpiFunctions.Pipeline.Digest.Notes;

namespace KpiFunctions.Tests.Digest.Notes;

/// <summary>What each construct of Markdown becomes, and what is told of those that a note has none of.</summary>
public sealed class NoteParserTests
{
    [Theory]
    [InlineData("Bravo !", "Bravo !")]
    [InlineData("One line\nand the next.\n\nA second paragraph.", "One line and the next.\nA second paragraph.")]
    [InlineData("One line\r\nand the next.\r\n\r\nA second paragraph.\r\n", "One line and the next.\nA second paragraph.")]
    [InlineData("A hard break  \nand another\\\nhere.", "A hard break and another here.")]
    [InlineData("# One\n## Two\n\nThree\n=====\n\nFour\n----", "# One\n# Two\n# Three\n# Four")]
    [InlineData("- one\n- two\n\n* three", "- one\n- two\n- three")]
    [InlineData("3. three\n3. four\n\nEnd", "3. three\n4. four\nEnd")]
    [InlineData("- one\n\n  more of it\n- two", "- one\nmore of it\n- two")]
    [InlineData("- # Head\n- [ ] to do", "- Head\n- [ ] to do")]
    [InlineData("-\n- two", "- two")]
    public void Blocks_are_paragraphs_headings_and_items(string markdown, string shown) => ShouldBeSilent(markdown, shown);

    [Theory]
    [InlineData("a **bold** and *italic* b", "a [b|bold] and [i|italic] b")]
    [InlineData("__bold__ _italic_ ***both***", "[b|bold] [i|italic] [b i|both]")]
    [InlineData("**bold *both* bold**", "[b|bold ][b i|both][b| bold]")]
    [InlineData("half**bold**half", "half[b|bold]half")]
    [InlineData("snake_case_name, 2 * 3 * 4, **open", "snake_case_name, 2 * 3 * 4, **open")]
    [InlineData("**a**  *b*", "[b|a] [i|b]")]
    [InlineData("a \n**b** ", "a [b|b]")]
    [InlineData("\\*stars\\* &amp; &eacute;&nbsp;&#128512; &copy", "*stars* & é 😀 &copy")]
    [InlineData("~~old~~ {{ 1 + 1 }} {{ include 'x' }} {% raw %}", "~~old~~ {{ 1 + 1 }} {{ include 'x' }} {% raw %}")]
    public void Words_keep_their_emphasis_and_their_spaces(string markdown, string shown) => ShouldBeSilent(markdown, shown);

    [Theory]
    [InlineData("[here](https://shop.example/a?b=c&d=e#f)", "[https://shop.example/a?b=c&d=e#f|here]")]
    [InlineData("see [the *new* page](https://shop.example \"title\") now", "see [https://shop.example/|the ][i https://shop.example/|new][https://shop.example/| page] now")]
    [InlineData("**[here](HTTPS://shop.example)**", "[b https://shop.example/|here]")]
    [InlineData("<https://shop.example/x> <me@shop.example>", "[https://shop.example/x|https://shop.example/x] [mailto:me@shop.example|me@shop.example]")]
    [InlineData("[write](mailto:me@shop.example)", "[mailto:me@shop.example|write]")]
    [InlineData("[here][1] and [there][1]\n\n[1]: https://shop.example/x", "[https://shop.example/x|here] and [https://shop.example/x|there]")]
    [InlineData("[a](https://shop.example/#1)[b](https://shop.example/#2)", "[https://shop.example/#1|a][https://shop.example/#2|b]")]
    [InlineData("[](https://shop.example/x)", "[https://shop.example/x|https://shop.example/x]")]
    [InlineData("a [b and ![c *d*", "a [b and ![c [i|d]")]
    [InlineData("[no link] and https://shop.example as words", "[no link] and https://shop.example as words")]
    public void Links_go_to_pages_and_mailboxes(string markdown, string shown) => ShouldBeSilent(markdown, shown);

    [Theory]
    [InlineData("[x](javascript:alert(1))", "x", "1:1: warning: \"javascript:alert(1)\" is not taken for a link; links go to https://… or mailto:…")]
    [InlineData("a [x](data:text/html,hi)", "a x", "1:3: warning: \"data:text/html,hi\" is not taken for a link; links go to https://… or mailto:…")]
    [InlineData("[x](http://shop.example/a)", "x", "1:1: warning: \"http://shop.example/a\" is not taken for a link; links go to https://… or mailto:…; write https://shop.example/a")]
    [InlineData("[x](www.shop.example)", "x", "1:1: warning: \"www.shop.example\" is not taken for a link; links go to https://… or mailto:…; write https://www.shop.example")]
    [InlineData("[x](me@shop.example)", "x", "1:1: warning: \"me@shop.example\" is not taken for a link; links go to https://… or mailto:…; write mailto:me@shop.example")]
    [InlineData("[x](/page)", "x", "1:1: warning: \"/page\" is not taken for a link; links go to https://… or mailto:…")]
    [InlineData("[x](https://bank.example@else.example/)", "x", "1:1: warning: \"https://bank.example@else.example/\" is not taken for a link; links go to https://… or mailto:…")]
    [InlineData("[x](mailto:me@shop.example?bcc=you@shop.example)", "x", "1:1: warning: \"mailto:me@shop.example?bcc=you@shop.example\" is not taken for a link; links go to https://… or mailto:…")]
    [InlineData("<ftp://shop.example>", "ftp://shop.example", "1:1: warning: \"ftp://shop.example\" is not taken for a link; links go to https://… or mailto:…")]
    [InlineData("[x]()", "", "1:1: warning: \"\" is not taken for a link; links go to https://… or mailto:…")]
    public void Other_addresses_leave_their_words(string markdown, string shown, string told) => ShouldTell(markdown, shown.Length > 0 ? shown : "x", told);

    [Theory]
    [InlineData("a\n\nb <b>bold</b> c", "a\nb bold c", "3:3: warning: <b> is HTML, which is left out; write **bold**")]
    [InlineData("one<br>two", "one two", "1:4: warning: <br> is HTML, which is left out; leave a line empty to begin a paragraph")]
    [InlineData("a <!-- for us --> b", "a b", "1:3: warning: <!-- for us --> is a comment, which is left out")]
    [InlineData("a\n\n<!-- for\n\nus -->\n\nb", "a\nb", "3:1: warning: <!-- for  us --> is a comment, which is left out")]
    [InlineData("a\n\n<!-- for\n\nus", "a", "3:1: warning: <!-- for  us is a comment, which is left out; it reaches to the end of the file: write --> where it ends")]
    [InlineData("<div class=\"x\">\n<p>Bravo &amp; on</p>", "Bravo & on", "1:1: warning: <div class=\"x\"> <p>Bravo &amp; on</p> is HTML, of which the words alone are shown; write it without tags")]
    [InlineData("<script>\nalert(1)\n</script>\n\nb", "b", "1:1: warning: <script> alert(1) </script> is HTML, which is left out")]
    [InlineData("<?php echo 1 ?>\n\nb", "b", "1:1: warning: <?php echo 1 ?> is HTML, which is left out")]
    [InlineData("a ![a cat](https://shop.example/cat.png) b", "a a cat b", "1:3: warning: ![a cat](https://shop.example/cat.png) is a picture, of which the description alone is shown; write a link to it: [words](https://…)")]
    [InlineData("the `code` here", "the code here", "1:5: warning: `code` is code, which is shown as plain words")]
    [InlineData("```js\none\ntwo\n```", "one\ntwo", "1:1: warning: ```js one two ``` is code, which is shown as plain words; take away the lines of ``` around it")]
    [InlineData("a\n\n    *four* spaces", "a\n*four* spaces", "3:1: warning: four spaces or a tab begin code, which is shown as plain words; take away the spaces at the start of the line")]
    [InlineData("> said *she*\n> so", "said [i|she] so", "1:1: warning: > begins a quotation, which is shown as plain words")]
    [InlineData("a\n\n***\n\nb", "a\nb", "3:1: warning: *** is left out")]
    [InlineData("| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |", "1:1: warning: a table is shown as plain lines; write a list")]
    [InlineData("1. one\n   - in it\n2. two", "1. one\n- in it\n2. two", "2:4: warning: a list within a list is shown as a part of it")]
    public void What_a_note_has_none_of_becomes_plain_words_or_is_left_out_and_is_told(string markdown, string shown, string told) => ShouldTell(markdown, shown, told);

    [Fact]
    public void A_comment_that_readers_would_see_is_an_error() =>
        ShouldRefuse(Given.Parse("a\n\nb <!-- not for them\n\nnor this -->"), "3:1: error: <!-- begins a comment that does not end in this paragraph: readers would see it; put the comment on lines of its own, and --> at its end");

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\uFEFF", "the file is empty")]
    [InlineData(" \r\n\t\n", "the file is empty")]
    [InlineData("\u200B\u202E", "the file has no words to show")]
    [InlineData("[a]: https://shop.example", "the file has no words to show")]
    public void A_file_without_words_is_an_error(string markdown, string told) => ShouldRefuse(Given.Parse(markdown), $"1:1: error: {told}; delete the file to have no note");

    [Fact]
    public void A_byte_order_mark_is_no_word() => Given.Parse([0xEF, 0xBB, 0xBF, (byte)'a']).Note!.Shown().ShouldBe("a");

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 11)]
    public void A_byte_that_is_not_UTF8_is_named_by_its_place(bool hasMark, int number)
    {
        byte[] mark = hasMark ? [0xEF, 0xBB, 0xBF] : [];
        ShouldRefuse(Given.Parse([.. mark, .. Encoding.UTF8.GetBytes("a\né pr"), 0xE9, (byte)'s']), $"2:5: error: byte {number} (0xE9) is not UTF-8; save the file as UTF-8");
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        ShouldRefuse(Given.Parse(new string('\n', NoteParser.LargestFile + 1)), "1:1: error: 20481 bytes are too many; a note has at most 20480; shorten it, and link to the rest");

    [Fact]
    public void A_text_may_have_four_thousand_characters_and_no_more()
    {
        Given.Parse(new string('x', 3_000) + "\n\n" + new string('y', 1_000)).Note.ShouldNotBeNull();
        ShouldRefuse(Given.Parse(new string('x', 3_000) + "\n\n" + new string('y', 1_001)), "3:1: error: the text passes 4000 characters here, which are the most that a note may have; shorten it, and link to the rest");
    }

    [Fact]
    public void A_note_may_have_forty_blocks_and_no_more()
    {
        Given.Parse(string.Concat(Enumerable.Repeat("- x\n", 40))).Note!.Blocks.Count.ShouldBe(40);
        ShouldRefuse(Given.Parse(string.Concat(Enumerable.Repeat("- x\n", 50))), "41:3: error: here begins paragraph 41; a note has at most 40, with its headings and the items of its lists; shorten it, and link to the rest");
    }

    [Fact]
    public void Of_many_warnings_the_first_hundred_are_told_and_how_many_more()
    {
        var verdict = Given.Parse(string.Concat(Enumerable.Repeat("x <u>\n", 150)));
        verdict.Note.ShouldNotBeNull();
        verdict.Problems.Count.ShouldBe(101);
        verdict.Problems[100].ToString().ShouldBe($"{Given.File}:101:3: warning: 50 more warnings are not told");
    }

    [Fact]
    public void Every_problem_is_told_at_once_in_the_order_of_the_file()
    {
        var problems = Given.Parse("<u>a\n\n[b](x:y)\n\n`c`").Problems;
        problems.Select(problem => problem.At.Line).ShouldBe([1, 3, 5]);
    }

    private static void ShouldBeSilent(string markdown, string shown)
    {
        var verdict = Given.Parse(markdown);
        verdict.Problems.Select(problem => problem.ToString()).ShouldBeEmpty();
        verdict.Note!.Shown().ShouldBe(shown);
    }

    private static void ShouldTell(string markdown, string shown, string told)
    {
        var verdict = Given.Parse(markdown);
        verdict.Problems.Select(problem => problem.ToString()).ShouldBe([$"{Given.File}:{told}"]);
        verdict.Note!.Shown().ShouldBe(shown);
    }

    private static void ShouldRefuse(NoteVerdict verdict, string told)
    {
        verdict.Problems.Select(problem => problem.ToString()).ShouldBe([$"{Given.File}:{told}"]);
        verdict.Note.ShouldBeNull();
    }
}
