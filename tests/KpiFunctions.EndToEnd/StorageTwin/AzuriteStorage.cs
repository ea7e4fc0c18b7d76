using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.StorageTwin.Suite;

namespace KpiFunctions.EndToEnd.StorageTwin;

/// <summary>One Azurite for the whole shared suite.</summary>
[CollectionDefinition(Name)]
public sealed class OnAzurite : ICollectionFixture<AzuriteStorage>
{
    public const string Name = "StorageTwin on Azurite";
}

/// <summary>Azurite under the shared suite, in real time.</summary>
public sealed class AzuriteStorage : SuiteStorage, IAsyncLifetime
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-test-");

    private AzuriteServer server = null!;

    public override bool IsTwin => false;

    public override TableServiceClient Tables => field ??= new(server.ConnectionString, WithoutPauses(new TableClientOptions()));

    public override BlobServiceClient Blobs => field ??= new(server.ConnectionString, WithoutPauses(new BlobClientOptions()));

    public override QueueServiceClient Queues => field ??= new(server.ConnectionString, WithoutPauses(new QueueClientOptions()));

    public override QueueServiceClient EncodedQueues => field ??= new(server.ConnectionString, WithoutPauses(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }));

    public override Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync() =>
        server = await AzuriteServer.StartAsync(Path.Combine(directory.FullName, "azurite"), null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Delete(recursive: true);
    }

    /// <summary>As on the twin: the SDK repeats a failed request at once.</summary>
    private static T WithoutPauses<T>(T options)
        where T : Azure.Core.ClientOptions
    {
        (options.Retry.Delay, options.Retry.MaxDelay, options.Retry.Mode) = (TimeSpan.Zero, TimeSpan.Zero, Azure.Core.RetryMode.Fixed);
        return options;
    }
}
