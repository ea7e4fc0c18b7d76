using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Tables;

public sealed class GroupCommitTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Recorded table = new();
    private readonly GroupCommit writes;

    public GroupCommitTests() => writes = new(table, time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_of_the_same_moment_go_in_one_transaction()
    {
        Task[] all = [Merge("a", "1"), Merge("a", "2"), Merge("a", "3")];
        time.Advance(GroupCommit.BatchWindow);
        await Task.WhenAll(all);

        table.Transactions.ShouldHaveSingleItem().ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Partitions_have_transactions_of_their_own()
    {
        Task[] all = [Merge("a", "1"), Merge("b", "2")];
        time.Advance(GroupCommit.BatchWindow);
        await Task.WhenAll(all);

        table.Transactions.Select(keys => string.Join(' ', keys)).ShouldBe(["1", "2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_writes_of_one_row_follow_each_other()
    {
        Task[] all = [Merge("a", "1"), Merge("a", "2"), Merge("a", "1"), Merge("a", "3")];
        time.Advance(GroupCommit.BatchWindow);
        await Task.WhenAll(all);

        table.Transactions.ShouldBe([["1", "2"], ["1", "3"]]);
    }

    [Fact]
    public async Task A_row_that_is_refused_costs_its_own_caller_alone()
    {
        table.Refused = "bad";
        Task[] all = [Merge("a", "1"), Merge("a", "bad"), Merge("a", "2")];
        time.Advance(GroupCommit.BatchWindow);
        await all[0];
        await all[2];

        (await Should.ThrowAsync<RequestFailedException>(() => all[1])).Status.ShouldBe(400);
        table.Transactions.ShouldBe([["1"], ["2"]]);
    }

    [Fact]
    public async Task Rows_that_change_together_are_never_divided()
    {
        Task[] all = [Change("a", 60), Change("b", 60), Change("c", 40)];
        time.Advance(GroupCommit.BatchWindow);
        await Task.WhenAll(all);

        table.Transactions.Select(transaction => transaction.GroupBy(key => key[0]).Select(write => (write.Key, write.Count()))).ShouldBe([[('a', 60)], [('b', 60), ('c', 40)]]);

        Task Change(string name, int rows) => writes.ChangeAsync(
            [.. Enumerable.Range(0, rows).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{name}{i}")))], Token);
    }

    private Task Merge(string partition, string row) => writes.MergeAsync([new TableEntity(partition, row)], Token);

    /// <summary>The row keys of each transaction that was not refused.</summary>
    private sealed class Recorded : TableClient
    {
        private readonly Lock gate = new();

        public string? Refused { get; set; }

        public int Status { get; set; } = 400;

        public List<string[]> Transactions { get; } = [];

        public override async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            string[] keys = [.. transactionActions.Select(action => action.Entity.RowKey)];
            if (keys.Contains(Refused)) throw new RequestFailedException(Status, "No.", Status == 404 ? "ResourceNotFound" : "InvalidInput", null);
            lock (gate) Transactions.Add(keys);
            return Response.FromValue<IReadOnlyList<Response>>([], null!);
        }
    }
}
