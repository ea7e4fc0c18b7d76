using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi import</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var file = new Argument<string>("FILE") { Description = "An export: CSV." };
        var data = Options.Data();
        var command = new Command(
            "import",
            """
            Reads an export into a client's figures, and names every line that was refused.

            Examples:
              kpi import confiserie-du-port facebook-2026.csv
            """) { client, file, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, path) = (parsed.GetValue(client)!, parsed.GetValue(file)!);
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System), what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            if (await pipeline.Get<ClientDirectory>().FindAsync(id, cancellationToken) is null)
                throw new UsageException($"No client '{id}' is in force here. Add its config first: kpi add {id}.json");
            return await Drop.FileAsync(pipeline, ContainerNames.Imports, $"{id}/{Path.GetFileName(path)}", path, cancellationToken) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
