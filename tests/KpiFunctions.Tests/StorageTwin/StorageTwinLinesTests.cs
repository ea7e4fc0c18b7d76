using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Lines;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>A whole account as lines.</summary>
public sealed class StorageTwinLinesTests : IDisposable
{
    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kpi-test-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task An_account_comes_back_from_its_files_with_versions_and_timestamps()
    {
        var account = await FilledAsync();
        await account.Dump().SaveAsync(directory.FullName, Token);
        var names = directory.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal);
        names.ShouldBe(["container-files.jsonl", "queue-work.jsonl", "table-Empty.jsonl", "table-Rows.jsonl"]);

        time.Advance(TimeSpan.FromDays(1));
        var copy = new TwinAccount(time);
        copy.Load(await AccountLines.LoadAsync(directory.FullName, Token));
        copy.Requests.ShouldBeEmpty();
        await ShouldBeTheSameAsync(copy, account, withVersions: true);
    }

    [Fact]
    public async Task An_account_is_read_and_written_through_the_SDK()
    {
        var account = await FilledAsync();
        var lines = await AccountLines.ReadAsync(account.NewTables(), account.NewBlobs(), account.NewQueues(), Token);
        var copy = new TwinAccount(time);
        await lines.WriteAsync(copy.NewTables(), copy.NewBlobs(), copy.NewQueues(), Token);
        await ShouldBeTheSameAsync(copy, account, withVersions: false);
    }

    [Fact]
    public async Task What_is_loaded_keeps_its_versions_and_later_ones_are_others()
    {
        var account = await FilledAsync();
        var version = (await account.NewTables().GetTableClient("Rows").GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value.ETag;
        var copy = new TwinAccount(time);
        copy.Load(account.Dump());
        var written = await copy.NewTables().GetTableClient("Rows").UpdateEntityAsync(new TableEntity("p", "r"), version, TableUpdateMode.Replace, Token);
        written.Headers.ETag.ShouldNotBe(version);
        var blob = copy.NewBlobs().GetBlobContainerClient("files").GetBlobClient("picture.png");
        var before = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value.ETag;
        (await blob.UploadAsync(new BinaryData("x"), overwrite: true, Token)).Value.ETag.ShouldNotBe(before);
    }

    [Fact]
    public async Task Files_have_at_most_one_megabyte()
    {
        var account = new TwinAccount(time);
        var container = account.NewBlobs().GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: Token);
        foreach (var index in Enumerable.Range(0, 5)) await container.GetBlobClient($"{index}").UploadAsync(new BinaryData(new string('x', 400_000)), Token);
        await account.Dump().SaveAsync(directory.FullName, Token);
        var files = directory.GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        files.Select(file => file.Name).ShouldBe(["container-files.001.jsonl", "container-files.002.jsonl", "container-files.003.jsonl"]);
        files.ShouldAllBe(file => file.Length <= 1_000_000);
        var copy = new TwinAccount(time);
        copy.Load(await AccountLines.LoadAsync(directory.FullName, Token));
        copy.Dump().Blobs.Count().ShouldBe(5);
    }

    [Fact]
    public async Task A_line_that_is_too_long_for_a_file_is_refused()
    {
        var account = new TwinAccount(time);
        var container = account.NewBlobs().GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: Token);
        await container.GetBlobClient("large").UploadAsync(new BinaryData(new string('x', 1_000_000)), Token);
        await Should.ThrowAsync<NotSupportedException>(() => account.Dump().SaveAsync(directory.FullName, Token));
    }

    private static async Task ShouldBeTheSameAsync(TwinAccount copy, TwinAccount account, bool withVersions)
    {
        var (one, other) = (copy.Dump(), account.Dump());
        one.Tables.ShouldBe(other.Tables);
        one.Containers.ShouldBe(other.Containers);
        one.Queues.ShouldBe(other.Queues);
        one.Messages.ShouldBe(other.Messages);
        one.Rows.Select(row => (row.Table, row.PartitionKey, row.RowKey)).ShouldBe(other.Rows.Select(row => (row.Table, row.PartitionKey, row.RowKey)));
        foreach (var (row, expected) in one.Rows.Zip(other.Rows))
        {
            Comparable(row).ShouldBe(Comparable(expected), row.RowKey);
            if (withVersions) (row.ETag, row.Timestamp).ShouldBe((expected.ETag, expected.Timestamp));
        }

        foreach (var (blob, expected) in one.Blobs.Zip(other.Blobs))
        {
            (blob.Container, blob.Name).ShouldBe((expected.Container, expected.Name));
            blob.Content.ShouldBe(expected.Content);
            blob.Headers.OrderBy(pair => pair.Key).ShouldBe(expected.Headers.OrderBy(pair => pair.Key));
            blob.Metadata.ShouldBe(expected.Metadata);
            if (withVersions) (blob.ETag, blob.LastModified).ShouldBe((expected.ETag, expected.LastModified));
        }

        var message = (await copy.NewQueues(new() { MessageEncoding = QueueMessageEncoding.Base64 }).GetQueueClient("work").ReceiveMessagesAsync(Token)).Value.Single();
        message.Body.ToString().ShouldBe("work ÄÖ");
    }

    private static IEnumerable<(string, Type, object)> Comparable(RowLine row) => row.Properties.OrderBy(pair => pair.Key)
        .Select(pair => (pair.Key, pair.Value.GetType(), pair.Value is byte[] bytes ? Convert.ToBase64String(bytes) : pair.Value));

    private async Task<TwinAccount> FilledAsync()
    {
        var account = new TwinAccount(time);
        var table = account.NewTables().GetTableClient("Rows");
        await table.CreateAsync(Token);
        await account.NewTables().CreateTableAsync("Empty", Token);
        await table.AddEntityAsync(
            new TableEntity("p", "r")
            {
                ["Text"] = "\"ÄÖ\"\n🙂",
                ["Int32"] = 5,
                ["Int64"] = 5L,
                ["Double"] = 5.0,
                ["NotANumber"] = double.NaN,
                ["Flag"] = true,
                ["At"] = time.GetUtcNow().AddTicks(7),
                ["Id"] = new Guid(1, 2, 3, new byte[8]),
                ["Bytes"] = new byte[] { 1, 2 },
            },
            Token);
        await table.AddEntityAsync(new TableEntity("p|2", "it's"), Token);
        var container = account.NewBlobs().GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: Token);
        var options = new BlobUploadOptions { HttpHeaders = new() { ContentType = "text/html" }, Metadata = new Dictionary<string, string> { ["key"] = "value" } };
        await container.GetBlobClient("a/page.html").UploadAsync(new BinaryData("<p>ÄÖ</p>\n"), options, Token);
        await container.GetBlobClient("picture.png").UploadAsync(new BinaryData(new byte[] { 137, 80, 78, 71, 0, 255 }), Token);
        var queue = account.NewQueues(new() { MessageEncoding = QueueMessageEncoding.Base64 }).GetQueueClient("work");
        await queue.CreateAsync(cancellationToken: Token);
        await queue.SendMessageAsync("work ÄÖ", Token);
        return account;
    }
}
