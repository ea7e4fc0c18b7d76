using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>The account that the suite runs on: the twin or Azurite. Each test makes what it needs under names of its own.</summary>
public abstract class SuiteStorage
{
    private static int last;

    public abstract bool IsTwin { get; }

    public abstract TableServiceClient Tables { get; }

    public abstract BlobServiceClient Blobs { get; }

    /// <summary>Without message encoding.</summary>
    public abstract QueueServiceClient Queues { get; }

    /// <summary>Queues with messages in base64, as the app has them.</summary>
    public abstract QueueServiceClient EncodedQueues { get; }

    /// <summary>Lets time pass: fake time on the twin, a real wait on Azurite.</summary>
    /// <param name="time">Less than two seconds.</param>
    public abstract Task PassAsync(TimeSpan time);

    /// <summary>A name that no other test has, good for tables, containers and queues.</summary>
    public static string NewName() => "t" + Interlocked.Increment(ref last).ToString("D5", CultureInfo.InvariantCulture);

    public async Task<TableClient> NewTableAsync()
    {
        var table = Tables.GetTableClient(NewName());
        await table.CreateAsync(TestContext.Current.CancellationToken);
        return table;
    }

    public async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = Blobs.GetBlobContainerClient(NewName());
        await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return container;
    }

    public async Task<QueueClient> NewQueueAsync()
    {
        var queue = Queues.GetQueueClient(NewName());
        await queue.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return queue;
    }
}
