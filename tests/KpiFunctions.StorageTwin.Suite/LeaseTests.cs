using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>A blob and its leases, by holders 1, 2 and so on.</summary>
public abstract class LeaseTests(SuiteStorage storage) : SuiteTests(storage)
{
    protected static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    protected static BlobLeaseClient LeaseOf(BlobClient blob, int holder) => blob.GetBlobLeaseClient(IdOf(holder));

    protected static string IdOf(int holder) => new Guid(holder, 0, 0, new byte[8]).ToString();

    protected static Task<Response<BlobContentInfo>> PutAsync(BlobClient blob, int? holder) =>
        blob.UploadAsync(new BinaryData("x"), new BlobUploadOptions { Conditions = holder is { } id ? new() { LeaseId = IdOf(id) } : null }, Token);

    protected async Task<BlobClient> NewBlobAsync()
    {
        var blob = (await Storage.NewContainerAsync()).GetBlobClient("leased");
        await blob.UploadAsync(new BinaryData("x"), Token);
        return blob;
    }
}
