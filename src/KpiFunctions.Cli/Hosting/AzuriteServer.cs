using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Azurite, Azure's storage emulator, as a child process on free ports of this machine. It ends with its parent process,
/// also when the parent is killed.
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

    /// <summary>The id of the process. After its parent was killed it runs on for a moment to write its data to disk.</summary>
    public int ProcessId => process.Id;

    /// <summary>The connection string for storage clients.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts Azurite on a directory. Installs it first if necessary.</summary>
    /// <param name="progress">Receives what is being done where it takes time.</param>
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

    /// <summary>Kills the process: data that was not yet written to disk is lost.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Lets the process write its data to disk, and ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var timeout = new CancellationTokenSource(StopsWithin);
            try
            {
                await process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    /// <summary>The addresses that Azurite prints when it listens.</summary>
    private static async Task<Dictionary<string, string>> AddressesOf(Process process, CancellationToken cancellationToken)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartsWithin);
        while (addresses.Count < 3)
        {
            var line = await process.StandardOutput.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException($"Azurite ended at its start: {(await errors).Trim()}");
            if (Listening().Match(line) is { Success: true } match) addresses[match.Groups["service"].Value] = match.Groups["address"].Value;
        }

        // A pipe that is not read fills up and blocks the process.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return addresses;
    }

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at (?<address>\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Listening();
}
