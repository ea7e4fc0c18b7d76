using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Azurite, Azure's own storage emulator, as a child process on free ports of this machine. It ends with its parent,
/// also when that is killed.
/// </summary>
internal sealed partial class AzuriteServer : IAsyncDisposable
{
    /// <summary>The account that every Azurite has, and its published key.</summary>
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(20);

    private readonly Process process;

    private AzuriteServer(Process process, string blobs, string queues, string tables)
    {
        this.process = process;
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
            $"BlobEndpoint={blobs}/{Account};QueueEndpoint={queues}/{Account};TableEndpoint={tables}/{Account};";
    }

    /// <summary>The process, which goes on for a moment when its parent is killed: it writes what it holds.</summary>
    public int ProcessId => process.Id;

    /// <summary>What storage clients connect with.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts Azurite on a directory; installs it first where that was never done.</summary>
    /// <param name="progress">Told what takes time.</param>
    /// <exception cref="InvalidOperationException">Node.js is missing, or Azurite does not start: the message says what to do.</exception>
    public static async Task<AzuriteServer> StartAsync(string dataDirectory, Action<string>? progress, CancellationToken cancellationToken)
    {
        var script = Path.Combine(await new NpmInstallation("azurite", "Azurite, the local storage").EnsureAsync(progress, cancellationToken), "run.mjs");
        Directory.CreateDirectory(dataDirectory);
        progress?.Invoke("starting the local storage");
        var azurite = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                script, "--location", dataDirectory, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--skipApiVersionCheck", "--disableTelemetry",
            },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var addresses = await AddressesOf(azurite, cancellationToken);
            return new(azurite, addresses["Blob"], addresses["Queue"], addresses["Table"]);
        }
        catch
        {
            azurite.Kill(entireProcessTree: true);
            azurite.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as a power cut does: what it had not written is lost.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Lets it write what it holds, and ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopsWithin);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    /// <summary>The addresses that it prints once it listens.</summary>
    private static async Task<Dictionary<string, string>> AddressesOf(Process process, CancellationToken cancellationToken)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartsWithin);
        while (addresses.Count < 3)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"Azurite ended at its start: {(await errors).Trim()}");
            if (Listening().Match(line) is { Success: true } match) addresses[match.Groups["service"].Value] = match.Groups["address"].Value;
        }

        // A pipe that nobody reads fills up and stops the process behind it.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return addresses;
    }

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at (?<address>\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
