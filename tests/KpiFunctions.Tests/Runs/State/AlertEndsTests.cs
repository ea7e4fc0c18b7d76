using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.State;

/// <summary>Each kind of alert is closed by what resolves it.</summary>
public sealed class AlertEndsTests
{
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alerts_about_an_account_end_when_the_config_no_longer_declares_it()
    {
        await using var test = await StartAsync();
        var alerts = test.Get<AlertTable>();
        foreach (var kind in new[] { AlertKinds.SourceInTrouble, AlertKinds.AccessEnds, AlertKinds.ExportsSilent }) await alerts.RecordAsync("shop", kind, "x:1", "reason", Token);
        await alerts.RecordAsync("shop", AlertKinds.MetricRefused, "x:1 reach", "reason", Token);
        await alerts.RecordAsync("shop", AlertKinds.MetricRefused, "facebook:201100000000002 reach", "reason", Token);
        await test.DropConfigAsync("shop.json", Given.Client("shop") + "\n");

        (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem().Subject.ShouldBe("facebook:201100000000002 reach");
    }

    [Fact]
    public async Task Alerts_about_a_recipient_end_when_the_config_no_longer_names_the_address_or_the_suppression_is_lifted()
    {
        await using var test = await StartAsync("\"owner@client.example\", \"gone@client.example\"");
        var alerts = test.Get<AlertTable>();
        foreach (var address in new[] { "owner@client.example", "gone@client.example" })
        {
            await test.Get<SuppressionTable>().AddAsync("shop", RecipientHash.Of(address), "unsubscribed", Token);
            await alerts.RecordAsync("shop", AlertKinds.Unsubscribed, RecipientHash.Of(address), "reason", Token);
        }

        await alerts.RecordAsync("shop", AlertKinds.AddressDead, RecipientHash.Of("lifted@client.example"), "reason", Token);
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"owner@client.example\", \"lifted@client.example\""));
        (await alerts.ReadAsync("shop", Token)).ShouldHaveSingleItem().Subject.ShouldBe(RecipientHash.Of("owner@client.example"));
    }

    [Fact]
    public async Task An_outdated_config_ends_when_it_is_accepted_or_deleted()
    {
        await using var test = await StartAsync();
        var alerts = test.Get<AlertTable>();
        await alerts.RecordAsync("shop", AlertKinds.ConfigOutdated, "shop.json", "reason", Token);
        await test.DropConfigAsync("shop.json", Given.Client("shop") + "\n");
        (await alerts.ReadAsync("shop", Token)).ShouldBeEmpty();

        await alerts.RecordAsync("shop", AlertKinds.ConfigOutdated, "shop.json", "reason", Token);
        await test.Account.Container(ContainerNames.Clients).GetBlobClient("shop.json").DeleteAsync(cancellationToken: Token);
        await test.Jobs.RunTimerAsync("ReconcileBlobs", Token);
        await test.Pipeline.Host.DrainAsync(Token);
        (await alerts.ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missed_digest_ends_when_a_later_one_is_sent()
    {
        await using var test = await StartAsync();
        await test.Get<AlertTable>().RecordAsync("shop", AlertKinds.DigestMissed, "2026-W47", "reason", Token);
        (await CheckAsync(test)).ShouldHaveSingleItem();
        await test.LeapToAsync(Given.Monday.AddHours(3));

        (await test.Get<RunTable>().FindAsync("shop", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
        (await CheckAsync(test)).ShouldHaveSingleItem("the week's mail has not told it yet");
        test.Clock.LeapTo(Given.Monday.AddDays(8));
        (await CheckAsync(test)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_that_hung_ends_when_an_event_settles_it()
    {
        await using var test = await StartAsync();
        using (test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "sendgrid" })) await test.LeapToAsync(Given.Monday.AddHours(3));
        (await CheckAsync(test)).ShouldHaveSingleItem().Kind.ShouldBe(AlertKinds.MailHeld);

        var delivery = (await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token)).ShouldHaveSingleItem();
        await test.Get<DeliveryTable>().ApplyAsync(delivery.Key, new(MailEventKind.Delivered, test.Clock.GetUtcNow(), null), Token);
        (await CheckAsync(test)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_held_digest_ends_when_it_is_given_up()
    {
        await using var test = await StartAsync();
        await test.Get<AlertTable>().RecordAsync("shop", AlertKinds.DigestHeld, Occurrence.ToString(), "reason", Token);
        (await CheckAsync(test)).ShouldHaveSingleItem("nothing has gone on yet");
        await test.Get<RunTable>().TryAddAsync(new("shop", Occurrence, Given.Monday, RunState.Planned, [], default), Token);
        await test.Get<DigestOrchestrator>().GiveUpAsync(new("shop", Occurrence.ToString()), "a fault", Token);

        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Kind.ShouldBe(AlertKinds.DigestMissed);
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_kept_for_four_weeks()
    {
        await using var test = await StartAsync();
        await test.Get<AlertTable>().RecordAsync("shop", AlertKinds.JobFailed, "digest {}", "reason", Token);
        test.Clock.LeapTo(Given.Monday.AddDays(27));
        (await CheckAsync(test)).ShouldHaveSingleItem();
        test.Clock.LeapTo(Given.Monday.AddDays(29));
        (await CheckAsync(test)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_version_that_is_no_longer_used_is_cleared()
    {
        await using var test = await StartAsync();
        await test.Get<AlertTable>().RecordAsync(AlertTable.NoClient, AlertKinds.ApiVersionEnds, "facebook v1.0", "reason", Token);
        await test.LeapToAsync(Given.Monday.AddDays(1));
        (await test.Get<AlertTable>().ReadAsync(AlertTable.NoClient, Token)).ShouldNotContain(alert => alert.Subject == "facebook v1.0");
    }

    private static async Task<TestPipeline> StartAsync(string recipients = "\"owner@client.example\"")
    {
        var test = await TestPipeline.StartAsync(Given.Monday.AddHours(-1));
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: recipients));
        return test;
    }

    private static async Task<IReadOnlyList<Alert>> CheckAsync(TestPipeline test) =>
        await test.Get<AlertEnds>().CheckAsync("shop", (await test.Get<ClientDirectory>().FindAsync("shop", Token))?.Config, Token);
}
