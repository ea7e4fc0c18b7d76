using Azure.Data.Tables;
using Azure.Storage.Queues;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.StorageTwin;

/// <summary>The pipeline's own account on the twin.</summary>
public sealed class StorageTwinPipelineTests
{
    private readonly TwinAccount twin = new(new FakeTimeProvider(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_account_is_created_once_and_again()
    {
        var account = NewAccount("a");
        await account.CreateMissingAsync(["fetch"], Token);
        await account.CreateMissingAsync(["fetch"], Token);
        var lines = twin.Dump();
        lines.Tables.Order(StringComparer.Ordinal).ShouldBe(TableNames.All.Order(StringComparer.Ordinal));
        lines.Containers.Order(StringComparer.Ordinal).ShouldBe(ContainerNames.All.Order(StringComparer.Ordinal));
        lines.Queues.ShouldBe(["fetch"]);
    }

    [Fact]
    public async Task Rows_of_many_partitions_are_written_in_batches_by_two_instances()
    {
        var instances = new[] { NewAccount("a"), NewAccount("b") };
        await instances[0].CreateMissingAsync([], Token);
        var rows = Enumerable.Range(0, 2000).Select(index => new TableEntity(TableKey.Of($"client/{index % 7}"), TableKey.Of($"{index:D5}", "a#b")) { ["Index"] = index }).ToList();
        await Task.WhenAll(instances.Select(account => EntityBatches.MergeAsync(account.Table(TableNames.Readings), rows, Token)));
        var filter = TableKey.Between(TableKey.Of("client/3"), "00100", "00199");
        var found = await instances[1].Table(TableNames.Readings).QueryAsync<TableEntity>(filter, cancellationToken: Token).ToListAsync(Token);
        found.Select(row => row.GetInt32("Index")).ShouldBe(Enumerable.Range(100, 100).Where(index => index % 7 == 3).Select(index => (int?)index));
        twin.Dump().Rows.Count().ShouldBe(2000);
    }

    private StorageAccount NewAccount(string host) =>
        new(twin.NewTables(host), twin.NewBlobs(host), twin.NewQueues(new() { MessageEncoding = QueueMessageEncoding.Base64 }, host));
}
