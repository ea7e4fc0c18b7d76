using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing.Flows;
using KpiFunctions.Tests;

namespace KpiFunctions.EndToEnd;

/// <summary>The whole pipeline on real storage: messages that come again, and two hosts at once. By default they and the other cases run on the storage twin.</summary>
public sealed class FlowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [LongTheory]
    [InlineData("deliveries")]
    [InlineData("two-instances")]
    public async Task Messages_that_come_again_and_hosts_at_the_same_time_send_nothing_twice(string name)
    {
        var flow = FlowCase.Read(name);
        await using var test = await TestPipeline.StartAsync(flow.Start);
        await new FlowRunner(test).RunAsync(flow);

        await FlowChecks.ShouldHoldAsync(test, flow);
        var runs = await test.Get<RunTable>().ReadAsync(null, Token);
        runs.ShouldAllBe(run => run.State == RunState.Sent);
        runs.Count.ShouldBe(flow.Check.Mails.ShouldNotBeNull());
        foreach (var run in runs)
            (await test.Get<DeliveryTable>().ReadAsync(run.Client, run.Occurrence, Token)).ShouldAllBe(delivery => delivery.State == DeliveryState.Accepted);
    }
}
