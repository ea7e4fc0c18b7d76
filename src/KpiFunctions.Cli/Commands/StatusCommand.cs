using System.CommandLine;
using KpiFunctions.Cli.Acting;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Actions;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var client = new Argument<string?>("CLIENT") { Description = "The client's id; all clients that have something to look at unless given.", Arity = ArgumentArity.ZeroOrOne };
        var (data, now) = (Options.Data(), Options.Now());
        var storage = new Option<string?>("--storage")
        {
            Description = "Look at a deployed pipeline instead: the name of its data account, with the rights of whoever is signed in to Azure, or a connection string.",
            HelpName = "ACCOUNT",
        };
        var command = new Command(
            ActionNames.Status,
            $"""
            {ActionWords.OfCommands.MeaningOf(DeclaredAction.Find(ActionNames.Status)!)}

            Examples:
              kpi status
              kpi status confiserie-du-port
              kpi status --storage stkpiprod
            """) { client, data, storage, now };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TimeProvider time = parsed.GetValue(now) is { } instant ? new LeapingClock(instant) : TimeProvider.System;
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, time) { Deployed = Deployed.OfStorage(parsed.GetValue(storage)), NeedsStorage = true }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var (reader, writer) = (pipeline.Get<StatusReader>(), new StatusWriter(Console.Out, time.GetUtcNow()));
            if (parsed.GetValue(client) is { } id)
            {
                // What is reported of a config that was refused from the beginning is reported of no client in force.
                if (await reader.FindAsync(id, cancellationToken) is { } status) writer.Write(status);
                else writer.Write(await reader.FindOtherAsync(id, cancellationToken) ?? throw await KnownClient.MissingAsync(pipeline, id, cancellationToken));
                return ExitCode.Done;
            }

            var clients = await reader.ListAsync(cancellationToken);
            writer.Write(clients, await reader.ListOthersAsync(clients, cancellationToken));
            return ExitCode.Done;
        });
        return command;
    }
}
