using System.CommandLine;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi validate</c>.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Client configs, and brands' folders.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "validate",
            """
            Checks client configs, and brands' folders, and names every problem with its line and column. Nothing is stored.

            Examples:
              kpi validate clients/*.json
              kpi validate samples/templates/atelier
            """) { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var parser = new ConfigParser(AllSources.Traits, Objectives.Traits);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var refused = 0;
            foreach (var file in parsed.GetValue(files)!)
            {
                if (Directory.Exists(file))
                {
                    refused += await CheckBrandAsync(file, cancellationToken);
                    continue;
                }

                if (!File.Exists(file)) throw new UsageException($"There is no file {file}.");
                var verdict = parser.Parse(Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellationToken), today);
                foreach (var problem in verdict.Problems) Console.WriteLine(problem);
                Console.WriteLine(verdict.Config is { } config ? $"{file}: in order ({config.Name})" : $"{file}: refused");
                if (verdict.Config is null) refused++;
            }

            return refused > 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    /// <returns>How many of its files are refused.</returns>
    private static async Task<int> CheckBrandAsync(string folder, CancellationToken cancellationToken)
    {
        var check = new BrandFileCheck(new(new()));
        var refused = 0;
        foreach (var (name, path) in BrandFolder.Files(folder))
        {
            var verdict = check.Check(name, await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
            foreach (var problem in verdict.Problems) Console.WriteLine(problem);
            Console.WriteLine(verdict.Content is null ? $"{path}: refused" : $"{path}: in order");
            if (verdict.Content is null) refused++;
        }

        return refused;
    }
}
