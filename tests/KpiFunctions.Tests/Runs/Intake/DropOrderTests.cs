using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>Exports of the same days and posts: whatever the order in which they are dropped and read, the same figures are stored.</summary>
public sealed class DropOrderTests
{
    /// <summary>Before any file of the test can have been written by a storage's own clock.</summary>
    private static readonly DateTimeOffset Monday = new(2014, 12, 15, 7, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly First = new(2014, 11, 24);
    private static readonly DayRange All = new(First, First.AddDays(20));

    /// <summary>Overlapping exports of days and of posts: the days that they hold, and what their figures begin with.</summary>
    private static readonly (string Name, int From, int To, int Base)[] Exports = [("a.csv", 0, 9, 100), ("b.csv", 5, 14, 200), ("c.csv", 3, 12, 300), ("d.csv", 0, 19, 400), ("e.csv", 18, 20, 500)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_export_fills_in_the_past_and_replaces_nothing_in_whatever_order_they_come_and_the_verdict_says_so()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        (string Name, string Text)[] files = [("newer.csv", "day,reach\n2014-12-02,100\n2014-12-03,200\n2014-12-04,150\n"), ("older.csv", "day,reach\n2014-12-01,90\n2014-12-02,95\n2014-12-03,40\n")];
        foreach (var (client, order) in new[] { ("newer-first", files), ("older-first", [files[1], files[0]]) })
        {
            await test.DropConfigAsync($"{client}.json", Config(client));
            foreach (var (name, text) in order) await test.DropAsync(ContainerNames.Imports, $"{client}/{name}", text);
            (await StoredAsync(test, client)).ShouldBe("2014-12-01 reach=90\n2014-12-02 reach=100\n2014-12-03 reach=200\n2014-12-04 reach=150\n");
        }

        var older = await StatusAsync(test, "newer-first/older.csv");
        older.ShouldContain("not taken, because a newer export tells otherwise: reach of 2 days (2014-12-02 95, 100 stays, 2014-12-03 40, 200 stays)");
        older.ShouldContain("filled in the past: reach of 1 day (2014-12-01 90)");
        (await StatusAsync(test, "newer-first/newer.csv")).ShouldContain("\"changes\": []");
        var newer = await StatusAsync(test, "older-first/newer.csv");
        newer.ShouldContain("replaced what was stored: reach of 2 days (2014-12-02 95 → 100, 2014-12-03 40 → 200)");

        // Read again, it finds its own figures, and the verdict still says what it changed.
        await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, "older-first/newer.csv", Token);
        (await StatusAsync(test, "older-first/newer.csv")).ShouldContain("replaced what was stored: reach of 2 days");
    }

