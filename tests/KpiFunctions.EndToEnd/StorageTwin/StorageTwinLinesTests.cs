using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Lines;
using KpiFunctions.StorageTwin.Suite;

namespace KpiFunctions.EndToEnd.StorageTwin;

/// <summary>Lines between Azurite and the twin.</summary>
[Collection(OnAzurite.Name)]
public sealed class StorageTwinLinesTests(AzuriteStorage storage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_read_from_Azurite_loads_into_the_twin_and_is_written_back()
    {
        var name = SuiteStorage.NewName() + "lines";
        await FillAsync(name);
        var read = await ReadAsync(name);

        var twin = new TwinAccount(TimeProvider.System);
        twin.Load(read);
        var row = (await twin.NewTables().GetTableClient(name).GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value;
        var original = (await storage.Tables.GetTableClient(name).GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value;
        (row.ETag, row.Timestamp, row["Long"], row["At"]).ShouldBe((original.ETag, original.Timestamp, original["Long"], original["At"]));
        var blob = (await twin.NewBlobs().GetBlobContainerClient(name).GetBlobClient("a/b").GetPropertiesAsync(cancellationToken: Token)).Value;
        var uploaded = (await storage.Blobs.GetBlobContainerClient(name).GetBlobClient("a/b").GetPropertiesAsync(cancellationToken: Token)).Value;
        (blob.ETag, blob.LastModified, blob.ContentType, blob.Metadata["key"]).ShouldBe((uploaded.ETag, uploaded.LastModified, uploaded.ContentType, uploaded.Metadata["key"]));

        await storage.Tables.GetTableClient(name).DeleteEntityAsync("p", "r", cancellationToken: Token);
        await storage.Blobs.GetBlobContainerClient(name).GetBlobClient("a/b").DeleteAsync(cancellationToken: Token);
        await storage.Queues.GetQueueClient(name).ClearMessagesAsync(Token);
        await twin.Dump().WriteAsync(storage.Tables, storage.Blobs, storage.Queues, Token);
        var again = await ReadAsync(name);
        again.Rows.Single().Properties.OrderBy(pair => pair.Key).ShouldBe(read.Rows.Single().Properties.OrderBy(pair => pair.Key));
        again.Blobs.Single().Content.ShouldBe(read.Blobs.Single().Content);
        again.Messages.ShouldBe([new(name, "work")]);
    }

    private async Task FillAsync(string name)
    {
        await storage.Tables.CreateTableAsync(name, Token);
        await storage.Tables.GetTableClient(name).AddEntityAsync(new TableEntity("p", "r") { ["Long"] = 5L, ["At"] = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), ["Text"] = "ÄÖ" }, Token);
        await storage.Blobs.CreateBlobContainerAsync(name, cancellationToken: Token);
        var options = new BlobUploadOptions { HttpHeaders = new() { ContentType = "text/html" }, Metadata = new Dictionary<string, string> { ["key"] = "value" } };
        await storage.Blobs.GetBlobContainerClient(name).GetBlobClient("a/b").UploadAsync(new BinaryData("content"), options, Token);
        await storage.Queues.CreateQueueAsync(name, cancellationToken: Token);
        await storage.Queues.GetQueueClient(name).SendMessageAsync("work", Token);
    }

    private Task<AccountLines> ReadAsync(string name) => AccountLines.ReadAsync(storage.Tables, storage.Blobs, storage.Queues, Token, one => one == name);
}
