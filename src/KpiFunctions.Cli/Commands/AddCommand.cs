using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi add</c>.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Client configs.", Arity = ArgumentArity.OneOrMore };
        var data = Options.Data();
        var command = new Command(
            "add",
            """
            Drops client configs into the local storage, as a consultant does in Azure, and shows the verdict on each.

            Examples:
              kpi add clients/confiserie-du-port.json
            """) { files, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System), what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var accepted = true;
            foreach (var file in parsed.GetValue(files)!)
                accepted &= await Drop.FileAsync(pipeline, ContainerNames.Clients, Path.GetFileName(file), file, cancellationToken);
            return accepted ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
