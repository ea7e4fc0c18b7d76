using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Intake;

/// <summary>Files that are deleted and dropped again, as sync tools do, and files that two hosts process at once.</summary>
public sealed class ConfigsThatComeAndGoTests
{
    /// <summary>Monday at eleven in Paris.</summary>
    private static readonly DateTimeOffset Due = Given.Monday.AddHours(2);

    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_config_that_is_deleted_and_dropped_again_while_its_digest_waits_lets_the_digest_go_on()
    {
        await using var test = await StartAsync();
        test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook" });
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddMinutes(10));
        (await RunAsync(test))!.State.ShouldBe(RunState.Waiting);

        await DeleteAsync(test);
        await test.LeapToAsync(Due.AddHours(1));
        (await RunAsync(test))!.State.ShouldBe(RunState.Waiting);
        test.Simulator.Faults.Clear();
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"new@client.example\""));
        await test.LeapToAsync(Due.AddHours(5));

        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
        test.Simulator.Sent.ShouldHaveSingleItem().To.ShouldBe(["new@client.example"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_falls_due_while_no_config_is_in_force_is_missed_with_that_reason(bool comesBackBeforeAPlannerRuns)
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddMinutes(-20));
        await DeleteAsync(test);
        if (comesBackBeforeAPlannerRuns) test.Clock.LeapTo(Due.AddMinutes(5));
        else await test.LeapToAsync(Due.AddHours(1));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddHours(6));

        test.Simulator.Sent.ShouldBeEmpty();
        (await RunAsync(test))!.State.ShouldBe(RunState.Missed);
        (await test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestMissed, "2026-W48", Token)).ShouldNotBeNull().Reason.ShouldContain("while no config of the client was in force");
        await test.LeapToAsync(Due.AddDays(7).AddHours(1));
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_config_that_is_back_before_its_digest_is_due_costs_nothing()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddMinutes(-50));
        await DeleteAsync(test);
        await test.LeapToAsync(Due.AddMinutes(-20));
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddHours(1));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mails_that_were_accepted_close_a_digest_whose_config_was_deleted_since()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Due.AddMinutes(5));
        var run = (await RunAsync(test)).ShouldNotBeNull();
        run.State.ShouldBe(RunState.Sent);

        // As if the process had died before it closed the digest, and the file had been deleted meanwhile.
        await test.Get<RunTable>().TryReplaceAsync(run with { State = RunState.Built }, Token);
        await DeleteAsync(test);
        await test.Get<Outbox>().AddAsync(new DigestMessage("shop", "2026-W48"), Token);
        await test.Pipeline.Host.DrainAsync(Token);
        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task A_host_that_was_held_up_while_it_took_a_deleted_config_out_of_force_leaves_the_one_that_was_dropped_since()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        var other = await test.StartAnotherAsync();
        await test.Account.Container(ContainerNames.Clients).GetBlobClient("shop.json").DeleteIfExistsAsync(cancellationToken: Token);
        using var held = test.Storage.Twin.Gate.Hold(request => request is { Host: "host-2", Writes: true } && request.PathAndQuery.Contains("Clients", StringComparison.Ordinal), times: 1);
        var older = other.Jobs.RunMessageAsync("BlobDropped", MessageJson.Write(BlobEvent.Of(BlobEvent.Deleted, ContainerNames.Clients, "shop.json")), Token);
        await held.Arrived(Token);

        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"new@client.example\""));
        held.Dispose();
        await older;

        (await test.Get<ClientDirectory>().FindAsync("shop", Token)).ShouldNotBeNull().Config.Recipients.ShouldHaveSingleItem().Email.ShouldBe("new@client.example");
        await test.LeapToAsync(Due.AddHours(1));
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_host_that_was_held_up_with_an_older_version_leaves_the_newer_one_in_force()
    {
        await using var test = await StartAsync();
        var other = await test.StartAnotherAsync();
        await test.Account.Container(ContainerNames.Clients).GetBlobClient("shop.json").UploadAsync(new BinaryData(Given.Client("shop")), overwrite: true, Token);
        using var held = test.Storage.Twin.Gate.Hold(request => request is { Host: "host-2", Writes: true } && request.PathAndQuery.Contains("Clients", StringComparison.Ordinal), times: 1);
        var older = other.Jobs.RunMessageAsync("BlobDropped", MessageJson.Write(BlobEvent.Of(BlobEvent.Created, ContainerNames.Clients, "shop.json")), Token);
        await held.Arrived(Token);
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"new@client.example\""));
        held.Dispose();
        await older;

        (await test.Get<ClientDirectory>().FindAsync("shop", Token)).ShouldNotBeNull().Config.Recipients.ShouldHaveSingleItem().Email.ShouldBe("new@client.example");
    }

    [Fact]
    public async Task A_refused_config_that_is_deleted_leaves_no_failure()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", "{ }");
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Kind.ShouldBe(AlertKinds.ConfigRefused);
        await DeleteAsync(test);
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_export_that_is_deleted_leaves_no_failure()
    {
        await using var test = await StartAsync();
        await test.DropAsync(ContainerNames.Imports, "nobody/posts.csv", "a,b\n1,2\n");
        (await test.Get<AlertTable>().ReadAsync("nobody", Token)).ShouldHaveSingleItem().Kind.ShouldBe(AlertKinds.ImportRefused);
        await DeleteAsync(test, ContainerNames.Imports, "nobody/posts.csv");
        (await test.Get<AlertTable>().ReadAsync("nobody", Token)).ShouldBeEmpty();
    }

    private static Task<TestPipeline> StartAsync() => TestPipeline.StartAsync(Given.Monday);

    private static async Task DeleteAsync(TestPipeline test, string container = ContainerNames.Clients, string name = "shop.json")
    {
        await test.Account.Container(container).GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static Task<Run?> RunAsync(TestPipeline test) => test.Get<RunTable>().FindAsync("shop", Occurrence, Token);
}
