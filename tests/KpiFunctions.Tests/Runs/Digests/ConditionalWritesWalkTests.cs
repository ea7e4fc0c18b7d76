using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>
/// A week of the pipeline that makes every kind of conditional write; then the same week again for each of those writes,
/// which takes effect and loses its answer. Nothing may differ: no work vanishes, and nothing happens twice.
/// </summary>
public sealed class ConditionalWritesWalkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_lost_answer_of_a_conditional_write_changes_what_a_week_comes_to()
    {
        var (expected, writes) = await WeekAsync(null);
        foreach (var table in new[] { TableNames.Runs, TableNames.Deliveries, TableNames.Due, TableNames.Quotas, TableNames.Credentials })
            writes.ShouldContain(write => write.PathAndQuery.StartsWith($"/{table}", StringComparison.Ordinal) || write.Body!.Contains($"/{table}(", StringComparison.Ordinal), table);
        expected.ShouldContain("mails: 2");
        expected.ShouldContain("Sent");

        for (var n = 1; n <= writes.Count; n++)
        {
            var (came, _) = await WeekAsync(TwinFault.AtConditional(n, n % 2 == 0 ? FaultKind.LoseAnswer : FaultKind.LoseAnswerAsInternalError));
            came.ShouldBe(expected, $"the answer of conditional write {n} was lost, by its order in the first week: {writes[n - 1]}");
        }
    }

    /// <summary>From Sunday, when nothing of the week is there, to Monday noon: a digest waits for its sources, one mail is put off, a secret is renewed, quotas are used.</summary>
    private static async Task<(string Outcome, IReadOnlyList<TwinRequest> ConditionalWrites)> WeekAsync(TwinFault? fault)
    {
        await using var test = await TestPipeline.StartAsync(new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero));
        using var lost = fault is null ? null : test.Storage.Twin.Faults.Add(fault);
        test.Simulator.Faults.Add(new(KpiFunctions.Simulator.Faults.FaultKind.Unavailable) { At = "sendgrid", Account = "a@client.example", Times = 1 });
        await test.DropConfigAsync("shop.json", Config);
        await test.LeapToAsync(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        if (lost is not null) lost.Struck.ShouldBe(1);
        return (await OutcomeAsync(test), [.. test.Storage.Twin.Requests.Where(request => request is { IsConditional: true, Writes: true })]);
    }

    private static async Task<string> OutcomeAsync(TestPipeline test)
    {
        var lines = new List<string> { $"mails: {test.Simulator.Sent.Count}" };
        foreach (var run in await test.Get<RunTable>().ReadAsync(null, Token))
        {
            lines.Add($"run: {run.Occurrence} {run.State} {string.Join(',', run.Missing)}");
            foreach (var delivery in await test.Get<DeliveryTable>().ReadAsync(run.Client, run.Occurrence, Token)) lines.Add($"delivery: {delivery.Key.Recipient} {delivery.State}");
        }

        foreach (var alert in await test.Get<AlertTable>().ReadAsync(null, Token)) lines.Add($"alert: {alert.Client} {alert.Kind} {alert.IsFinal}");
        foreach (var message in await test.Get<ScheduledMessageTable>().ReadAsync(Token)) lines.Add($"due: {message.Queue} {message.Message} {message.DueAt:u}");
        await foreach (var row in test.Account.Table(TableNames.Quotas).QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token))
            lines.Add($"quota: {row.PartitionKey} {row.RowKey} {row["Used"]} {row["Served"]}");
        await foreach (var row in test.Account.Table(TableNames.Credentials).QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token))
            lines.Add($"credential: {row.RowKey} {row["HeldUntil"]} {row.GetDateTimeOffset("RenewedAt"):u}");
        foreach (var job in test.Jobs.Queues)
            lines.Add($"queue: {job.Queue} {(await test.Account.Queue(job.Queue).GetPropertiesAsync(Token)).Value.ApproximateMessagesCount}");
        return string.Join('\n', lines);
    }

    private const string Config = """
        {
          "id": "shop", "name": "Shop", "language": "en", "timeZone": "Europe/Paris",
          "digest": { "day": "monday", "time": "07:00" },
          "recipients": ["a@client.example", "b@client.example"],
          "consultant": { "name": "Studio", "email": "studio@agency.example" },
          "brand": { "name": "Studio", "colour": "#0b6e4f" },
          "sources": [
            { "type": "tiktok", "account": "_000201100000000002", "credential": "tiktok-page" },
            { "type": "youtube", "account": "UC0000000201100000000001", "credential": "google-agency" }
          ],
          "objectives": [ "awareness", "image" ]
        }
        """;
}
