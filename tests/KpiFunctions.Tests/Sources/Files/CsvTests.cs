using System.Text;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>From bytes to lines: delimiters, encodings, quotes and numbers of lines.</summary>
public sealed class CsvTests
{
    private const string Unclosed = "has a quote that is never closed, or text behind a closing one: put the whole cell into quotes";

    public static TheoryData<string> Delimiters => [",", ";", "\t"];

    [Theory]
    [MemberData(nameof(Delimiters))]
    public void Commas_semicolons_and_tabs_part_cells(string delimiter)
    {
        var result = Import("id,published,reach\np1,2026-11-10,120\n".Replace(",", delimiter, StringComparison.Ordinal));

        result.Posts.ShouldHaveSingleItem()[Metrics.Reach].ShouldBe(120);
        result.Refused.ShouldBeEmpty();
        result.Rows.ShouldBe(1);
    }

    [Fact]
    public void A_delimiter_within_a_quoted_header_parts_nothing()
    {
        var source = Mapped(new() { ["id"] = "id", ["published"] = "Date, time, zone", ["reach"] = "reach" });

        Import("id;\"Date, time, zone\";reach\np1;2026-11-10;120\n", source).Posts.ShouldHaveSingleItem()[Metrics.Reach].ShouldBe(120);
    }

