using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>The data account: its tables, blobs and queues.</summary>
/// <param name="queues">Sends and receives message bodies as they are.</param>
public sealed class StorageAccount(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues)
{
    /// <summary>How many requests, or pieces of work, a planner or a sweep has under way at once. With 1 their order is the same each time.</summary>
    public int AtOnce { get; init; } = 8;

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
    /// <exception cref="SettingException">Neither is set, or one of them is wrong.</exception>
    public static StorageAccount From(IConfiguration configuration, string name)
    {
        if (configuration[name] is { Length: > 0 } connection) return FromConnectionString(name, connection);

        var section = configuration.GetSection(name);
        if (!section.GetChildren().Any())
            throw new SettingException(name, Settings.Missing, $"a connection string as {name}, or the addresses {name}__tableServiceUri, {name}__blobServiceUri and {name}__queueServiceUri");

        var (tables, blobs, queues) = (Address("table"), Address("blob"), Address("queue"));
        var credential = AzureCredentials.From(section);
        return new(new(tables, credential), new(blobs, credential), new(queues, credential));

        Uri Address(string service) => Settings.Address(
            configuration, $"{name}:{service}ServiceUri", $"the https address of the account's {service}s, such as https://account.{service}.core.windows.net");
    }

    private static StorageAccount FromConnectionString(string name, string connection)
    {
        try
        {
            return new(new(connection), new(connection), new(connection));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            // The exception may quote the text, which holds the account's key.
            throw new SettingException(name, "cannot be read as a connection string", "AccountName, AccountKey and the services' addresses as name=value, separated by semicolons; its value is not shown here");
        }
    }

    /// <summary>Creates missing tables, containers and queues of local storage. In Azure the templates under <c>infra</c> create them.</summary>
    /// <param name="queueNames">The queues to create.</param>
    public async Task CreateMissingAsync(IEnumerable<string> queueNames, CancellationToken cancellationToken)
    {
        await Task.WhenAll(TableNames.All.Select(name => Table(name).CreateIfNotExistsAsync(cancellationToken)));
        await Task.WhenAll(ContainerNames.All.Select(name => Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
        await Task.WhenAll(queueNames.Select(name => Queue(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));
    }
}
