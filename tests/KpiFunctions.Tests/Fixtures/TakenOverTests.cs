using Azure.Data.Tables;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin.Lines;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Fixtures;

/// <summary>The whole pipeline goes on with what an earlier release has left: runs that wait, rows of Due in one partition, messages in queues.</summary>
public sealed class TakenOverTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_that_wait_and_mails_that_were_put_off_go_on_and_every_client_has_its_next_work()
    {
        await using var test = await TestPipeline.StartAsync(Start);
        test.Storage.Twin.Load(await AccountLines.LoadAsync(Repository.PathOf("tests", "Fixtures", "storage-2026-11"), Token));
        await test.LeapToAsync(Start.AddDays(1.5));

        var runs = (await test.Get<RunTable>().ReadAsync(null, Token)).Where(run => run.Occurrence.ToString() == "2026-W48").ToDictionary(run => run.Client);
        foreach (var client in new[] { "films", "put-off", "waiting" }) runs[client].State.ShouldBe(RunState.Sent, client);
        test.Simulator.Sent.Count.ShouldBe(3);

        (await EarlierRowsAsync(test)).ShouldBeEmpty();
        var work = (await test.Get<ScheduledMessageTable>().ReadAsync(Token)).Select(row => (row.Queue, row.Key)).ToHashSet();
        foreach (var client in await test.Get<ClientDirectory>().ListAsync(Token))
        {
            work.ShouldContain((QueueNames.Digest, new DigestMessage(client.Config.Id, "2026-W49").Key));
            foreach (var source in client.Config.Sources.Where(source => source.Type != "files"))
                work.ShouldContain((QueueNames.Fetch, new FetchMessage(client.Config.Id, source.Type, source.Account).Key));
        }

        // An earlier release scheduled nothing ahead: that is no loss to report.
        (await test.Get<AlertTable>().ReadAsync(null, Token)).ShouldNotContain(alert => alert.Kind == AlertKinds.WorkWoken);
    }

    private static async Task<IReadOnlyList<string>> EarlierRowsAsync(TestPipeline test)
    {
        var rows = new List<string>();
        await foreach (var row in test.Account.Table(TableNames.Due).QueryAsync<TableEntity>(row => row.PartitionKey == "due", cancellationToken: Token)) rows.Add(row.RowKey);
        return rows;
    }
}
