using System.CommandLine;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Commands;

/// <summary><c>kpi brand</c>.</summary>
internal static class BrandCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The brand's folder; its name is the brand's id." };
        var data = Options.Data();
        var command = new Command(
            "brand",
            """
            Drops a brand's face and templates into the local storage, as a consultant does in Azure, and shows the verdict on them.

            Examples:
              kpi brand samples/templates/atelier
            """) { folder, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = BrandFolder.Files(parsed.GetValue(folder)!);
            await using var pipeline = await LocalPipeline.StartAsync(
                new(parsed.GetValue(data)!, TimeProvider.System), what => Console.Error.WriteLine($"… {what}"), cancellationToken);
            var accepted = true;
            foreach (var (name, path) in files)
            {
                var isTaken = await Drop.FileAsync(pipeline, ContainerNames.Templates, name, path, cancellationToken);
                Console.WriteLine(isTaken ? $"{name}: in order" : $"{name}: refused");
                accepted &= isTaken;
            }

            return accepted ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}

/// <summary>A brand's folder on this machine.</summary>
internal static class BrandFolder
{
    /// <summary>The brand's files in it, by their names within <c>templates</c>.</summary>
    /// <exception cref="UsageException">There is no such folder, or none of them is in it.</exception>
    public static IReadOnlyList<(string Name, string Path)> Files(string folder)
    {
        var directory = new DirectoryInfo(folder);
        if (!directory.Exists) throw new UsageException($"There is no folder {folder}.");
        var files = BrandFiles.All.Select(file => (Name: $"{directory.Name}/{file}", Path: Path.Combine(directory.FullName, file))).Where(file => File.Exists(file.Path)).ToList();
        return files.Count > 0 ? files : throw new UsageException($"The folder {folder} has none of {string.Join(", ", BrandFiles.All)}.");
    }
}
