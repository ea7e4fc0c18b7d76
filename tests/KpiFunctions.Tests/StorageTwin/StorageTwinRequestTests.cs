using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using KpiFunctions.StorageTwin;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>What the twin records of requests, and what it does with unknown ones.</summary>
public sealed class StorageTwinRequestTests
{
    private readonly TwinAccount account = new(new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_recorded_in_order()
    {
        var table = account.NewTables("a").GetTableClient("Rows");
        await table.CreateAsync(Token);
        await table.AddEntityAsync(new TableEntity("p q", "it's|r") { ["Text"] = "x" }, Token);
        await table.GetEntityAsync<TableEntity>("p q", "it's|r", cancellationToken: Token);
        account.Requests.Select(request => (request.Number, request.Host, request.Service, request.Method, request.Status)).ShouldBe(
            [(1, "a", TwinService.Tables, "POST", 201), (2, "a", TwinService.Tables, "POST", 204), (3, "a", TwinService.Tables, "GET", 200)]);
        account.Requests[1].Body.ShouldNotBeNull().ShouldContain("\"Text\":\"x\"");
        account.Requests[2].PathAndQuery.ShouldContain("/Rows(PartitionKey='p q',RowKey='it''s|r')");
        account.ClearRequests();
        account.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Conditional_requests_are_marked()
    {
        var table = account.NewTables().GetTableClient("Rows");
        await table.CreateAsync(Token);
        (await MarkOf(() => table.AddEntityAsync(Row(), Token))).ShouldBe((true, true));
        var version = (await table.UpsertEntityAsync(Row(), TableUpdateMode.Replace, Token)).Headers.ETag!.Value;
        (await MarkOf(() => table.UpsertEntityAsync(Row(), TableUpdateMode.Merge, Token))).ShouldBe((false, true));
        (await MarkOf(() => table.UpdateEntityAsync(Row(), ETag.All, TableUpdateMode.Replace, Token))).ShouldBe((false, true));
        (await MarkOf(() => table.UpdateEntityAsync(Row(), version, TableUpdateMode.Replace, Token), mayFail: true)).ShouldBe((true, true));
        (await MarkOf(() => table.DeleteEntityAsync("p", "r", version, Token), mayFail: true)).ShouldBe((true, true));
        (await MarkOf(() => table.DeleteEntityAsync("p", "r", cancellationToken: Token))).ShouldBe((false, true));
        (await MarkOf(() => table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertMerge, Row())], Token))).ShouldBe((false, true));
        (await MarkOf(() => table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, Row(), version)], Token), mayFail: true)).ShouldBe((true, true));
        (await MarkOf(() => table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Token))).ShouldBe((false, false));

        static TableEntity Row() => new("p", "r");
    }

    [Fact]
    public async Task Conditional_requests_for_blobs_and_receptions_of_messages_are_marked()
    {
        var container = account.NewBlobs().GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: Token);
        var blob = container.GetBlobClient("a");
        (await MarkOf(() => blob.UploadAsync(new BinaryData("x"), Token))).ShouldBe((true, true));
        (await MarkOf(() => blob.UploadAsync(new BinaryData("x"), overwrite: true, Token))).ShouldBe((false, true));
        (await MarkOf(() => blob.GetBlobLeaseClient(new Guid(1, 0, 0, new byte[8]).ToString()).AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Token))).ShouldBe((true, true));
        (await MarkOf(() => blob.DownloadContentAsync(Token))).ShouldBe((false, false));
        var queue = account.NewQueues().GetQueueClient("work");
        await queue.CreateAsync(cancellationToken: Token);
        (await MarkOf(() => queue.PeekMessagesAsync(1, Token))).ShouldBe((false, false));
        (await MarkOf(() => queue.ReceiveMessagesAsync(Token))).ShouldBe((false, true));
    }

    [Fact]
    public async Task Clients_of_several_hosts_share_the_account()
    {
        await account.NewTables("a").GetTableClient("Rows").CreateAsync(Token);
        await account.NewTables("b").GetTableClient("Rows").AddEntityAsync(new TableEntity("p", "r"), Token);
        account.Requests.Select(request => request.Host).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task An_unknown_operation_is_no_answer_of_the_service()
    {
        var container = account.NewBlobs().GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: Token);
        await Should.ThrowAsync<NotSupportedException>(() => container.GetAppendBlobClient("a").CreateAsync(cancellationToken: Token));
        await Should.ThrowAsync<NotSupportedException>(() => container.GetBlobClient("a").SetTagsAsync(new Dictionary<string, string>(), cancellationToken: Token));
        await Should.ThrowAsync<NotSupportedException>(() => container.SetAccessPolicyAsync(PublicAccessType.None, cancellationToken: Token));
        await Should.ThrowAsync<NotSupportedException>(() => account.NewTables().GetPropertiesAsync(Token));
        await Should.ThrowAsync<NotSupportedException>(() => account.NewQueues().GetPropertiesAsync(Token));
    }

    [Fact]
    public async Task A_filter_longer_than_the_service_documents_is_no_answer_of_the_service()
    {
        var table = account.NewTables().GetTableClient("Rows");
        await table.CreateAsync(Token);
        (await CountAsync(15)).ShouldBe(0);
        await Should.ThrowAsync<NotSupportedException>(() => CountAsync(16));

        Task<int> CountAsync(int comparisons) => table
            .QueryAsync<TableEntity>(string.Join(" or ", Enumerable.Range(0, comparisons).Select(index => $"RowKey eq '{index}'")), cancellationToken: Token)
            .CountAsync(Token).AsTask();
    }

    [Fact]
    public async Task Requests_need_not_be_kept()
    {
        account.KeepsRequests = false;
        await account.NewTables().GetTableClient("Rows").CreateAsync(Token);
        account.Requests.ShouldBeEmpty();
        account.KeepsRequests = true;
        await account.NewTables().GetTableClient("Rows").AddEntityAsync(new TableEntity("p", "r"), Token);
        account.Requests.ShouldHaveSingleItem().Number.ShouldBe(2);
    }

    [Fact]
    public void A_blocking_call_is_refused() =>
        Should.Throw<NotSupportedException>(() => account.NewTables().GetTableClient("Rows").Create(Token));

    private async Task<(bool IsConditional, bool Writes)> MarkOf(Func<Task> call, bool mayFail = false)
    {
        account.ClearRequests();
        try
        {
            await call();
        }
        catch (RequestFailedException) when (mayFail)
        {
        }

        var request = account.Requests.ShouldHaveSingleItem();
        return (request.IsConditional, request.Writes);
    }
}
