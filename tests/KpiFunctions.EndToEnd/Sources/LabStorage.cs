using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.EndToEnd.Sources;

/// <summary>One Azurite for all the tests of a class; each of their clients has a partition of its own.</summary>
public sealed class LabStorage : IAsyncLifetime
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-lab-");
    private AzuriteServer server = null!;

    /// <summary>What storage clients connect with.</summary>
    public string Connection => server.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        server = await AzuriteServer.StartAsync(Path.Combine(directory.FullName, "azurite"), null, TestContext.Current.CancellationToken);
        var account = StorageAccount.From(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Lab"] = Connection }).Build(), "Lab");
        await account.CreateMissingAsync([], TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Delete(recursive: true);
    }
}
