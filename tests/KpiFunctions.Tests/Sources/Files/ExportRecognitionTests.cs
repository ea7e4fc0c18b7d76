using System.IO.Compression;
using System.Text;
using CsCheck;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files.Exports;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Which export a file is: told by its headings, whatever stands above them and however they are written.</summary>
public sealed class ExportRecognitionTests
{
    [Fact]
    public void A_file_that_nobody_knows_is_told_what_it_has_what_is_known_and_the_mend()
    {
        var told = Import("Jour,Météo\n2026-11-10,pluie\n").Told().ShouldHaveSingleItem();

        told.ShouldStartWith("export.csv:1: the file is neither a list of posts");
        told.ShouldContain("it has Jour, Météo");
        foreach (var export in KnownExports.All) told.ShouldContain(export.Name);
        told.ShouldContain("name its columns in the config's \"posts\" or \"readings\"");
    }

    [Fact]
    public void Case_accents_spaces_and_apostrophes_of_a_heading_do_not_matter() =>
        Import("DATE;  nombre total d'utilisateurs ;evenements  cles;Sessions\n20261101;5;1;8\n").Readings.ShouldHaveSingleItem().Values.Keys.Select(metric => metric.Key).Order().ShouldBe(["conversions", "sessions", "users"]);

    [Fact]
    public void No_heading_means_two_things_within_an_export()
    {
        foreach (var export in ExportHeadings.All.Where(heading => heading.Field != "link").GroupBy(heading => (heading.Export, heading.Plain)))
            export.Select(heading => heading.Field).Distinct().ShouldHaveSingleItem($"{export.Key}");
    }

    [Fact]
    public void Every_heading_has_a_field_that_is_read_a_language_and_a_source()
    {
        string[] parts =
        [
            "id", "published", "type", "text", "link", "span", "day", "value", "kind", "nth-day", "other-time", "channel", "source-medium", "source", "medium", "campaign", "dimension", "network",
            "promoted", "other", "total", "lifetime", "start-date", "end-date", "all-users", "utc",
        ];
        string[] exports = [.. KnownExports.All.Select(export => export.Key), "meta-series-title"];
        foreach (var heading in ExportHeadings.All)
        {
            (Metrics.ByKey.ContainsKey(heading.Field) || parts.Contains(heading.Field)).ShouldBeTrue($"{heading}");
            exports.ShouldContain(heading.Export);
            new[] { "en", "fr", "de", "es", "pt" }.ShouldContain(heading.Language);
            heading.Source.ShouldNotBeNullOrWhiteSpace();
            heading.Name.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public void A_figure_of_Metas_that_is_none_here_is_named()
    {
        var result = Import("sep=,\n\"Content interactions\"\n\"Date\",\"Primary\"\n\"2026-11-10T00:00:00\",\"5\"\n");

        result.Told().ShouldHaveSingleItem().ShouldStartWith("export.csv:3: \"Content interactions\" is no figure that is kept here");
        result.Readings.ShouldBeEmpty();
    }

    [Fact]
    public void Each_of_Metas_tables_has_its_own_title_and_none_of_another()
    {
        var result = Import("\"Views\"\n\"Date\",\"Primary\"\n\"2026-11-09T00:00:00\",\"1204\"\n\n\"Date\",\"Primary\"\n\"2026-11-09T00:00:00\",\"41\"\n\n\"Reach\"\n\"Date\",\"Primary\"\n\"2026-11-09T00:00:00\",\"812\"\n");

        result.Told().ShouldHaveSingleItem().ShouldStartWith("export.csv:5: is no figure that is kept here, or no name stands above the table");
        var day = result.Readings.ShouldHaveSingleItem();
        (day[Metrics.Views], day[Metrics.Reach]).ShouldBe((1204, 812));
    }

    [Fact]
    public void Of_two_tables_that_contradict_each_other_neither_is_taken()
    {
        var result = Import("\"Views\"\n\"Date\",\"Primary\"\n\"2026-11-09T00:00:00\",\"5\"\n\n\"Facebook views\"\n\"Date\",\"Primary\"\n\"2026-11-09T00:00:00\",\"6\"\n");

        result.Readings.ShouldBeEmpty();
        result.Notes.ShouldBe(["views: two tables of the file contradict each other on 2026-11-09: neither is taken"]);
    }

    [Fact]
    public void A_post_whose_text_begins_like_a_comment_is_a_post()
    {
        var result = Import("Post title,Post link,Created date,Impressions\n\"#ouverture demain:\n\n#cave\",https://www.linkedin.com/p1,11/14/2026,10\n#deux,https://www.linkedin.com/p2,11/13/2026,20\nTrois,https://www.linkedin.com/p3,11/12/2026,30\n");

        result.Refused.ShouldBeEmpty();
        result.Posts.Select(post => (post.Excerpt, post[Metrics.Views])).ShouldBe([("#ouverture demain: #cave", 10), ("#deux", 20), ("Trois", 30)]);
    }

    [Fact]
    public void New_followers_of_a_day_are_gains_and_no_level()
    {
        var day = Import("Date,Organic followers,Total followers\n11/10/2026,4,5\n").Readings.ShouldHaveSingleItem();

        day[Metrics.FollowersGained].ShouldBe(5);
        day[Metrics.Followers].ShouldBeNull();
    }

    [Fact]
    public void A_new_workbook_is_read_like_an_old_one()
    {
        var result = Import(Xlsx(["Content of your page"], ["Date", "Impressions (total)", "Unique impressions (organic)", "Clicks (total)"], ["11/14/2026", "640", "455", "12"], ["11/13/2026", "1,300", "", "-"]));

        result.Export.ShouldBe("LinkedIn page (content by day)");
        result.Readings.Select(day => (day.Day, day[Metrics.Views], day[Metrics.Reach], day[Metrics.Clicks])).ShouldBe([(new(2026, 11, 13), 1300, null, null), (new(2026, 11, 14), 640, 455, 12)]);
    }

    [Fact]
    public void A_workbook_without_a_known_sheet_is_refused_with_its_sheets() =>
        Import(Xlsx(["Jour", "Pluie"], ["2026-11-14", "3"])).Told().ShouldHaveSingleItem().ShouldContain("export.csv (Metrics):1: the file is neither a list of posts");

    [Fact]
    public void A_workbook_that_unpacks_to_far_more_than_it_seems_is_not_unpacked()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("xl/sharedStrings.xml").Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 401; i++) part.Write(zeros);
        }

