using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>Exports as people have them, dropped without a word about their columns.</summary>
public sealed class ExportTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);
    private static readonly DayRange Days = new(new(2026, 11, 1), new(2026, 11, 15));
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exports_are_recognised_told_of_and_stored_and_the_same_ones_twice_change_nothing()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Config("page"));
        var samples = Directory.GetFiles(Repository.PathOf("tests", "KpiFunctions.Tests", "Sources", "Files", "Samples")).Order(StringComparer.Ordinal).ToList();
        foreach (var sample in samples)
        {
            var name = $"cosmetics/{Path.GetFileName(sample)}";
            await test.DropAsync(ContainerNames.Imports, name, new BinaryData(await File.ReadAllBytesAsync(sample, Token)));
            var status = await StatusOfAsync(test, name);
            status.ShouldMatch("\"export\": \"(Google Analytics 4|LinkedIn page|Meta Business Suite)");
            status.ShouldNotContain("\"rows\": 0");
        }

        var before = await StoredAsync(test);
        before.ShouldContain("2026-11-02 conversions=3 revenue=100.25 sessions=341 users=295", customMessage: "of the two exports with that day, the one that ends later counts");
        before.ShouldContain("2026-11-04 sessions=469 users=388");
        before.ShouldContain("901 ");
        before.ShouldContain("urn:li:activity:7300000000000000001");

        // Under other names: what is stored hangs on what the files say.
        foreach (var sample in samples)
            await test.DropAsync(ContainerNames.Imports, $"cosmetics/again-{Path.GetFileName(sample)}", new BinaryData(await File.ReadAllBytesAsync(sample, Token)));
        (await StoredAsync(test)).ShouldBe(before);
    }

    [Fact]
    public async Task An_export_that_gave_nothing_is_looked_at_once_for_each_version_and_config()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Config("page"));
        await test.DropAsync(ContainerNames.Imports, "cosmetics/own.csv", "Nummer,Wann\np1,2026-11-10\n");
        await test.DropAsync(ContainerNames.Imports, "nobody/own.csv", "id,published\np1,2026-11-10\n");

        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0, "nothing has changed that could help");

        await test.DropAsync(ContainerNames.Imports, "cosmetics/own.csv", "Nummer,Wann\np2,2026-11-10\n");
        (await StatusOfAsync(test, "cosmetics/own.csv")).ShouldContain("it has Nummer, Wann");
        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0);

        await test.DropConfigAsync("cosmetics.json", Config("page", """, "posts": { "id": "Nummer", "published": "Wann" }"""));
        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(1, "another config may name its columns");
        await test.Pipeline.Host.DrainAsync(Token);
        (await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token)).ShouldHaveSingleItem().Id.ShouldBe("p2");
        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_is_too_large_to_be_read_gets_a_verdict_and_no_poison_message()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("cosmetics.json", Config("page"));
        await test.DropAsync(ContainerNames.Imports, "cosmetics/huge.csv", new BinaryData(new byte[DroppedBlobs.LargestFile + 1]));
        await test.DropAsync(ContainerNames.Clients, "huge.json", new BinaryData(new byte[DroppedBlobs.LargestFile + 1]));

        (await StatusOfAsync(test, "cosmetics/huge.csv")).ShouldContain("the file is too large: it has 33,554,433 bytes, and at most 20,971,520 are read. Split it");
        (await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Clients, "huge.json"))).ShouldContain("are too many; a config has at most");
        (await test.Get<BlobReconciler>().RunAsync(Token)).ShouldBe(0);
    }

    private static Task<string> StatusOfAsync(TestPipeline test, string name) =>
        test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Imports, name));

    /// <summary>All that the store has, but for when it was fetched.</summary>
    private static async Task<string> StoredAsync(TestPipeline test)
    {
        var readings = await test.Get<ReadingTable>().ReadAsync("cosmetics", Days, Token);
        var posts = await test.Get<PostTable>().ReadAsync("cosmetics", Days, Token);
        return string.Join('\n', readings.OrderBy(reading => reading.Day).Select(reading =>
                $"{reading.Day:yyyy-MM-dd} {Figures(reading.Values)} {reading.Currency} {string.Join(' ', reading.Traffic ?? [])}"))
            + "\n" + string.Join('\n', posts.OrderBy(post => post.Id, StringComparer.Ordinal).Select(post => $"{post.Id} {post.Published:O} {post.Excerpt} {Figures(post.Values)}"));
    }

    private static string Figures(IReadOnlyDictionary<Metric, double> values) =>
        string.Join(' ', values.OrderBy(value => value.Key.Key, StringComparer.Ordinal).Select(value => FormattableString.Invariant($"{value.Key}={value.Value}")));

    private static string Config(string account, string map = "") => $$"""
        {
          "id": "cosmetics", "name": "Client", "language": "fr", "timeZone": "Europe/Paris",
          "digest": { "day": "monday", "time": "08:30" },
          "recipients": ["owner@client.example"],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "sources": [ { "type": "files", "account": "{{account}}"{{map}} } ],
          "objectives": [ "awareness" ],
        }
        """;
}
