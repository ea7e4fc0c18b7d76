using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>Storage that fails for longer than the five attempts of a message.</summary>
public sealed class OutageTests
{
    /// <summary>Monday at eleven in Paris.</summary>
    private static readonly DateTimeOffset Due = Given.Monday.AddHours(2);

    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_morning_without_a_table_costs_no_digest_and_leaves_no_failure()
    {
        await using var test = await StartAsync();
        using (Failing(test, TwinService.Tables, "/Runs"))
        {
            await test.LeapToAsync(Due.AddHours(2));
            test.Simulator.Sent.ShouldBeEmpty();
            (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().IsFinal.ShouldBeFalse();
        }

        await test.LeapToAsync(Due.AddHours(4));
        test.Simulator.Sent.ShouldHaveSingleItem();
        (await RunAsync(test))!.State.ShouldBe(RunState.Sent);
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fetch_that_failed_and_succeeds_later_leaves_no_failure_also_where_its_config_is_dropped_meanwhile(bool isDropped)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday.AddHours(-8));
        using (test.Storage.Twin.Faults.Add(new(FaultKind.Unavailable) { When = request => request.Writes && (request.PathAndQuery + request.Body).Contains("/Posts", StringComparison.Ordinal), Times = int.MaxValue }))
        {
            await test.DropConfigAsync("shop.json", Given.Client("shop"));
            (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Kind.ShouldBe(AlertKinds.JobFailed);
        }

        test.Clock.LeapTo(test.Clock.GetUtcNow().AddMinutes(2));
        if (isDropped) await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"new@client.example\""));
        await test.LeapToAsync(Due.AddHours(2));

        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_client_that_falls_due_in_an_outage_gets_its_digest_after_it()
    {
        await using var test = await StartAsync();
        for (var i = 1; i <= 4; i++) await test.DropConfigAsync($"shop-{i}.json", Given.Client($"shop-{i}"));
        using (Failing(test, TwinService.Tables, "/Deliveries")) await test.LeapToAsync(Due.AddHours(20));

        await test.LeapToAsync(Due.AddHours(22));
        test.Simulator.Sent.Count.ShouldBe(5);
        (await test.Get<RunTable>().ReadAsync(null, Token)).Select(run => run.State).Distinct().ShouldBe([RunState.Sent]);
    }

    [Fact]
    public async Task A_digest_that_cannot_be_made_for_three_days_is_missed_with_its_reason()
    {
        await using var test = await StartAsync();
        using var failing = Failing(test, TwinService.Blobs, "/digests/");
        await test.LeapToAsync(Due.AddHours(3));
        test.Clock.LeapTo(Due.AddDays(3).AddHours(-2));
        await test.LeapToAsync(Due.AddDays(3).AddMinutes(-30));
        (await RunAsync(test))!.State.ShouldBe(RunState.Planned);
        await test.LeapToAsync(Due.AddDays(3).AddHours(2));

        (await RunAsync(test))!.State.ShouldBe(RunState.Missed);
        var alerts = await test.Get<AlertTable>().ReadAsync("shop", Token);
        alerts.Single(alert => alert.Kind == AlertKinds.DigestMissed).Reason.ShouldContain("could not be made until it was too late: ");
        alerts.Single(alert => alert.Kind == AlertKinds.JobFailed).IsFinal.ShouldBeTrue();

        // The week after is not affected.
        failing.Dispose();
        test.Clock.LeapTo(Due.AddDays(7).AddHours(-2));
        await test.LeapToAsync(Due.AddDays(7).AddHours(1));
        test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_mail_that_cannot_be_made_for_two_days_is_refused_with_its_reason_and_its_digest_held()
    {
        await using var test = await StartAsync();
        using var failing = test.Storage.Twin.Faults.Add(new(FaultKind.Unavailable)
        {
            When = request => request.Service == TwinService.Tables && request.PathAndQuery.Contains("/Suppressions", StringComparison.Ordinal),
            Times = int.MaxValue,
        });
        await test.LeapToAsync(Due.AddHours(3));
        test.Clock.LeapTo(Due.AddHours(45));
        await test.LeapToAsync(Due.AddHours(47));
        (await RunAsync(test))!.State.ShouldBe(RunState.Built);
        await test.LeapToAsync(Due.AddHours(51));

        var run = (await RunAsync(test)).ShouldNotBeNull();
        (run.State, run.HeldFor).ShouldBe((RunState.Held, HeldFor.MailRefused));
        var delivery = (await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token)).ShouldHaveSingleItem();
        delivery.State.ShouldBe(DeliveryState.Refused);
        delivery.Reason.ShouldNotBeNullOrEmpty();
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldContain(alert => alert.Kind == AlertKinds.MailHeld && alert.IsFinal);
    }

    private static async Task<TestPipeline> StartAsync()
    {
        var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        return test;
    }

    private static AddedFault Failing(TestPipeline test, TwinService service, string path) => test.Storage.Twin.Faults.Add(new(FaultKind.Unavailable)
    {
        When = request => request.Service == service && request.PathAndQuery.Contains(path, StringComparison.Ordinal),
        Times = int.MaxValue,
    });

    private static Task<Run?> RunAsync(TestPipeline test) => test.Get<RunTable>().FindAsync("shop", Occurrence, Token);
}
