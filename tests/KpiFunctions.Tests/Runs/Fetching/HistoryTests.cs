using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>What becomes of a week's figures when a source corrects them after the digest went out.</summary>
public sealed class HistoryTests
{
    private static readonly IsoWeek Reported = IsoWeek.Of(DateOnly.FromDateTime(Given.Monday.UtcDateTime)).Plus(-1);
    private static readonly AccountRef Site = new("matomo", "1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_digest_keeps_what_it_showed_and_the_next_one_corrects_it_once()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Config);
        await test.LeapToAsync(Given.Monday.AddHours(12));
        var (html, trace) = (await test.ReadBlobAsync("digests", $"shop/{Reported}.html"), await test.ReadBlobAsync("digests", $"shop/{Reported}.trace.json"));
        var shown = await FigureAsync();

        // The tool finds twice as many visits from the networks on a day of that week.
        await RestateAsync(test);
        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(12));

        (await test.ReadBlobAsync("digests", $"shop/{Reported}.html")).ShouldBe(html);
        (await test.ReadBlobAsync("digests", $"shop/{Reported}.trace.json")).ShouldBe(trace);
        (await FigureAsync()).ShouldNotBe(shown, "the table tells what holds now");
        (await test.ReadBlobAsync("digests", $"shop/{Reported.Plus(1)}.txt")).ShouldContain("(et non ");

        await test.LeapToAsync(Given.Monday.AddDays(14).AddHours(12));
        (await test.ReadBlobAsync("digests", $"shop/{Reported.Plus(2)}.txt")).ShouldNotContain("(et non ");

        async Task<double?> FigureAsync() => (await test.Get<KpiArchive>().ReadAsync("shop", Reported, Token)).Single(kpi => kpi.Kpi == "google-share").Value;
    }

    [Fact]
    public async Task Computing_a_week_again_leaves_its_rows_as_they_were_and_none_of_figures_that_are_gone()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Config);
        await test.LeapToAsync(Given.Monday.AddHours(12));
        var before = await test.Get<KpiArchive>().ReadAsync("shop", Reported, Token);
        var client = (await test.Get<KpiFunctions.Pipeline.Runs.State.ClientDirectory>().FindAsync("shop", Token))!.Config;
        var built = await test.Get<DigestBuilder>().BuildAsync(client, Reported, Token);

        await test.Get<KpiArchive>().KeepAsync(built.Report, Token);
        (await test.Get<KpiArchive>().ReadAsync("shop", Reported, Token)).ShouldBe(before);

        var less = await test.Get<DigestBuilder>().BuildAsync(client with { Objectives = [client.Objectives[0]] }, Reported, Token);
        await test.Get<KpiArchive>().KeepAsync(less.Report, Token);
        (await test.Get<KpiArchive>().ReadAsync("shop", Reported, Token)).Select(kpi => kpi.Objective).Distinct().ShouldBe([client.Objectives[0].Key]);
    }

    private static string Config => Given.Client("shop")
        .Replace("\"credential\": \"meta-agency\" }", "\"credential\": \"meta-agency\" }, { \"type\": \"matomo\", \"account\": \"1\", \"url\": \"https://stats.confiserie-du-port.example/\", \"credential\": \"matomo-confiserie\" }", StringComparison.Ordinal)
        .Replace("\"awareness\", \"image\"", "\"google-independence\", \"awareness\"", StringComparison.Ordinal);

    private static async Task RestateAsync(TestPipeline test)
    {
        var table = test.Get<ReadingTable>();
        var day = (await table.ReadAsync("shop", Reported.Days, Token)).Where(reading => reading.Account == Site).MinBy(reading => reading.Day)!;
        await table.StoreAsync("shop", [day with { Traffic = [.. day.Traffic!.Select(slice => slice with { Sessions = slice.Channel == Channel.OrganicSocial ? slice.Sessions + 400 : slice.Sessions })] }], Token);
    }
}
