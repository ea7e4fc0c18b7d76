using System.Text;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Files.Tables;
using static KpiFunctions.Tests.Sources.Files.GivenFile;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>Exports as people have them, made up by hand, each with what is to be read of it.</summary>
public sealed class ExportSampleTests
{
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Repository.PathOf("tests", "KpiFunctions.Tests", "Sources", "Files", "Samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_read_as_its_golden_file_says(string sample) => GoldenFile.Check($"Sources/Files/Golden/{sample}.txt", Written(ReadSample(sample)));

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_same_sample_twice_says_the_same(string sample) => Written(ReadSample(sample)).ShouldBe(Written(ReadSample(sample)));

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_map_in_the_config_wins_over_what_is_recognised(string sample)
    {
        var result = Import(BytesOf(sample), Mapped(new() { ["id"] = "Number", ["published"] = "When" }));

        result.Export.ShouldBeNull();
        result.Refused.ShouldHaveSingleItem();
        (result.Posts.Count, result.Readings.Count).ShouldBe((0, 0));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_that_is_cut_off_anywhere_is_read_as_far_as_it_goes_or_refused(string sample)
    {
        var bytes = BytesOf(sample);
        for (var length = 0; length < bytes.Length; length += 1 + length / 40) Should.NotThrow(() => Import(bytes[..length]));
    }

    internal static byte[] BytesOf(string sample) => File.ReadAllBytes(Path.Combine(Folder, sample));

    private static ImportResult ReadSample(string sample) => Import(BytesOf(sample));

    private static string Written(ImportResult result)
    {
        var text = new StringBuilder();
        foreach (var day in result.Readings)
        {
            text.Append($"{day.Day:yyyy-MM-dd} {Figures(day.Values)}{(day.Currency is null ? "" : " " + day.Currency)}{(day.Settled ? "" : " (not over)")}\n");
            foreach (var slice in day.Traffic ?? [])
                text.Append($"  {slice.Channel} | {slice.Source} | {slice.Medium} | {slice.Campaign}: {slice.Sessions}, {slice.Conversions}, {slice.Revenue}\n");
        }

        foreach (var post in result.Posts) text.Append($"{post.Id} {post.Published:yyyy-MM-ddTHH:mmZ} {post.Type} {post.Link} \"{post.Excerpt}\" {Figures(post.Values)}\n");
        return text.Append(string.Join('\n', ImportStatus.Of(result, "export.csv", "etag", Now).Lines)).Append('\n').ToString();
    }

    private static string Figures(IReadOnlyDictionary<Metric, double> values) =>
        string.Join(' ', values.OrderBy(value => value.Key.Key, StringComparer.Ordinal).Select(value => FormattableString.Invariant($"{value.Key}={value.Value}")));
}
