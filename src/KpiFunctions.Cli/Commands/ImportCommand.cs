using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi import</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var file = new Argument<string?>("FILE") { Description = "An export: CSV or a workbook. Left out with --again.", Arity = ArgumentArity.ZeroOrOne };
        var account = new Option<string?>("--account") { Description = "The file source that the export is for, where the client has several.", HelpName = "ACCOUNT" };
        var again = new Option<bool>("--again") { Description = "Read all exports that were imported before again, in the order in which they were dropped." };
        var data = Options.Data();
        var command = new Command(
            "import",
            """
            Reads an export into a client's figures, shows what it took, and names every line that was refused.

            Examples:
              kpi import confiserie-du-port facebook-2026.csv
              kpi import confiserie-du-port instagram-2026.csv --account instagram
              kpi import --again confiserie-du-port
            """) { client, file, account, again, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (id, path, of, isAgain) = (parsed.GetValue(client)!, parsed.GetValue(file), parsed.GetValue(account), parsed.GetValue(again));
            if (isAgain && (path is not null || of is not null)) throw new UsageException("--again reads every export that was imported before: leave out FILE and --account.");
            if (!isAgain && path is null) throw new UsageException("FILE is missing: name an export, or --again to read those that were imported before.");
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System) { NeedsStorage = true }, what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var config = (await KnownClient.FindAsync(pipeline, id, cancellationToken)).Config;
            if (isAgain) return await ReadAgainAsync(pipeline, id, cancellationToken);
            return await Drop.FileAsync(pipeline, ContainerNames.Imports, NameOf(config, path!, of), path!, cancellationToken) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static string NameOf(ClientConfig client, string path, string? account)
    {
        if (account is null) return $"{client.Id}/{Path.GetFileName(path)}";
        string[] accounts = [.. client.Sources.Where(source => source.Type == FileSource.Type).Select(source => source.Account)];
        return accounts.Contains(account, StringComparer.Ordinal)
            ? $"{client.Id}/{account}/{Path.GetFileName(path)}"
            : throw new UsageException($"--account: {client.Id} has no file source '{account}'; it has {(accounts.Length == 0 ? "none" : string.Join(", ", accounts))}.");
    }

    private static async Task<int> ReadAgainAsync(LocalPipeline pipeline, string client, CancellationToken cancellationToken)
    {
        var read = (await pipeline.Get<ImportsAgain>().RunAsync(client, cancellationToken))!;
        foreach (var line in read.Lines) Console.WriteLine(line);
        Console.WriteLine(read.Weeks.Count == 0
            ? "No stored figure changed."
            : $"Weeks whose stored figures changed: {string.Join(", ", read.Weeks)}. Digests that were sent keep theirs; the next one says what is counted differently since.");
        return ExitCode.Done;
    }
}
