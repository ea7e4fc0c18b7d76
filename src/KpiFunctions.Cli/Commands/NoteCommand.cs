using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi note</c>.</summary>
internal static class NoteCommand
{
    public static Command Create()
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var week = Arguments.Week();
        var file = new Argument<string>("FILE") { Description = "The note: Markdown." };
        var data = Options.Data();
        var command = new Command(
            "note",
            """
            Drops a note for a week's digest into the local storage, as a consultant does in Azure, and shows the verdict on it.

            Examples:
              kpi note confiserie-du-port 2026-W46 note.md
            """) { client, week, file, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, path) = (parsed.GetValue(client)!, parsed.GetValue(file)!);
            var name = NoteStore.NameOf(id, parsed.GetValue(week));
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System) { NeedsStorage = true }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            await KnownClient.FindAsync(pipeline, id, cancellationToken);
            var isTaken = await Drop.FileAsync(pipeline, ContainerNames.Notes, name, path, cancellationToken);
            Console.WriteLine(isTaken ? $"{name}: in order" : $"{name}: refused");
            return isTaken ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
