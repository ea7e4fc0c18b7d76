using System.CommandLine;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi replay</c>.</summary>
internal static class ReplayCommand
{
    private static readonly string[] Queues = [QueueNames.BlobEvents, QueueNames.Fetch, QueueNames.Digest, QueueNames.Send, QueueNames.Sweep];

    public static Command Create()
    {
        var command = new ActionCommand(ActionNames.Replay, "kpi replay confiserie-du-port", "kpi replay confiserie-du-port --queue fetch", "kpi replay -");
        command.Client.Description = "The client's id; - for messages that concern no client.";
        var queue = new Option<string?>("--queue") { Description = $"Only messages of this queue: {string.Join(", ", Queues)}.", HelpName = "QUEUE" };
        queue.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Queues.Contains(token.Value)) result.AddError($"--queue: '{token.Value}' is no queue; allowed: {string.Join(", ", Queues)}.");
        });
        return command.Create([command.Client, queue], (parsed, _) => new(ActionNames.Replay, parsed.GetValue(command.Client)!) { Queue = parsed.GetValue(queue) });
    }
}
