using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Suite;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>The twin under the shared suite, on fake time.</summary>
public sealed class TwinStorage : SuiteStorage
{
    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public TwinStorage()
    {
        Account = new(time);
        (Tables, Blobs, Queues) = (Account.NewTables(), Account.NewBlobs(), Account.NewQueues());
        EncodedQueues = Account.NewQueues(new() { MessageEncoding = QueueMessageEncoding.Base64 });
    }

    public TwinAccount Account { get; }

    public override bool IsTwin => true;

    public override TableServiceClient Tables { get; }

    public override BlobServiceClient Blobs { get; }

    public override QueueServiceClient Queues { get; }

    public override QueueServiceClient EncodedQueues { get; }

    public override Task PassAsync(TimeSpan time)
    {
        this.time.Advance(time);
        return Task.CompletedTask;
    }
}
