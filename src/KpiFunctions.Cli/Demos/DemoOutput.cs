using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Demos;

/// <summary>The directory that a demo writes: <c>digests</c>, <c>outbox</c>, <c>summary.json</c> and, when it is kept, <c>storage</c>.</summary>
internal sealed class DemoOutput
{
    private const string Marker = ".kpi-demo";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private readonly string directory;

    private DemoOutput(string directory) => this.directory = directory;

    public string Outbox => Path.Combine(directory, "outbox");

    public string Digests => Path.Combine(directory, "digests");

    public string Storage => Path.Combine(directory, "storage");

    public string Summary => Path.Combine(directory, "summary.json");

    /// <summary>Makes the directory ready; without <paramref name="keep"/> what an earlier demo left in it goes.</summary>
    /// <exception cref="UsageException">The directory holds something that no demo made.</exception>
    public static DemoOutput Prepare(string directory, bool keep)
    {
        var output = new DemoOutput(directory);
        var marker = Path.Combine(directory, Marker);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any() && !File.Exists(marker))
            throw new UsageException($"{directory} is not empty, and no demo made it. Give --out another directory.");

        if (!keep)
        {
            foreach (var made in new[] { output.Outbox, output.Digests, output.Storage })
                if (Directory.Exists(made)) Directory.Delete(made, recursive: true);
        }

        Directory.CreateDirectory(output.Outbox);
        Directory.CreateDirectory(output.Digests);
        File.WriteAllText(marker, "");
        return output;
    }

    /// <summary>Copies every archived digest out of the storage.</summary>
    /// <returns>The HTML files.</returns>
    public async Task<IReadOnlyList<string>> WriteDigestsAsync(StorageAccount account, CancellationToken cancellationToken)
    {
        var written = new List<string>();
        var container = account.Container(ContainerNames.Digests);
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
        {
            if (!blob.Name.EndsWith(".html", StringComparison.Ordinal) && !blob.Name.EndsWith(".txt", StringComparison.Ordinal)) continue;
            var path = Path.Combine(Digests, blob.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await container.GetBlobClient(blob.Name).DownloadToAsync(path, cancellationToken);
            if (blob.Name.EndsWith(".html", StringComparison.Ordinal)) written.Add(path);
        }

        return written;
    }

    /// <summary>Writes the summary.</summary>
    public Task WriteSummaryAsync(DemoSummary summary, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Summary, JsonSerializer.Serialize(summary, Json) + "\n", cancellationToken);
}
