using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using KpiFunctions.Testing.Flows;

namespace KpiFunctions.Tests.Runs.Flows;

/// <summary>The cases of <c>tests/Cases/flows</c> on the storage twin.</summary>
public sealed class FlowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("lost-delivery-insert")]
    [InlineData("lost-delivery-update")]
    [InlineData("lost-run-update-long")]
    [InlineData("lost-run-update-waiting")]
    public async Task A_digest_is_sent_once_although_an_answer_of_the_storage_is_lost(string name)
    {
        var flow = FlowCase.Read(name);
        await using var test = await TestPipeline.StartAsync(flow.Start);
        using var lost = LoseFirstAnswers(test, flow.Lose!);
        await new FlowRunner(test).RunAsync(flow);

        lost.Struck.ShouldBePositive();
        await FlowChecks.ShouldHoldAsync(test, flow);
        (await test.Get<AlertTable>().ReadAsync(null, Token)).Where(alert => alert.IsFinal).ShouldBeEmpty();
        var run = (await test.Get<RunTable>().ReadAsync(null, Token)).ShouldHaveSingleItem();
        run.State.ShouldBe(RunState.Sent);
        (await test.Get<DeliveryTable>().ReadAsync(run.Client, run.Occurrence, Token)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Accepted);
        (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).Where(message => message.Queue is not (QueueNames.Fetch or QueueNames.Report))
            .ShouldHaveSingleItem().Key.ShouldBe(new DigestMessage(run.Client, run.Occurrence.Plus(1).ToString()).Key);
    }

    [Fact]
    public async Task A_digest_that_is_missed_is_reported_although_the_answer_of_its_runs_insert_is_lost()
    {
        var flow = FlowCase.Read("lost-run-missed");
        await using var test = await TestPipeline.StartAsync(flow.Start);
        using var lost = LoseFirstAnswers(test, flow.Lose!);
        await new FlowRunner(test).RunAsync(flow);

        lost.Struck.ShouldBePositive();
        await FlowChecks.ShouldHoldAsync(test, flow);
        (await test.Get<RunTable>().ReadAsync(null, Token)).ShouldHaveSingleItem().State.ShouldBe(RunState.Missed);
        (await test.Get<AlertTable>().FindAsync("lossmiss", AlertKinds.DigestMissed, "2026-W48", Token)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("deliveries")]
    [InlineData("two-instances")]
    public async Task Messages_that_come_again_and_hosts_at_the_same_time_send_nothing_twice(string name)
    {
        var flow = FlowCase.Read(name);
        await using var test = await TestPipeline.StartAsync(flow.Start);
        await new FlowRunner(test).RunAsync(flow);

        await FlowChecks.ShouldHoldAsync(test, flow);
        (await test.Get<RunTable>().ReadAsync(null, Token)).Select(run => (run.Occurrence, run.State))
            .ShouldBe([(IsoWeek.Parse("2026-W47"), RunState.Sent), (IsoWeek.Parse("2026-W48"), RunState.Sent)]);
    }

    [Fact]
    public async Task A_message_that_the_host_gives_up_without_an_attempt_is_put_back_and_costs_no_week()
    {
        var flow = FlowCase.Read("silent-poison-digest");
        await using var test = await TestPipeline.StartAsync(flow.Start);
        await new FlowRunner(test).RunAsync(flow);

        await FlowChecks.ShouldHoldAsync(test, flow);
        (await test.Get<RunTable>().ReadAsync(null, Token)).Select(run => (run.Occurrence, run.State))
            .ShouldBe([(IsoWeek.Parse("2026-W47"), RunState.Sent), (IsoWeek.Parse("2026-W48"), RunState.Sent)]);
        (await test.Get<AlertTable>().ReadAsync("sp", Token)).ShouldBeEmpty();
    }

    /// <summary>Each request that matches loses its first answer.</summary>
    private static AddedFault LoseFirstAnswers(TestPipeline test, string pattern)
    {
        var matching = new Regex(pattern, RegexOptions.None, TimeSpan.FromMinutes(1));
        var seen = new ConcurrentDictionary<string, bool>();
        return test.Storage.Twin.Faults.Add(new(FaultKind.LoseAnswerAsInternalError)
        {
            When = request => request.Service == TwinService.Tables && NameOf(request) is var name && matching.IsMatch(name) && seen.TryAdd(name, true),
            Times = int.MaxValue,
        });

        // The cases name the paths as Azurite has them.
        static string NameOf(TwinRequest request) => $"{request.Method} /devstoreaccount1{request.PathAndQuery}";
    }
}
