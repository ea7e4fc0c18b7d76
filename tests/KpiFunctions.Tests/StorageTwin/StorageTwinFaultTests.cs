using Azure;
using Azure.Data.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>Faults, and what the SDK's retries make of them.</summary>
public sealed class StorageTwinFaultTests
{
    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly TwinAccount account;
    private readonly TableClient table;

    public StorageTwinFaultTests()
    {
        account = new(time);
        table = account.NewTables().GetTableClient("Rows");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.LoseAnswerAsInternalError)]
    public async Task An_insert_whose_answer_is_lost_is_repeated_and_refused_although_it_took_effect(FaultKind kind)
    {
        await table.CreateAsync(Token);
        using var fault = account.Faults.Add(new(kind));
        (await StatusOf(() => table.AddEntityAsync(Row("one"), Token))).ShouldBe(409);
        (await TextAsync()).ShouldBe("one");
        fault.Struck.ShouldBe(1);
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.LoseAnswerAsInternalError)]
    public async Task A_replacement_whose_answer_is_lost_is_repeated_and_refused_although_it_took_effect(FaultKind kind)
    {
        await table.CreateAsync(Token);
        var version = (await table.AddEntityAsync(Row("one"), Token)).Headers.ETag!.Value;
        account.ClearRequests();
        account.Faults.Add(new(kind));
        (await StatusOf(() => table.UpdateEntityAsync(Row("two"), version, TableUpdateMode.Replace, Token))).ShouldBe(412);
        (await TextAsync()).ShouldBe("two");
        account.Requests.Take(2).Select(request => (request.Executed, request.Fault)).ShouldBe([(204, kind), (412, null)]);
    }

    [Fact]
    public async Task A_delete_whose_answer_is_lost_is_repeated_and_finds_nothing()
    {
        await table.CreateAsync(Token);
        var version = (await table.AddEntityAsync(Row("one"), Token)).Headers.ETag!.Value;
        account.Faults.Add(new(FaultKind.LoseAnswer));
        (await table.DeleteEntityAsync("p", "r", version, Token)).Status.ShouldBe(404);
        (await TextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_transaction_whose_answer_is_lost_is_repeated_and_refused()
    {
        await table.CreateAsync(Token);
        account.Faults.Add(new(FaultKind.LoseAnswer));
        (await StatusOf(() => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("one"))], Token))).ShouldBe(409);
        (await TextAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_is_sent_twice()
    {
        var queue = account.NewQueues().GetQueueClient("work");
        await queue.CreateAsync(cancellationToken: Token);
        account.Faults.Add(new(FaultKind.LoseAnswer));
        await queue.SendMessageAsync("x", Token);
        (await queue.PeekMessagesAsync(32, Token)).Value.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_whose_delete_is_lost_is_gone_all_the_same()
    {
        var queue = account.NewQueues().GetQueueClient("work");
        await queue.CreateAsync(cancellationToken: Token);
        await queue.SendMessageAsync("x", Token);
        var message = (await queue.ReceiveMessagesAsync(Token)).Value.Single();
        account.Faults.Add(new(FaultKind.LoseAnswer));
        (await StatusOf(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token))).ShouldBe(404);
    }

    [Fact]
    public async Task An_upload_of_a_new_blob_whose_answer_is_lost_is_repeated_and_refused()
    {
        var container = account.NewBlobs().GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: Token);
        account.Faults.Add(new(FaultKind.LoseAnswer));
        (await StatusOf(() => container.GetBlobClient("a").UploadAsync(new BinaryData("x"), Token))).ShouldBe(409);
    }

    [Theory]
    [InlineData(FaultKind.LoseRequest)]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.Unavailable)]
    public async Task A_request_that_did_not_take_effect_is_repeated_and_succeeds(FaultKind kind)
    {
        await table.CreateAsync(Token);
        var fault = account.Faults.Add(new(kind) { Times = 2 });
        (await StatusOf(() => table.AddEntityAsync(Row("one"), Token))).ShouldBe(204);
        fault.Struck.ShouldBe(2);
        fault.Requests.ShouldAllBe(request => request.Executed == null);
    }

    [Theory]
    [InlineData(FaultKind.LoseRequest, 0)]
    [InlineData(FaultKind.LoseAnswer, 0)]
    [InlineData(FaultKind.TooManyRequests, 429)]
    [InlineData(FaultKind.InternalError, 500)]
    [InlineData(FaultKind.Unavailable, 503)]
    public async Task The_SDK_gives_up_after_its_default_number_of_retries(FaultKind kind, int status)
    {
        await table.CreateAsync(Token);
        var fault = account.Faults.Add(new(kind) { Times = int.MaxValue });
        var given = await Should.ThrowAsync<Exception>(() => table.UpsertEntityAsync(Row("one"), TableUpdateMode.Replace, Token));
        fault.Struck.ShouldBe(4);
        if (status == 0) given.ShouldBeOfType<AggregateException>().InnerExceptions.ShouldAllBe(one => one is RequestFailedException && one.InnerException is HttpRequestException);
        else given.ShouldBeOfType<RequestFailedException>().Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_fault_strikes_the_nth_request_that_it_applies_to()
    {
        await table.CreateAsync(Token);
        var fault = account.Faults.Add(new(FaultKind.LoseRequest) { When = request => request.Method == "GET", Nth = 2 });
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await table.UpsertEntityAsync(Row("one"), TableUpdateMode.Replace, Token);
            await TextAsync();
        }

        fault.Struck.ShouldBe(1);
        account.Requests.Where(request => request.Method == "GET").Select(request => request.Fault is not null).ShouldBe([false, true, false, false]);
    }

    [Fact]
    public async Task A_fault_by_number_strikes_that_conditional_write()
    {
        await table.CreateAsync(Token);
        var fault = account.Faults.Add(TwinFault.AtConditional(2, FaultKind.LoseAnswer));
        await table.UpsertEntityAsync(Row("zero"), TableUpdateMode.Replace, Token);
        var version = (await table.UpsertEntityAsync(Row("one"), TableUpdateMode.Replace, Token)).Headers.ETag!.Value;
        version = (await table.UpdateEntityAsync(Row("two"), version, TableUpdateMode.Replace, Token)).Headers.ETag!.Value;
        (await StatusOf(() => table.UpdateEntityAsync(Row("three"), version, TableUpdateMode.Replace, Token))).ShouldBe(412);
        fault.Requests.ShouldHaveSingleItem().Headers["If-Match"].ShouldBe(version.ToString("H"));
    }

    [Fact]
    public async Task Each_fault_counts_requests_that_another_one_strikes()
    {
        await table.CreateAsync(Token);
        var first = account.Faults.Add(TwinFault.AtRequest(1, FaultKind.LoseRequest));
        var second = account.Faults.Add(TwinFault.AtRequest(2, FaultKind.InternalError));
        (await StatusOf(() => table.AddEntityAsync(Row("one"), Token))).ShouldBe(204);
        (first.Struck, second.Struck, account.Requests[^1].Fault).ShouldBe((1, 1, null));
    }

    [Fact]
    public async Task A_removed_fault_strikes_no_more()
    {
        await table.CreateAsync(Token);
        var fault = account.Faults.Add(new(FaultKind.Unavailable) { Times = int.MaxValue });
        fault.Remove();
        (await StatusOf(() => table.AddEntityAsync(Row("one"), Token))).ShouldBe(204);
        fault.Struck.ShouldBe(0);
    }

    [Fact]
    public async Task A_delayed_request_takes_effect_after_its_time()
    {
        await table.CreateAsync(Token);
        account.Faults.Add(new(FaultKind.Delay) { For = TimeSpan.FromMinutes(1) });
        var insert = table.AddEntityAsync(Row("one"), Token);
        (await TextAsync()).ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(1));
        await insert;
        (await TextAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task A_delayed_request_takes_effect_when_it_is_released()
    {
        await table.CreateAsync(Token);
        var released = new TaskCompletionSource();
        account.Faults.Add(new(FaultKind.Delay) { Until = released.Task });
        var insert = table.AddEntityAsync(Row("one"), Token);
        (await TextAsync()).ShouldBeNull();
        released.SetResult();
        await insert;
        (await TextAsync()).ShouldBe("one");
    }

    [Fact]
    public async Task A_delay_ends_with_the_callers_patience()
    {
        await table.CreateAsync(Token);
        account.Faults.Add(new(FaultKind.Delay) { For = TimeSpan.FromMinutes(1) });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var insert = table.AddEntityAsync(Row("one"), patience.Token);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => insert);
        (await TextAsync()).ShouldBeNull();
    }

    private static TableEntity Row(string text) => new("p", "r") { ["Text"] = text };

    private static async Task<int> StatusOf<T>(Func<Task<T>> call)
    {
        try
        {
            return await call() is Response response ? response.Status : 200;
        }
        catch (RequestFailedException exception)
        {
            return exception.Status;
        }
    }

    private async Task<object?> TextAsync()
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Token);
        return found.HasValue ? found.Value!["Text"] : null;
    }
}
