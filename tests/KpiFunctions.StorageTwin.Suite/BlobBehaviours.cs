using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Uploads, downloads, properties and deletes of block blobs.</summary>
public abstract class BlobBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task An_upload_is_downloaded()
    {
        var blob = await NewBlobAsync();
        var uploaded = (await blob.UploadAsync(new BinaryData("content"), Token)).Value;
        var read = (await blob.DownloadContentAsync(Token)).Value;
        read.Content.ToString().ShouldBe("content");
        read.Details.ETag.ShouldBe(uploaded.ETag);
        read.Details.ContentType.ShouldBe("application/octet-stream");
    }

    [Fact]
    public async Task An_empty_blob_is_downloaded()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData(Array.Empty<byte>()), Token);
        (await blob.DownloadContentAsync(Token)).Value.Content.ToMemory().Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_blob_is_not_found()
    {
        var blob = await NewBlobAsync();
        (await OutcomeOf(() => blob.DownloadContentAsync(Token))).ShouldBe("404 BlobNotFound");
        (await OutcomeOf(() => blob.GetPropertiesAsync(cancellationToken: Token))).ShouldBe("404 BlobNotFound");
        (await OutcomeOf(() => blob.DeleteAsync(cancellationToken: Token))).ShouldBe("404 BlobNotFound");
        (await blob.DeleteIfExistsAsync(cancellationToken: Token)).Value.ShouldBeFalse();
        (await blob.ExistsAsync(Token)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task An_upload_does_not_overwrite_unless_it_says_so()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData("one"), Token);
        (await OutcomeOf(() => blob.UploadAsync(new BinaryData("two"), Token))).ShouldBe("409 BlobAlreadyExists");
        (await OutcomeOf(() => blob.UploadAsync(new BinaryData("two"), overwrite: true, Token))).ShouldBe(Done);
        (await blob.DownloadContentAsync(Token)).Value.Content.ToString().ShouldBe("two");
    }

    [Fact]
    public async Task Every_upload_gives_another_version()
    {
        var blob = await NewBlobAsync();
        var versions = new HashSet<ETag>();
        for (var upload = 0; upload < 10; upload++) versions.Add((await blob.UploadAsync(new BinaryData("same"), overwrite: true, Token)).Value.ETag);
        versions.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Content_headers_and_metadata_are_read_back()
    {
        var blob = await NewBlobAsync();
        var options = new BlobUploadOptions
        {
            HttpHeaders = new() { ContentType = "text/html; charset=utf-8", ContentLanguage = "fr", CacheControl = "no-store", ContentDisposition = "inline", ContentEncoding = "identity" },
            Metadata = new Dictionary<string, string> { ["client"] = "confiserie", ["week"] = "2026-W47" },
        };
        await blob.UploadAsync(new BinaryData("x"), options, Token);
        var read = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value;
        (read.ContentType, read.ContentLanguage, read.CacheControl, read.ContentDisposition, read.ContentEncoding).ShouldBe(("text/html; charset=utf-8", "fr", "no-store", "inline", "identity"));
        read.Metadata.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["client=confiserie", "week=2026-W47"]);
        (read.ContentLength, read.BlobType).ShouldBe((1, BlobType.Block));
    }

    [Fact]
    public async Task An_overwrite_drops_metadata_and_headers()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData("x"), new BlobUploadOptions { HttpHeaders = new() { ContentType = "text/plain" }, Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token);
        await blob.UploadAsync(new BinaryData("y"), overwrite: true, Token);
        var read = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value;
        (read.ContentType, read.Metadata.Count).ShouldBe(("application/octet-stream", 0));
    }

    [Fact]
    public async Task Metadata_is_replaced_and_gives_another_version()
    {
        var blob = await NewBlobAsync();
        var uploaded = (await blob.UploadAsync(new BinaryData("x"), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token)).Value;
        await blob.SetMetadataAsync(new Dictionary<string, string> { ["c"] = "d" }, cancellationToken: Token);
        var read = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value;
        read.Metadata.ShouldHaveSingleItem().Value.ShouldBe("d");
        read.ETag.ShouldNotBe(uploaded.ETag);
    }

    [Fact]
    public async Task Content_headers_are_replaced()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData("x"), Token);
        await blob.SetHttpHeadersAsync(new() { ContentType = "text/csv" }, cancellationToken: Token);
        (await blob.GetPropertiesAsync(cancellationToken: Token)).Value.ContentType.ShouldBe("text/csv");
    }

    [Theory]
    [InlineData(0, 3, "con")]
    [InlineData(3, 2, "te")]
    [InlineData(5, 100, "nt")]
    public async Task A_part_is_downloaded(int from, int length, string expected)
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData("content"), Token);
        var read = (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new(from, length) }, Token)).Value;
        read.Content.ToString().ShouldBe(expected);
        read.Details.ContentRange.ShouldBe($"bytes {from}-{from + expected.Length - 1}/7");
    }

    [Fact]
    public async Task A_part_behind_the_end_is_refused()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData("content"), Token);
        (await OutcomeOf(() => blob.DownloadContentAsync(new BlobDownloadOptions { Range = new(7, 1) }, Token))).ShouldBe("416 InvalidRange");
    }

    [Theory]
    [InlineData("folder/file name.json")]
    [InlineData("ÄÖ/日本 🙂.txt")]
    [InlineData("a+b&c=d%25#e?f'(g).x")]
    public async Task A_blobs_name_may_have(string name)
    {
        var container = await Storage.NewContainerAsync();
        await container.GetBlobClient(name).UploadAsync(new BinaryData("x"), Token);
        (await container.GetBlobsAsync(cancellationToken: Token).SingleAsync(Token)).Name.ShouldBe(name);
        (await container.GetBlobClient(name).DownloadContentAsync(Token)).Value.Content.ToString().ShouldBe("x");
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_may_come_again()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(new BinaryData("one"), Token);
        await blob.DeleteAsync(cancellationToken: Token);
        (await blob.ExistsAsync(Token)).Value.ShouldBeFalse();
        (await OutcomeOf(() => blob.UploadAsync(new BinaryData("two"), Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_large_upload_goes_in_blocks()
    {
        var blob = await NewBlobAsync();
        var content = Enumerable.Range(0, 300_000).Select(index => (byte)index).ToArray();
        var options = new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 64 * 1024, MaximumTransferSize = 64 * 1024 } };
        await blob.UploadAsync(new MemoryStream(content), options, Token);
        (await blob.DownloadContentAsync(Token)).Value.Content.ToArray().ShouldBe(content);
    }

    [Fact]
    public async Task Blocks_are_no_blob_until_they_are_listed()
    {
        var container = await Storage.NewContainerAsync();
        var blob = container.GetBlockBlobClient("blocks");
        await blob.StageBlockAsync("MQ==", new MemoryStream([1, 2]), cancellationToken: Token);
        (await blob.ExistsAsync(Token)).Value.ShouldBeFalse();
        (await OutcomeOf(() => blob.CommitBlockListAsync(["MQ==", "Mg=="], cancellationToken: Token))).ShouldBe("400 InvalidBlockList");
        await blob.CommitBlockListAsync(["MQ=="], cancellationToken: Token);
        (await blob.DownloadContentAsync(Token)).Value.Content.ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_stream_is_written_and_read()
    {
        var container = await Storage.NewContainerAsync();
        await using (var stream = await container.GetBlockBlobClient("stream").OpenWriteAsync(overwrite: true, cancellationToken: Token)) await stream.WriteAsync("streamed"u8.ToArray(), Token);
        using var reader = new StreamReader(await container.GetBlobClient("stream").OpenReadAsync(cancellationToken: Token));
        (await reader.ReadToEndAsync(Token)).ShouldBe("streamed");
    }

    private async Task<BlobClient> NewBlobAsync() => (await Storage.NewContainerAsync()).GetBlobClient("folder/blob");
}
