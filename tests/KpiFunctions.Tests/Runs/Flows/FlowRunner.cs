using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Testing.Flows;

/// <summary>Takes a pipeline through a case.</summary>
/// <param name="rules">The case's, which the pipeline was started with; null where it has none.</param>
internal sealed class FlowRunner(TestPipeline test, FlowRules? rules = null)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Drops the configs, lets time pass, and does what the case says.</summary>
    public async Task RunAsync(FlowCase flow)
    {
        if (flow.Rules is not null && rules is null) throw new NotSupportedException("The pipeline was started without the case's rules.");
        foreach (var config in flow.Configs) await test.DropConfigAsync($"{config["id"]}.json", config.ToJsonString());
        await test.LeapToAsync(flow.Until);
        foreach (var step in flow.Then ?? []) await DoAsync(step);
    }

    private async Task DoAsync(FlowStep step)
    {
        switch (step.Do)
        {
            case "clock":
                test.Clock.LeapTo(step.To!.Value);
                break;
            case "leap":
                await test.LeapToAsync(step.Until!.Value);
                break;
            case "timers":
                // Each timer twice at once, as when two hosts hold it for a moment.
                for (var i = 0; i < step.Times; i++)
                {
                    foreach (var timer in test.Jobs.Timers) await Task.WhenAll(timer.RunAsync(Token), timer.RunAsync(Token));
                    await test.Pipeline.Host.DrainAsync(Token);
                }

                break;
            case "message":
                for (var i = 0; i < step.Times; i++)
                {
                    await SendAsync(step);
                    await test.Pipeline.Host.DrainAsync(Token);
                }

                break;
            case "parallel":
                for (var i = 0; i < step.Times; i++) await SendAsync(step);
                await test.Pipeline.Host.DrainAsync(Token);
                break;
            case "two":
                var other = await test.StartAnotherAsync();
                await Task.WhenAll(test.Jobs.RunTimerAsync("PlanDigests", Token), other.Jobs.RunTimerAsync("PlanDigests", Token));
                await Task.WhenAll(test.Pipeline.Host.DrainAsync(Token), other.Host.DrainAsync(Token));
                break;
            case "plan":
                await test.Jobs.RunTimerAsync("PlanDigests", Token);
                break;
            case "move":
                // As the host does where a message's process dies each time: no attempt leaves a reason.
                var queue = test.Account.Queue(step.Queue!);
                foreach (var message in (await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value)
                {
                    await test.Account.Queue(step.Queue + QueueNames.PoisonSuffix).SendMessageAsync(message.Body, cancellationToken: Token);
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
                }

                break;
            case "restart":
                await test.RestartAsync();
                break;
            case "clear":
                rules!.Clear();
                break;
            case "note":
                break;
            default:
                throw new NotSupportedException($"A flow cannot '{step.Do}'.");
        }
    }

    private async Task SendAsync(FlowStep step) =>
        await test.Account.Queue(step.Queue!).SendMessageAsync(MessageJson.Encode(step.Message!.ToJsonString()), Token);
}
