using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>The data account: its tables, blobs and queues.</summary>
/// <param name="queues">Sends and receives message bodies as they are.</param>
public sealed class StorageAccount(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues)
{
    /// <summary>A table, by a name of <see cref="TableNames"/>.</summary>
    public TableClient Table(string name) => tables.GetTableClient(name);

    /// <summary>Writes to a table that share transactions. Keep the object: only writes through the same one are combined.</summary>
    public GroupCommit GroupCommit(string table) => new(Table(table), TimeProvider.System);

    /// <summary>A container, by a name of <see cref="ContainerNames"/>.</summary>
    public BlobContainerClient Container(string name) => blobs.GetBlobContainerClient(name);

    /// <summary>A queue.</summary>
    public QueueClient Queue(string name) => queues.GetQueueClient(name);

    /// <summary>
    /// The account that a setting names: a connection string, or a section with <c>tableServiceUri</c>,
    /// <c>blobServiceUri</c>, <c>queueServiceUri</c> and, for a user-assigned identity, <c>clientId</c>, as the
    /// Functions host reads it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither is set.</exception>
    public static StorageAccount From(IConfiguration configuration, string name)
    {
        if (configuration[name] is { Length: > 0 } connection)
            return new(new(connection), new(connection), new(connection));

        var section = configuration.GetSection(name);
        var credential = AzureCredentials.From(section);
        return new(
            new(Address("tableServiceUri"), credential),
            new(Address("blobServiceUri"), credential),
            new(Address("queueServiceUri"), credential));

        Uri Address(string key) => Uri.TryCreate(section[key], UriKind.Absolute, out var uri)
            ? uri
            : throw new InvalidOperationException(
                $"The setting {name} is missing: give a connection string as {name}, or the addresses {name}__tableServiceUri, {name}__blobServiceUri and {name}__queueServiceUri.");
    }

    /// <summary>Creates whatever is missing. In Azure the templates under <c>infra</c> do that; this is for local storage.</summary>
    /// <param name="queueNames">The queues to create.</param>
    public async Task CreateMissingAsync(IEnumerable<string> queueNames, CancellationToken cancellationToken)
    {
        await Task.WhenAll(TableNames.All.Select(name => Table(name).CreateIfNotExistsAsync(cancellationToken)));
        await Task.WhenAll(ContainerNames.All.Select(name => Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
        await Task.WhenAll(queueNames.Select(name => Queue(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
    }
}
