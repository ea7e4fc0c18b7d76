using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;

namespace KpiFunctions.Endurance.Storage;

/// <summary>Where the pipelines of a run store: the twin, or an Azurite.</summary>
internal abstract class Store
{
    /// <summary>The account as it is, without disturbances.</summary>
    public StorageAccount Untapped => field ??= Account(null);

    /// <summary>The account as the process of a seat sees it.</summary>
    public StorageAccount For(Seat seat, IConductor conductor, Plant plant) => Account(service => new(service, seat, conductor, plant, () => Untapped));

    public static Store On(TwinAccount twin) => new TwinStore(twin);

    public static Store On(string connection) => new NetworkStore(connection);

    protected abstract StorageAccount Account(Func<Service, StorageTap>? tap);

    protected static T With<T>(T options, Service service, Func<Service, StorageTap>? tap)
        where T : ClientOptions
    {
        if (tap is not null) options.AddPolicy(tap(service), HttpPipelinePosition.PerRetry);
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    private sealed class TwinStore(TwinAccount twin) : Store
    {
        protected override StorageAccount Account(Func<Service, StorageTap>? tap) => new(
            twin.NewTables(options: With(new TableClientOptions(), Service.Tables, tap)),
            twin.NewBlobs(options: With(new BlobClientOptions(), Service.Blobs, tap)),
            twin.NewQueues(With(new QueueClientOptions(), Service.Queues, tap)))
        {
            AtOnce = 1,
        };
    }

    private sealed class NetworkStore(string connection) : Store
    {
        protected override StorageAccount Account(Func<Service, StorageTap>? tap) => new(
            new(connection, With(new TableClientOptions(), Service.Tables, tap)),
            new(connection, With(new BlobClientOptions(), Service.Blobs, tap)),
            new(connection, With(new QueueClientOptions(), Service.Queues, tap)));
    }
}
