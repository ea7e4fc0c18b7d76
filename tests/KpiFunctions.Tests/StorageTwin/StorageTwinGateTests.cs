using Azure;
using Azure.Data.Tables;
using KpiFunctions.StorageTwin;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>The gate: which request goes next.</summary>
public sealed class StorageTwinGateTests
{
    private readonly TwinAccount account = new(new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Held_requests_go_in_the_order_in_which_they_are_released()
    {
        await TableOf("setup").CreateAsync(Token);
        using var held = account.Gate.Hold(request => request.Method == "POST");
        var first = TableOf("a").AddEntityAsync(Row("a"), Token);
        var one = await held.Arrived(Token);
        var second = TableOf("b").AddEntityAsync(Row("b"), Token);
        var other = await held.Arrived(Token);
        (one.Host, other.Host).ShouldBe(("a", "b"));

        held.Release(other);
        await second;
        held.Release(one);
        (await Should.ThrowAsync<RequestFailedException>(() => first)).Status.ShouldBe(409);
        (await TableOf("").GetEntityAsync<TableEntity>("p", "r", cancellationToken: Token)).Value["Text"].ShouldBe("b");
    }

    [Fact]
    public async Task Release_lets_the_longest_waiting_request_go()
    {
        await TableOf("setup").CreateAsync(Token);
        using var held = account.Gate.Hold(request => request.Host is "a" or "b");
        var first = TableOf("a").AddEntityAsync(Row("a"), Token);
        await held.Arrived(Token);
        var second = TableOf("b").UpsertEntityAsync(Row("b"), TableUpdateMode.Replace, Token);
        await held.Arrived(Token);
        held.Waiting.Select(request => request.Host).ShouldBe(["a", "b"]);
        held.Release();
        await first;
        held.Waiting.ShouldHaveSingleItem().Host.ShouldBe("b");
        held.Release();
        await second;
    }

    [Fact]
    public async Task Requests_that_are_not_meant_pass()
    {
        using var held = account.Gate.Hold(request => request.Method == "DELETE");
        await TableOf("").CreateAsync(Token);
        held.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hold_may_be_for_a_number_of_requests()
    {
        await TableOf("setup").CreateAsync(Token);
        using var held = account.Gate.Hold(_ => true, times: 1);
        var first = TableOf("a").AddEntityAsync(Row("a"), Token);
        await held.Arrived(Token);
        await TableOf("b").UpsertEntityAsync(Row("b"), TableUpdateMode.Replace, Token);
        held.Release();
        (await Should.ThrowAsync<RequestFailedException>(() => first)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Disposing_a_hold_lets_all_go()
    {
        await TableOf("setup").CreateAsync(Token);
        var held = account.Gate.Hold(_ => true);
        var insert = TableOf("a").AddEntityAsync(Row("a"), Token);
        await held.Arrived(Token);
        held.Dispose();
        await insert;
        await TableOf("b").UpsertEntityAsync(Row("b"), TableUpdateMode.Replace, Token);
    }

    [Fact]
    public async Task A_held_request_heeds_its_own_cancellation()
    {
        await TableOf("setup").CreateAsync(Token);
        using var held = account.Gate.Hold(request => request.Host == "a");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var insert = TableOf("a").AddEntityAsync(Row("a"), patience.Token);
        await held.Arrived(Token);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => insert);
        held.Waiting.ShouldBeEmpty();
        account.Requests[^1].Executed.ShouldBeNull();
    }

    [Fact]
    public void Releasing_what_does_not_wait_is_an_error()
    {
        using var held = account.Gate.Hold(_ => true);
        Should.Throw<InvalidOperationException>(held.Release);
    }

    [Fact]
    public async Task A_hook_runs_before_every_request()
    {
        var seen = new List<string>();
        account.Gate.Before = async (request, token) =>
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            seen.Add($"{request.Method} {request.Status}");
        };
        await TableOf("").CreateAsync(Token);
        await TableOf("").AddEntityAsync(Row("a"), Token);
        seen.ShouldBe(["POST ", "POST "]);
    }

    private static TableEntity Row(string text) => new("p", "r") { ["Text"] = text };

    private TableClient TableOf(string host) => account.NewTables(host).GetTableClient("Rows");
}
