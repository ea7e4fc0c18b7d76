using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Listings of a container.</summary>
public abstract class BlobListBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task Blobs_are_listed_in_the_order_of_their_names() =>
        (await NamesAsync(await FilledAsync("b", "a/2", "a/10", "B", "a"), new())).ShouldBe(["B", "a", "a/10", "a/2", "b"]);

    [Fact]
    public async Task An_empty_container_lists_nothing() => (await NamesAsync(await FilledAsync(), new())).ShouldBeEmpty();

    [Fact]
    public async Task Blobs_are_listed_by_prefix() =>
        (await NamesAsync(await FilledAsync("a/1", "a/2", "ab", "b/1"), new() { Prefix = "a/" })).ShouldBe(["a/1", "a/2"]);

    [Fact]
    public async Task Pages_give_every_blob_once()
    {
        var container = await FilledAsync([.. Enumerable.Range(0, 25).Select(index => $"{index:D2} é")]);
        var pages = await container.GetBlobsAsync(new GetBlobsOptions(), Token).AsPages(pageSizeHint: 10).ToListAsync(Token);
        pages.Select(page => page.Values.Count).ShouldBe([10, 10, 5]);
        pages.SelectMany(page => page.Values).Select(blob => blob.Name).Distinct().Count().ShouldBe(25);
    }

    [Fact]
    public async Task A_listed_blob_has_its_properties()
    {
        var container = await Storage.NewContainerAsync();
        var uploaded = (await container.GetBlobClient("a").UploadAsync(new BinaryData("four"), new BlobUploadOptions { HttpHeaders = new() { ContentType = "text/plain" } }, Token)).Value;
        var listed = await container.GetBlobsAsync(new GetBlobsOptions(), Token).SingleAsync(Token);
        (listed.Properties.ContentLength, listed.Properties.ContentType, listed.Properties.BlobType).ShouldBe((4, "text/plain", BlobType.Block));
        listed.Properties.ETag!.Value.ToString("H").ShouldBe(uploaded.ETag.ToString("H"));
        listed.Properties.LastModified.ShouldBe(uploaded.LastModified);
    }

    [Fact]
    public async Task Metadata_is_listed_where_asked_for()
    {
        var container = await Storage.NewContainerAsync();
        await container.GetBlobClient("a").UploadAsync(new BinaryData("x"), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["key"] = "value" } }, Token);
        (await container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, Token).SingleAsync(Token)).Metadata["key"].ShouldBe("value");
        ((await container.GetBlobsAsync(new GetBlobsOptions(), Token).SingleAsync(Token)).Metadata?.Count ?? 0).ShouldBe(0);
    }

    [Fact]
    public async Task Names_are_grouped_by_a_delimiter()
    {
        var container = await FilledAsync("a/1", "a/2", "b", "c/d/1");
        var items = await container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/" }, Token).ToListAsync(Token);
        items.Select(item => item.IsPrefix ? item.Prefix : item.Blob.Name).Order(StringComparer.Ordinal).ShouldBe(["a/", "b", "c/"]);
    }

    private async Task<BlobContainerClient> FilledAsync(params string[] names)
    {
        var container = await Storage.NewContainerAsync();
        foreach (var name in names) await container.GetBlobClient(name).UploadAsync(new BinaryData("x"), Token);
        return container;
    }

    private static async Task<string[]> NamesAsync(BlobContainerClient container, GetBlobsOptions options) =>
        [.. (await container.GetBlobsAsync(options, Token).ToListAsync(Token)).Select(blob => blob.Name)];
}
