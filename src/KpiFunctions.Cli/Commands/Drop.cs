using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Commands;

/// <summary>Drops a file into a container of the local storage and shows what became of it.</summary>
internal static class Drop
{
    /// <summary>Drops one file.</summary>
    /// <returns>Whether it was taken.</returns>
    public static async Task<bool> FileAsync(LocalPipeline pipeline, string container, string name, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new UsageException($"There is no file {path}.");
        var content = new BinaryData(await File.ReadAllBytesAsync(path, cancellationToken));
        await pipeline.Account.Container(container).GetBlobClient(name).UploadAsync(content, overwrite: true, cancellationToken);

        // With a host running, this is work that it would do as well: taking in the same version twice changes nothing.
        var verdict = await pipeline.Get<BlobIntake>().RunAsync(container, name, cancellationToken);
        foreach (var line in verdict!.Lines) Console.WriteLine(line);
        return verdict.IsAccepted;
    }
}
