using System.Diagnostics;
using System.Net.Sockets;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// The Azurite of a data directory. Two of them on one directory would spoil it: who comes second uses the one that
/// runs already, whose address stands in the directory.
/// </summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private readonly AzuriteServer? server;
    private readonly FileStream? claim;

    private LocalStorage(string connectionString, AzuriteServer? server, FileStream? claim)
    {
        ConnectionString = connectionString;
        this.server = server;
        this.claim = claim;
    }

    public string ConnectionString { get; }

    /// <summary>Finds the running storage of a directory, or starts it.</summary>
    public static async Task<LocalStorage> OpenAsync(string directory, Action<string> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var (address, processId) = (Path.Combine(directory, "connection.txt"), Path.Combine(directory, "azurite.pid"));
        while (true)
        {
            if (TryClaim(Path.Combine(directory, "in-use.lock")) is { } claim)
            {
                await PredecessorEndedAsync(processId, cancellationToken);
                var server = await AzuriteServer.StartAsync(Path.Combine(directory, "azurite"), progress, cancellationToken);
                await File.WriteAllTextAsync(processId, server.ProcessId.ToString(), cancellationToken);
                await File.WriteAllTextAsync(address, server.ConnectionString, cancellationToken);
                return new(server.ConnectionString, server, claim);
            }

            if (File.Exists(address) && await File.ReadAllTextAsync(address, cancellationToken) is { Length: > 0 } running && await Answers(running, cancellationToken))
                return new(running, null, null);

            // Its owner is just starting it, or just stopping it.
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
    /// Waits for the storage of an owner who was killed: it is still writing into this directory. Another process that
    /// has got its number since is not Node.js, or is waited for in vain for a few seconds.
    /// </summary>
    private static async Task PredecessorEndedAsync(string processId, CancellationToken cancellationToken)
    {
        if (!File.Exists(processId) || !int.TryParse(await File.ReadAllTextAsync(processId, cancellationToken), out var id)) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        try
        {
            using var predecessor = Process.GetProcessById(id);
            if (predecessor.ProcessName.StartsWith("node", StringComparison.OrdinalIgnoreCase)) await predecessor.WaitForExitAsync(patience.Token);
        }
        catch (ArgumentException)
        {
            // It has gone.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is somebody else.
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
