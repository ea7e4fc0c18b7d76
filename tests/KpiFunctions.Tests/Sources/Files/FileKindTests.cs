using System.IO.Compression;
using System.Text;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Files that are no tables: each is told what it is, and what to do.</summary>
public sealed class FileKindTests
{
    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page that was saved under another name")]
    [InlineData("\uFEFF\n<html><table><tr><td>Date</td></tr></table></html>", "is a web page that was saved under another name")]
    [InlineData("<table><tr><td>Date</td><td>Views</td></tr></table>", "is a web page that was saved under another name")]
    [InlineData("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "is an XML workbook of Excel 2003")]
    [InlineData("<?xml version=\"1.0\"?><feed/>", "is an XML document")]
    [InlineData("{\"data\": []}", "is JSON")]
    [InlineData("[{\"day\": \"2026-11-10\"}]", "is JSON")]
    [InlineData("%PDF-1.7", "is a PDF")]
    public void A_text_of_another_kind_is_named(string text, string told) => Import(text).Told().ShouldHaveSingleItem().ShouldContain(told);

    [Fact]
    public void A_compressed_file_is_to_be_unpacked()
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) zip.Write("day,views\n2026-11-10,5\n"u8);

        Import(stream.ToArray()).Told().ShouldHaveSingleItem().ShouldContain("is compressed (gzip): unpack it");
        Import([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]).Told().ShouldHaveSingleItem().ShouldContain("is an archive: unpack it");
    }

    [Fact]
    public void A_zip_is_told_what_is_in_it()
    {
        Import(Zip("Totals.csv", "Table data.csv", "Chart data.csv")).Told().ShouldHaveSingleItem().ShouldContain("is a zip: unpack it, and drop what is in it (\"Totals.csv\", \"Table data.csv\", \"Chart data.csv\")");
        Import(Zip("photo.jpg")).Told().ShouldHaveSingleItem().ShouldContain("is a zip without a table in it");
        Import(Zip("mimetype", "content.xml")).Told().ShouldHaveSingleItem().ShouldContain("is an OpenDocument file: save the sheet as CSV UTF-8 or xlsx");
    }

    [Fact]
    public void A_protected_workbook_is_named() =>
        Import([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[512], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[64]])
            .Told().ShouldHaveSingleItem().ShouldContain("the workbook is protected by a password: save it without one");

    [Fact]
    public void A_column_map_that_fits_another_file_is_named_with_what_the_file_is()
    {
        var told = Import("Post ID,Publish time,Views\n1,11/15/2026 09:00,5\n", Mapped(new() { ["id"] = "Tweet id", ["published"] = "time" })).Told().ShouldHaveSingleItem();

        told.ShouldContain("the file is an export that is known, Meta Business Suite (posts), and the config maps other columns");
        told.ShouldContain("take \"posts\" and \"readings\" out of this source of the config, or drop the file for a source of its own");
    }

    [Fact]
    public void Posts_of_several_accounts_are_not_taken_for_those_of_one()
    {
        var result = Import("Post ID,Page ID,Publish time,Views\n1,61,11/13/2026 09:00,5\n2,62,11/14/2026 09:00,5\n");

        result.Posts.ShouldBeEmpty();
        result.Told().ShouldHaveSingleItem().ShouldContain("Page ID: names several accounts (61, 62): export one at a time, each for a source of its own");
    }

    [Fact]
    public void A_videos_figures_of_a_range_are_kept_where_it_was_published_within_it()
    {
        const string text = "Content,Video title,Video publish time,Views\nTotal,,,30\nnew,New,\"Nov 9, 2026\",10\nold,Old,\"Sep 9, 2025\",20\n";
        var named = Pipeline.Sources.Files.FileImport.Read("Content 2026-11-01_2026-11-14 Channel Table data.csv", Encoding.UTF8.GetBytes(text), Plain, Paris, Now, TestContext.Current.CancellationToken);

        named.Posts.Select(post => (post.Id, post[Metrics.Views])).ShouldBe([("new", 10), ("old", null)]);
        named.Notes.ShouldContain(note => note.Contains("1 post is kept without figures, published before 2026-11-01"));
        Import(text).Posts.ShouldAllBe(post => post[Metrics.Views] == null);
    }

    [Fact]
    public void Another_definition_of_a_figure_is_another_series()
    {
        Import("Date,Impressions,Likes,Engagements\n2026-11-10,5,1,2\n").Readings.ShouldHaveSingleItem().Series.ShouldBeNull();
        Import("\"Viewers\"\n\"Date\",\"Primary\"\n\"2026-11-10T00:00:00\",\"5\"\n").Readings.ShouldHaveSingleItem().Series!.ShouldContainKeyAndValue(Metrics.Reach, "viewers");
    }

    private static byte[] Zip(params string[] names)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in names) zip.CreateEntry(name);
        return stream.ToArray();
    }
}
