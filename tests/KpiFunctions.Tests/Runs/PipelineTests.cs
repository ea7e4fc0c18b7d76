using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs;

/// <summary>What happens to a client when something is wrong, and to the others: nothing.</summary>
public sealed class PipelineTests
{
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_config_is_explained_beside_it_and_kept_and_costs_no_other_client_anything()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var bad = Given.Client("bad").Replace("awareness", "awarness", StringComparison.Ordinal);
        await test.DropConfigAsync("bad.json", bad);
        await test.DropConfigAsync("good.json", Given.Client("good"));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        var status = JsonDocument.Parse(await test.ReadBlobAsync(ContainerNames.ClientStatus, DroppedBlobs.StatusNameOf(ContainerNames.Clients, "bad.json"))).RootElement;
        status.GetProperty("accepted").GetBoolean().ShouldBeFalse();
        var problem = status.GetProperty("problems").EnumerateArray().First(problem => problem.GetProperty("severity").GetString() == "error");
        problem.GetProperty("line").GetInt32().ShouldBe(8);
        problem.GetProperty("column").GetInt32().ShouldBeGreaterThan(1);

        (await test.Get<AlertTable>().ReadAsync("bad", Token)).ShouldContain(failure => failure.Kind == "config-refused" && failure.Reason.Contains("awarness", StringComparison.Ordinal));
        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().ReadAsync("bad", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bad_new_version_leaves_the_last_good_one_in_force()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("kept.json", Given.Client("kept"));
        await test.DropConfigAsync("kept.json", "{ \"id\": \"kept\", ");
        (await test.Get<ClientDirectory>().FindAsync("kept", Token)).ShouldNotBeNull();
        await test.LeapToAsync(Given.Monday.AddHours(4));
        test.Simulator.Sent.ShouldHaveSingleItem();

        var copies = test.Account.Container(ContainerNames.Quarantine).GetBlobsAsync(new Azure.Storage.Blobs.Models.GetBlobsOptions { Prefix = "clients/kept.json/" }, Token);
        (await copies.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_whose_file_is_deleted_gets_no_more_digests()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("gone.json", Given.Client("gone"));
        await test.Account.Container(ContainerNames.Clients).GetBlobClient("gone.json").DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
        await test.LeapToAsync(Given.Monday.AddHours(4));

        test.Simulator.Sent.ShouldBeEmpty();
        (await test.Get<ClientDirectory>().ListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_fails_for_one_client_is_said_to_be_missing_there_and_the_others_are_complete()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook", Account = "201100000000001" });
        await test.DropConfigAsync("broken-source.json", Given.Client("broken-source", page: "201100000000001"));
        await test.DropConfigAsync("whole.json", Given.Client("whole"));
        await test.LeapToAsync(Given.Monday.AddHours(12));
        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().FindAsync("broken-source", Occurrence, Token))!.HeldFor.ShouldBe(HeldFor.NoFigures);
        await test.LeapToAsync(Given.Monday.AddHours(27));

        test.Simulator.Sent.Count.ShouldBe(2);
        (await test.Get<RunTable>().FindAsync("broken-source", Occurrence, Token))!.Missing.ShouldBe(["facebook:201100000000001"]);
        (await test.Get<RunTable>().FindAsync("whole", Occurrence, Token))!.Missing.ShouldBeEmpty();

        var digests = test.Get<DigestArchive>();
        (await digests.FindAsync("broken-source", Occurrence.Plus(-1), null, Token))!.Text.ShouldContain("Nous nous en occupons");
        (await digests.FindAsync("whole", Occurrence.Plus(-1), null, Token))!.Text.ShouldNotContain("Nous nous en occupons");
    }

    [Fact]
    public async Task A_source_that_recovers_in_time_is_in_the_digest()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook", Account = "201100000000002" });
        await test.DropConfigAsync("recovers.json", Given.Client("recovers"));
        await test.LeapToAsync(Given.Monday.AddHours(3));
        test.Simulator.Sent.ShouldBeEmpty();
        test.Simulator.Faults.Clear();
        await test.LeapToAsync(Given.Monday.AddHours(8.5));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().FindAsync("recovers", Occurrence, Token))!.Missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fetching_the_same_days_again_changes_nothing()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("again.json", Given.Client("again"));
        var before = await ReadAsync();
        before.Count.ShouldBeGreaterThan(90);

        await test.Jobs.RunMessageAsync("FetchReadings", MessageJson.Write(new FetchMessage("again", "facebook", "201100000000002")), Token);
        (await ReadAsync()).ShouldBe(before);

        async Task<IReadOnlyList<string>> ReadAsync() =>
            [.. (await test.Get<ReadingTable>().ReadAsync("again", new(new(2026, 8, 1), new(2026, 11, 30)), Token))
                .Select(reading => $"{reading.Day} {reading.Account} {string.Join(' ', reading.Values.OrderBy(value => value.Key.Key, StringComparer.Ordinal))}")];
    }

    [Fact]
    public async Task A_message_that_fails_five_times_is_kept_with_its_reason_and_stops_nothing()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Account.Queue(QueueNames.Digest).SendMessageAsync("""{"client":"nobody","occurrence":"not a week"}""", Token);
        await test.Account.Queue(QueueNames.Fetch).SendMessageAsync("garbage", Token);
        await test.Pipeline.Host.DrainAsync(Token);

        var failure = (await test.Get<AlertTable>().ReadAsync("nobody", Token)).ShouldHaveSingleItem();
        failure.IsFinal.ShouldBeTrue();
        failure.Reason.ShouldContain("not a week");
        failure.Message.ShouldNotBeNull().ShouldContain("nobody");
        (await test.Get<AlertTable>().ReadAsync(AlertTable.NoClient, Token)).ShouldContain(kept => kept.IsFinal && kept.Message == "garbage");
    }

    [Fact]
    public async Task Work_whose_message_was_lost_is_queued_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("lost.json", Given.Client("lost"));
        test.Clock.LeapTo(Given.Monday.AddHours(2.25));
        await test.Jobs.RunTimerAsync("PlanDigests", Token);
        await test.Account.Queue(QueueNames.Digest).ClearMessagesAsync(Token);
        await test.LeapToAsync(Given.Monday.AddHours(5));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).ShouldAllBe(work => work.DueAt > test.Clock.GetUtcNow() && !work.IsSent);
    }
}
