using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
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

    /// <summary>Writes every archived digest: the mail as HTML and text, and its page.</summary>
    public async Task WriteDigestsAsync(StorageAccount account, DigestArchive archive, CancellationToken cancellationToken)
    {
        await foreach (var blob in account.Container(ContainerNames.Digests).GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
        {
            if (blob.Name.Split('/', '.') is not [var client, var week, .. { Length: <= 1 } language, "txt"]) continue;
            var digest = await archive.FindAsync(client, IsoWeek.Parse(week), language.FirstOrDefault(), cancellationToken);
            if (digest is not null) await DigestFiles.WriteAsync(Path.Combine(Digests, client), string.Join('.', [week, .. language]), digest, cancellationToken);
        }
    }

    /// <summary>Writes the summary.</summary>
    public Task WriteSummaryAsync(DemoSummary summary, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Summary, JsonSerializer.Serialize(summary, Json) + "\n", cancellationToken);
}