    [Fact]
    public async Task At_the_same_end_what_was_dropped_later_counts()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("shop.json", Config("shop"));
        await PutAsync(test, "shop/b.csv", "day,reach\n2014-12-02,100\n");
        await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, "shop/b.csv", Token);
        test.Clock.LeapTo(Monday.AddHours(1));
        await PutAsync(test, "shop/a.csv", "day,reach\n2014-12-02,80\n");
        await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, "shop/a.csv", Token);
        await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, "shop/b.csv", Token);

        (await StoredAsync(test, "shop")).ShouldBe("2014-12-02 reach=80\n");
    }

    [Fact]
    public async Task Any_order_and_each_twice_and_a_storage_that_was_full_before_store_the_same()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        int[][] orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 0, 4, 1, 2], [2, 2, 4, 0, 3, 1, 1, 0, 4, 3], [1, 3, 1, 0, 4, 2, 3]];
        var stored = new List<string>();
        for (var i = 0; i < orders.Length; i++)
        {
            await StartClientAsync(test, $"order-{i}");
            foreach (var file in orders[i]) await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, $"order-{i}/{Exports[file].Name}", Token);
            stored.Add(await StoredAsync(test, $"order-{i}"));
        }

        stored[0].ShouldContain("2014-12-13 followers=519");
        stored[0].ShouldContain("p19 reach=469 views=419");
        stored.Distinct().ShouldHaveSingleItem();
        var cursors = new List<string>();
        for (var i = 0; i < orders.Length; i++)
            cursors.Add(string.Join(' ', (await test.Get<CursorTable>().FindAsync($"order-{i}", new("files", "page"), Token)).PostsCovered!));
        cursors.Distinct().ShouldHaveSingleItem().ShouldBe(new DayRange(First, First.AddDays(20)).ToString());
    }

    [Fact]
    public async Task Hosts_that_read_exports_at_the_same_time_store_what_one_after_the_other_would()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await StartClientAsync(test, "alone");
        foreach (var (name, _, _, _) in Exports) await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, $"alone/{name}", Token);
        var alone = await StoredAsync(test, "alone");

        var other = await test.StartAnotherAsync();
        for (var round = 0; round < 3; round++)
        {
            var client = $"at-once-{round}";
            await StartClientAsync(test, client);
            await Task.WhenAll(Exports.SelectMany(export => new[] { test.Pipeline, other }.Select(host =>
                Task.Run(() => host.Get<BlobIntake>().RunAsync(ContainerNames.Imports, $"{client}/{export.Name}", Token), Token))));
            (await StoredAsync(test, client)).ShouldBe(alone);
            var cursor = await test.Get<CursorTable>().FindAsync(client, new("files", "page"), Token);
            cursor.AnsweredThrough.ShouldBe(First.AddDays(20));
            cursor.PostsCovered.ShouldBe([new(First, First.AddDays(20))]);
        }
    }

    [Fact]
    public async Task A_digest_that_is_built_meanwhile_changes_nothing_of_what_is_stored()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        foreach (var client in new[] { "alone", "beside" })
        {
            await StartClientAsync(test, client);
            await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, $"{client}/a.csv", Token);
        }

        foreach (var export in Exports) await test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, $"alone/{export.Name}", Token);
        var config = (await test.Get<ClientDirectory>().FindAsync("beside", Token))!.Config;
        var builds = Enumerable.Range(0, 4).Select(_ => Task.Run(() => test.Get<DigestBuilder>().BuildAsync(config, IsoWeek.Parse("2014-W50"), Token), Token)).ToList();
        await Task.WhenAll([.. builds, .. Exports.Select(export => Task.Run(() => test.Get<BlobIntake>().RunAsync(ContainerNames.Imports, $"beside/{export.Name}", Token), Token))]);

        (await StoredAsync(test, "beside")).ShouldBe(await StoredAsync(test, "alone"));
        var after = await test.Get<DigestBuilder>().BuildAsync(config, IsoWeek.Parse("2014-W50"), Token);
        var alone = await test.Get<DigestBuilder>().BuildAsync((await test.Get<ClientDirectory>().FindAsync("alone", Token))!.Config, IsoWeek.Parse("2014-W50"), Token);
        after.Report.Objectives.SelectMany(objective => objective.Primary).Select(kpi => (kpi.Traits.Name, kpi.Value.Value)).ShouldBe(alone.Report.Objectives.SelectMany(objective => objective.Primary).Select(kpi => (kpi.Traits.Name, kpi.Value.Value)));
    }

    [Fact]
    public async Task A_post_whose_time_moves_over_midnight_stays_one_post()
    {
        await using var test = await TestPipeline.StartAsync(Monday);
        await test.DropConfigAsync("shop.json", Config("shop"));
        await test.DropAsync(ContainerNames.Imports, "shop/a.csv", "id,published,views,reach\np1,2014-12-02T23:30:00Z,10,5\n");
        test.Clock.LeapTo(Monday.AddMinutes(1));
        await test.DropAsync(ContainerNames.Imports, "shop/b.csv", "id,published,views\np1,2014-12-03T07:30:00Z,12\n");
        var moved = (await test.Get<PostTable>().ReadAsync("shop", All, Token)).ShouldHaveSingleItem();
        (moved.Published, moved[Metrics.Views], moved[Metrics.Reach]).ShouldBe((DateTimeOffset.Parse("2014-12-03T07:30:00Z"), 12, 5));

        // An older one does not move it back.
        await test.DropAsync(ContainerNames.Imports, "shop/c.csv", "id,published,views,comments\np1,2014-12-02T22:30:00Z,9,3\n");
        var stays = (await test.Get<PostTable>().ReadAsync("shop", All, Token)).ShouldHaveSingleItem();
        (stays.Published, stays[Metrics.Views], stays[Metrics.Reach], stays[Metrics.Comments]).ShouldBe((moved.Published, 12, 5, 3));
    }

    private static async Task StartClientAsync(TestPipeline test, string client)
    {
        await test.DropConfigAsync($"{client}.json", Config(client));
        foreach (var (name, from, to, start) in Exports) await PutAsync(test, $"{client}/{name}", Export(from, to, start));
    }

    private static async Task PutAsync(TestPipeline test, string name, string text) =>
        await test.Account.Container(ContainerNames.Imports).GetBlobClient(name).UploadAsync(new BinaryData(text), overwrite: true, Token);

    /// <summary>A reach for each day, and a post a day; every third figure is left out.</summary>
    private static string Export(int from, int to, int start)
    {
        var csv = new StringBuilder("id,published,views,reach,day,followers\n");
        for (var i = from; i <= to; i++)
        {
            var day = First.AddDays(i);
            csv.Append($"p{i},{day:yyyy-MM-dd}T10:00:00,{((i + start / 100) % 3 == 0 ? "" : start + i)},{((i + start / 100) % 3 == 1 ? "" : start + i - 50)},{day:yyyy-MM-dd},{start + i}\n");
        }

        return csv.ToString();
    }

    private static Task<string> StatusAsync(TestPipeline test, string name) => test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Imports, name));

    private static async Task<string> StoredAsync(TestPipeline test, string client)
    {
        var text = new StringBuilder();
        foreach (var reading in await test.Get<ReadingTable>().ReadAsync(client, All, Token)) text.Append($"{reading.Day:yyyy-MM-dd} {Figures(reading.Values)}\n");
        foreach (var post in await test.Get<PostTable>().ReadAsync(client, All, Token)) text.Append($"{post.Id} {Figures(post.Values)}\n");
        return text.ToString();
    }

    private static string Figures(IReadOnlyDictionary<Metric, double> values) =>
        string.Join(' ', values.OrderBy(value => value.Key.Key, StringComparer.Ordinal).Select(value => FormattableString.Invariant($"{value.Key.Key}={value.Value}")));

    private static string Config(string id) => $$"""
        {
          "id": "{{id}}", "name": "Client", "language": "fr", "timeZone": "Europe/Paris",
          "digest": { "day": "monday", "time": "08:30" },
          "recipients": ["owner@client.example"],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "sources": [ { "type": "files", "account": "page" } ],
          "objectives": [ "awareness", "image" ],
        }
        """;
}
