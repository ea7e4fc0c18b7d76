using System.Diagnostics;
using System.Net.Sockets;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// The Azurite of a data directory. Two processes on one directory would corrupt its data: a second command uses the one
/// that is running, whose connection string is in a file of the directory.
/// </summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private const string Data = "azurite";
    private readonly AzuriteServer? server;
    private readonly FileStream? claim;

    private LocalStorage(string connectionString, AzuriteServer? server, FileStream? claim)
    {
        ConnectionString = connectionString;
        this.server = server;
        this.claim = claim;
    }

    public string ConnectionString { get; }

    /// <summary>Whether this process started it: otherwise another one works on it.</summary>
    public bool IsOwner => server is not null;

    /// <summary>Whether a storage was ever started in a directory.</summary>
    public static bool IsIn(string directory) => Directory.Exists(Path.Combine(directory, Data));

    /// <summary>Finds the running storage of a directory, or starts it.</summary>
    public static async Task<LocalStorage> OpenAsync(string directory, Action<string> progress, CancellationToken cancellationToken)
    {
        if (File.Exists(directory)) throw new UsageException($"--data: {directory} is a file; name a directory.");
        Directory.CreateDirectory(directory);
        var (address, processId) = (Path.Combine(directory, "connection.txt"), Path.Combine(directory, "azurite.pid"));
        while (true)
        {
            if (TryClaim(Path.Combine(directory, "in-use.lock")) is { } claim)
            {
                await PredecessorEndedAsync(processId, cancellationToken);
                var server = await AzuriteServer.StartAsync(Path.Combine(directory, Data), progress, cancellationToken);
                await File.WriteAllTextAsync(processId, server.ProcessId.ToString(), cancellationToken);
                await File.WriteAllTextAsync(address, server.ConnectionString, cancellationToken);
                return new(server.ConnectionString, server, claim);
            }

            if (File.Exists(address) && await File.ReadAllTextAsync(address, cancellationToken) is { Length: > 0 } running && await Answers(running, cancellationToken))
                return new(running, null, null);

            // The owner is starting or stopping it.
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        if (claim is not null) await claim.DisposeAsync();
    }

    /// <summary>
    /// Waits for the storage of an owner that was killed, which is still writing to this directory. If another process has
    /// the same id by now, it is ignored unless it is Node.js; then the wait ends after a few seconds.
    /// </summary>
    private static async Task PredecessorEndedAsync(string processId, CancellationToken cancellationToken)
    {
        if (!File.Exists(processId) || !int.TryParse(await File.ReadAllTextAsync(processId, cancellationToken), out var id)) return;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(15));
        try
        {
            using var predecessor = Process.GetProcessById(id);
            if (predecessor.ProcessName.StartsWith("node", StringComparison.OrdinalIgnoreCase)) await predecessor.WaitForExitAsync(timeout.Token);
        }
        catch (ArgumentException)
        {
            // The process has ended.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is another process.
        }
    }

    private static FileStream? TryClaim(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<bool> Answers(string connectionString, CancellationToken cancellationToken)
    {
        var endpoint = connectionString.Split(';').Select(part => part.Split('=', 2)).First(part => part[0] == "TableEndpoint")[1];
        var uri = new Uri(endpoint);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(uri.Host, uri.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