    [Fact]
    public void Encodings_with_a_mark_and_UTF8_without_one_are_read()
    {
        const string text = "id\tpublished\ttext\np1\t2026-11-10\tBêtises de Cambrai\n";
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), new UTF8Encoding(false), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)])
            Import([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Posts.ShouldHaveSingleItem().Excerpt.ShouldBe("Bêtises de Cambrai");
    }

    [Fact]
    public void What_spreadsheets_of_western_Europe_save_by_themselves_is_read_and_noted()
    {
        var result = Import([.. "id;published;text\np1;2026-11-10;B"u8, 0xEA, .. "tises "u8, 0x80, .. "\n"u8]);

        result.Posts.ShouldHaveSingleItem().Excerpt.ShouldBe("Bêtises €");
        result.Notes.ShouldBe(["read as Windows-1252, as the file is not UTF-8: look whether its accents are right, or save it as CSV UTF-8"]);
    }

    [Theory]
    [InlineData("bytes of no text", "the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8")]
    [InlineData("utf-8 with its mark, broken", "the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8")]
    [InlineData("utf-16 without a mark", "the file is not text: export it as CSV UTF-8")]
    [InlineData("utf-16, cut", "the file is neither UTF-8 nor UTF-16: save it as CSV UTF-8")]
    [InlineData("xlsx", "is a zip or a workbook that is damaged: download the export again")]
    [InlineData("xls", "the workbook cannot be read: open it, and save the sheet as CSV UTF-8")]
    [InlineData("nothing", "the file is empty")]
    [InlineData("blanks", "the file is empty")]
    public void A_file_that_is_no_text_is_refused_as_a_whole(string kind, string message)
    {
        byte[] content = kind switch
        {
            "bytes of no text" => [.. "id,published,text\np1,2026-11-10,B"u8, 0xEA, 0x07, .. "tises\n"u8],
            "utf-8 with its mark, broken" => [0xEF, 0xBB, 0xBF, .. "id,published,text\np1,2026-11-10,B"u8, 0xEA, .. "tises\n"u8],
            "utf-16 without a mark" => Encoding.Unicode.GetBytes("id,published\n"),
            "utf-16, cut" => [0xFF, 0xFE, 0x69, 0x00, 0x64],
            "xlsx" => [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00],
            "xls" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            "blanks" => "\uFEFF \r\n\n\t"u8.ToArray(),
            _ => [],
        };

        var result = Import(content);

        result.Told().ShouldBe([$"export.csv:1: {message}"]);
        (result.Rows, result.Posts.Count, result.Readings.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_header_alone_is_told_that_it_has_no_lines()
    {
        foreach (var text in (string[])["id,published,reach", "id,published,reach\r\n", "\n\nid,published,reach\n\n"])
        {
            var result = Import(text);
            (result.Rows, result.Posts.Count).ShouldBe((0, 0));
            result.Told().ShouldHaveSingleItem().ShouldEndWith("has a header and no lines: export a range that has figures");
        }
    }

    [Fact]
    public void Of_a_column_that_stands_twice_neither_is_taken_where_they_differ() =>
        Import("id,published,Reach,reach\np1,2026-11-10,1,2\n").Told().ShouldBe(["export.csv:1: Reach: stands above two columns that differ: neither is taken; delete the wrong one"]);

    [Fact]
    public void Lines_keep_their_numbers_after_cells_of_several_lines_and_blank_lines()
    {
        var result = Import(
            "id,published,text,reach\r\n" +
            "p1,2026-11-10,\"one\r\ntwo\nthree\",1\r\n" +
            "\r\n" +
            "p2,some day,x,2\r\n" +
            ",,,\r\n" +
            "p3,2026-11-10,\"a\n\nb\",many\r\n" +
            "p4,2026-11-11,\"says \"\"so\"\", twice\",4\r\n");

        result.Refused.Select(line => line.Line).ShouldBe([6, 8]);
        result.Posts.Select(post => post.Id).ShouldBe(["p1", "p4"]);
        result.Posts[0].Excerpt.ShouldBe("one two three");
        result.Posts[1].Excerpt.ShouldBe("says \"so\", twice");
        result.Rows.ShouldBe(4, "blank lines are no rows");
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_line()
    {
        var result = Import("id,published,text,reach\np1,2026-11-10,\"two\nlines\",1\np2,2026-11-10,\"open,2\np3,2026-11-11,plain,3\np4,2026-11-12,plain,4\n");

        result.Told().ShouldBe([$"export.csv:4: {Unclosed}"]);
        result.Posts.Select(post => post.Id).ShouldBe(["p1", "p3", "p4"], "the cell of two lines stands before the open quote");
    }

    [Fact]
    public void A_quote_that_is_closed_by_a_later_lines_quote_loses_no_line_silently()
    {
        var result = Import("id,published,text,reach\np1,2026-11-10,\"open,1\np2,2026-11-11,\"closed\",2\np3,2026-11-12,plain,3\n");

        result.Refused.ShouldHaveSingleItem().Line.ShouldBe(2);
        result.Posts.Select(post => post.Id).ShouldBe(["p2", "p3"]);
    }

    [Fact]
    public void Stray_quotes_within_a_line_leave_the_cells_of_several_lines_alone()
    {
        var result = Import("id,published,text\np1,2026-11-10,a 27\" screen\np2,2026-11-10,\"so\" it is\np3,2026-11-11,\"two\nlines\"\n");

        result.Told().ShouldBe([$"export.csv:2: {Unclosed}", $"export.csv:3: {Unclosed}"]);
        result.Posts.ShouldHaveSingleItem().Excerpt.ShouldBe("two lines");
    }

    [Theory]
    [InlineData("id,\"published,reach\np1,2026-11-10,1\n")]
    [InlineData("id,\"published\"x,reach\np1,2026-11-10,1\n")]
    public void A_header_with_a_broken_quote_is_refused_and_no_line_takes_its_place(string text) =>
        Import(text).Told().ShouldBe(["export.csv:1: the header has a quote that is never closed, or text behind a closing one: put the whole name into quotes"]);

    [Fact]
    public void A_line_with_more_cells_than_the_header_is_refused_unless_they_are_empty()
    {
        var result = Import("id,published,reach\np1,2026-11-10,1,234\np2,2026-11-10,5,,\np3,2026-11-10\n");

        result.Told().ShouldBe(["export.csv:2: has 4 cells, and the header 3: a separator within a cell needs quotes around the cell"]);
        result.Posts.Select(post => (post.Id, post[Metrics.Reach])).ShouldBe([("p2", 5), ("p3", null)]);
    }

    [Fact]
    public void A_huge_file_is_refused_before_it_is_read()
    {
        Import(new byte[20 * 1024 * 1024 + 1]).Told().ShouldBe(["export.csv:1: the file has 20,971,521 bytes, and at most 20,971,520 are read: split it"]);
        var lines = "id,published\n" + string.Concat(Enumerable.Repeat("p,2026-11-10\n", 200_001));
        Import(lines).Told().ShouldBe(["export.csv:200002: the file has more than 200,000 lines: split it"]);
    }
}
