using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Tables;

public sealed class FencedWritesTests
{
    private readonly TwinAccount twin = new(new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_writer_writes_nothing_after_a_newer_one()
    {
        var (table, writes) = await TableAsync();
        var (older, newer) = (FenceOf("a", 1), FenceOf("a", 2));
        await writes.MergeAsync(older, [Row("1", "older")], Token);
        await writes.MergeAsync(newer, [Row("1", "newer")], Token);

        await Should.ThrowAsync<OvertakenException>(writes.MergeAsync(older, [Row("1", "older again"), Row("2", "older again")], Token));

        (await TextsAsync(table)).ShouldBe(["1 newer"]);
        await writes.MergeAsync(newer, [Row("2", "newer")], Token);
        (await TextsAsync(table)).ShouldBe(["1 newer", "2 newer"]);
    }

    [Fact]
    public async Task A_newer_writer_needs_not_know_what_an_older_one_wrote()
    {
        var (table, writes) = await TableAsync();
        await writes.MergeAsync(FenceOf("a", 1), [Row("1", "older")], Token);

        await writes.MergeAsync(FenceOf("a", 2), [Row("1", "newer")], Token);
        await writes.MergeAsync(FenceOf("a", 3, new ETag("W/\"outdated\"")), [Row("2", "newest")], Token);

        (await TextsAsync(table)).ShouldBe(["1 newer", "2 newest"]);
    }

    [Theory]
    [MemberData(nameof(TwinTables.Losses), MemberType = typeof(TwinTables))]
    public async Task A_transaction_whose_answer_is_lost_is_known_to_have_taken_effect(FaultKind loss)
    {
        var (table, writes) = await TableAsync();
        var fence = FenceOf("a", 1);
        for (var i = 1; i <= 2; i++)
        {
            using var fault = twin.LoseNext(loss);
            await writes.MergeAsync(fence, [Row($"{i}", "ours")], Token);
            fence.Version.ShouldBe((await FenceRowAsync(table)).ETag);
        }

        (await TextsAsync(table)).ShouldBe(["1 ours", "2 ours"]);
    }

    [Fact]
    public async Task A_transaction_has_ninety_nine_rows_and_the_fence()
    {
        var (table, writes) = await TableAsync();
        twin.ClearRequests();

        await writes.MergeAsync(FenceOf("a", 1), Enumerable.Range(0, 199).Select(i => Row($"{i:D3}", "text")), Token);

        twin.Requests.Select(request => request.Body!.Split("Content-ID").Length - 1).ShouldAllBe(rows => rows <= 100);
        twin.Requests.Count.ShouldBe(3);
        (await TextsAsync(table)).Count.ShouldBe(199);
    }

    [Fact]
    public async Task Writers_of_two_accounts_share_a_transaction()
    {
        var (table, _) = await TableAsync();
        var clock = new FakeTimeProvider();
        var writes = new FencedWrites(table, new(table, clock));
        twin.ClearRequests();

        var both = Task.WhenAll(writes.MergeAsync(FenceOf("a", 1), [Row("1", "of a")], Token), writes.MergeAsync(FenceOf("b", 1), [Row("2", "of b")], Token));
        clock.Advance(GroupCommit.BatchWindow);
        await both;

        twin.Requests.Count.ShouldBe(1);
        (await TextsAsync(table)).ShouldBe(["1 of a", "2 of b"]);
    }

    [Fact]
    public async Task Of_two_that_share_a_transaction_the_one_that_was_overtaken_costs_the_other_nothing()
    {
        var (table, alone) = await TableAsync();
        await alone.MergeAsync(FenceOf("a", 2), [Row("1", "newer")], Token);
        var clock = new FakeTimeProvider();
        var writes = new FencedWrites(table, new(table, clock));

        var overtaken = writes.MergeAsync(FenceOf("a", 1), [Row("1", "older")], Token);
        var other = writes.MergeAsync(FenceOf("b", 1), [Row("2", "of b")], Token);
        clock.Advance(GroupCommit.BatchWindow);
        await other;

        await Should.ThrowAsync<OvertakenException>(overtaken);
        (await TextsAsync(table)).ShouldBe(["1 newer", "2 of b"]);
    }

    [Fact]
    public async Task A_fence_that_somebody_deleted_is_put_up_again()
    {
        var (table, writes) = await TableAsync();
        var fence = FenceOf("a", 1);
        await writes.MergeAsync(fence, [Row("1", "first")], Token);
        await table.DeleteEntityAsync("p", fence.RowKey, cancellationToken: Token);

        await writes.MergeAsync(fence, [Row("1", "second")], Token);

        (await FenceRowAsync(table)).GetInt64("Fence").ShouldBe(1);
        (await TextsAsync(table)).ShouldBe(["1 second"]);
    }

    [Fact]
    public async Task A_transaction_that_is_refused_for_another_reason_fails()
    {
        var (table, writes) = await TableAsync();
        await table.DeleteAsync(Token);

        (await Should.ThrowAsync<RequestFailedException>(writes.MergeAsync(FenceOf("a", 1), [Row("1", "text")], Token))).Status.ShouldBe(404);
    }

    private static Fence FenceOf(string name, long number, ETag? version = null) => new("p", name, number, version);

    private static TableEntity Row(string key, string text) => new("p", key) { ["Text"] = text };

    private static async Task<TableEntity> FenceRowAsync(TableClient table) => (await table.GetEntityAsync<TableEntity>("p", "fence|a", cancellationToken: Token)).Value;

    private static async Task<IReadOnlyList<string>> TextsAsync(TableClient table) => await table.QueryAsync<TableEntity>(row => row.RowKey.CompareTo("a") < 0, cancellationToken: Token)
        .Select(row => $"{row.RowKey} {row.GetString("Text")}").ToListAsync(Token);

    private async Task<(TableClient Table, FencedWrites Writes)> TableAsync()
    {
        var account = await twin.AccountAsync();
        var table = account.Table(TableNames.Readings);
        return (table, new(table, account.GroupCommit(TableNames.Readings)));
    }
}
