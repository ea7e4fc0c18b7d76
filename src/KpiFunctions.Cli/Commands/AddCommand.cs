using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs.Actions;
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
            foreach (var file in parsed.GetValue(files)!) accepted &= await AddAsync(pipeline, file, cancellationToken);
            return accepted ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    /// <returns>Whether the config is in force.</returns>
    private static async Task<bool> AddAsync(LocalPipeline pipeline, string file, CancellationToken cancellationToken)
    {
        var (name, id) = (Path.GetFileName(file), Path.GetFileNameWithoutExtension(file));
        var isAccepted = await Drop.FileAsync(pipeline, ContainerNames.Clients, name, file, cancellationToken);
        var client = await pipeline.Get<StatusReader>().FindAsync(id, cancellationToken);
        if (isAccepted && client is not null)
        {
            Console.WriteLine($"{file}: in order ({client.Client.Config.Name})");
            Console.WriteLine($"It is in force. Its next digest is due: {ActionWords.OfCommands.When(client.NextDueAt)}. `kpi run` fetches its figures, and sends its digests.");
        }
        else
        {
            Console.WriteLine($"{file}: refused");
            Console.WriteLine(client is null ? "Nothing of this client is in force: it gets no digest." : $"The version that was accepted before stays in force. Its next digest is due: {ActionWords.OfCommands.When(client.NextDueAt)}.");
        }

        return isAccepted;
    }
}