        Import(stream.ToArray()).Told().ShouldHaveSingleItem().ShouldContain("bytes when it is unpacked, and at most 67,108,864 are read: split it");
    }

    [Fact]
    public void No_bytes_behind_known_headings_make_it_throw()
    {
        string[] heads =
        [
            "# Start date: 20261101\n\nNth day,Sessions\n", "Date,Session source / medium,Session default channel group,Sessions,Total revenue\n", "sep=,\n\"Views\"\n\"Date\",\"Primary\"\n",
            "Post ID,Publish time,Date,Views,Reach\n", "Post title,Post link,Created date,Impressions\n", "Date;Impressions (totales);Clics (totaux)\n",
        ];
        var pieces = Gen.OneOf(
            Gen.Char[' ', '~'].Select(c => c.ToString()),
            Gen.Int[0, 17].Select(i => ((string[])["\n", "\"", ",", ";", "\t", "#", "20261101", "0000", "99999999999", "11/10/2026", "1,234", "1.234", "12 %", "Date,Primary\n", "Grand total", "\r\n\r\n", "’", "−5"])[i]));
        Gen.Select(Gen.Int[0, heads.Length - 1], pieces.Array[0, 60]).Sample((head, body) =>
        {
            var result = Import(Encoding.UTF8.GetBytes(heads[head] + string.Concat(body)));
            result.Posts.SelectMany(post => post.Values.Values).Concat(result.Readings.SelectMany(reading => reading.Values.Values)).ShouldAllBe(value => double.IsFinite(value) && value >= 0);
            result.Readings.Select(reading => reading.Day).ShouldBeUnique();
        }, iter: 3000);
    }

    /// <summary>The least that is a workbook of one sheet, with texts in its cells.</summary>
    private static byte[] Xlsx(params string[][] rows)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string xml)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
            }

            const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            const string package = "http://schemas.openxmlformats.org/package/2006";
            Part("[Content_Types].xml", $"<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Part("_rels/.rels", $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Metrics\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            var cells = rows.Select((row, r) => $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => $"<c r=\"{(char)('A' + c)}{r + 1}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"))}</row>");
            Part("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{string.Concat(cells)}</sheetData></worksheet>");
        }

        return stream.ToArray();
    }
}
