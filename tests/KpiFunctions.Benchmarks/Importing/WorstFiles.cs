using System.Globalization;
using System.IO.Compression;
using System.Text;
using KpiFunctions.Pipeline.Sources.Files;

namespace KpiFunctions.Benchmarks.Importing;

/// <summary>Files that are as hard to read as the limits allow.</summary>
internal static class WorstFiles
{
    /// <summary>The most that a workbook may have when it is unpacked.</summary>
    private const int MostUnpacked = 64 * 1024 * 1024;

    public static IEnumerable<(string Name, Func<byte[]> Make)> All =>
    [
        ("Meta's posts, 100,000 lines", () => Cut(Encoding.UTF8.GetBytes(MetaPosts(100_000)))),
        ("the same in UTF-16", () => Cut([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(MetaPosts(60_000))])),
        ("Google Analytics with origins, 100,000 lines", () => Encoding.UTF8.GetBytes(Visits(100_000))),
        ("200,000 lines of the pipeline's own", () => Encoding.UTF8.GetBytes("id,published,reach\n" + Lines(200_000, i => $"p{i},2026-11-{1 + (i % 20):00},{i}"))),
        ("1,000 columns of one digit", () => Cut(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 998).Select(i => $"c{i}")) + ",day,views\n" + Lines(10_000, i => string.Concat(Enumerable.Repeat("1,", 998)) + $"2026-11-{1 + (i % 20):00},5")))),
        ("a quote that is never closed", () => Cut(Encoding.UTF8.GetBytes("id,published,text\np1,2026-11-10,\"" + Lines(200_000, i => $"p{i},2026-11-10,some text of a post that goes on and on"))[..])),
        ("a workbook of texts in its cells", () => Xlsx(Rows(i => string.Concat(Enumerable.Range(0, 8).Select(c => $"<c t=\"inlineStr\"><is><t>text {i} {c}</t></is></c>"))), "")),
        ("a workbook of short shared texts", () => Xlsx("<row><c t=\"s\"><v>0</v></c></row>", Repeated(i => $"<si><t>{i}</t></si>"))),
        ("a workbook of numbers", () => Xlsx(Rows(i => $"<c><v>{40_000 + (i % 5_000)}</v></c><c><v>{i}</v></c><c><v>{i}</v></c><c><v>{i}</v></c>"), "")),
        ("a workbook whose rows end far to the right", () => Xlsx(Rows(i => $"<c r=\"XFD{i + 1}\"><v>1</v></c>"), "")),
    ];

    private static string MetaPosts(int lines) =>
        "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date,Views,Reach,Reactions,Comments,Shares,Total clicks\n"
        + Lines(lines, i => $"1222000{i:D11},61500000000001,Page,\"Title, {i}\",\"A text of some length\nthat has two lines\",{1 + (i % 11):00}/{1 + (i % 28):00}/2025 09:30,https://www.facebook.com/{i},Photos,Lifetime,{1000 + i},{500 + i},10,1,1,5");

    private static string Visits(int lines) =>
        "# Start date: 20250101\n# End date: 20261027\nDate,Session source / medium,Session default channel group,Sessions,Key events,Total revenue\n"
        + Lines(lines, i => $"{new DateOnly(2025, 1, 1).AddDays(i / 200).ToString("yyyyMMdd", CultureInfo.InvariantCulture)},site{i % 200}.example / referral,Referral,{i},1,2.5");

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line)) + "\n";

    private static string Rows(Func<int, string> cells) => Repeated(i => $"<row>{cells(i)}</row>");

    private static string Repeated(Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < MostUnpacked - 4_000; i++) text.Append(part(i));
        return text.ToString();
    }

    private static byte[] Cut(byte[] content) => content.Length <= FileImport.LargestFile ? content : content[..FileImport.LargestFile];

    private static byte[] Xlsx(string rows, string strings)
    {
        const string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        const string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("[Content_Types].xml", $"{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Write("_rels/.rels", $"{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Write("xl/workbook.xml", $"{head}<workbook {main} xmlns:r=\"{office}\"><sheets><sheet name=\"Sheet\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>");
            Write("xl/_rels/workbook.xml.rels",
                $"{head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"s\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + $"<Relationship Id=\"t\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            Write("xl/sharedStrings.xml", $"{head}<sst {main}>{strings}</sst>");
            Write("xl/worksheets/sheet1.xml", $"{head}<worksheet {main}><sheetData>{rows}</sheetData></worksheet>");

            void Write(string name, string text)
            {
                using var part = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Optimal).Open());
                part.Write(text);
            }
        }

        return stream.ToArray();
    }
}
