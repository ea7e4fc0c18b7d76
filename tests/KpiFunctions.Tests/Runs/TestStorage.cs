using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;

namespace KpiFunctions.Testing;

/// <summary>The storage of a <see cref="TestPipeline"/> here: the twin, on the pipeline's clock.</summary>
internal sealed class TestStorage(TimeProvider time) : IDisposable
{
    private int hosts;

    /// <summary>It keeps no requests: the ticks of some weeks make many.</summary>
    public TwinAccount Twin { get; } = new(time) { KeepsRequests = false };

    /// <summary>Nowhere: the twin is in memory.</summary>
    public string Directory { get; } = "";

    /// <summary>The account as another host sees it: <c>host-1</c>, <c>host-2</c>…</summary>
    public StorageAccount NewAccount()
    {
        var host = $"host-{++hosts}";
        return new(Twin.NewTables(host), Twin.NewBlobs(host), Twin.NewQueues(host: host));
    }

    public static TestStorage On(TimeProvider time) => new(time);

    public void Dispose()
    {
        // In memory only.
    }
}
