using System.Text.RegularExpressions;
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
public sealed partial class ConditionalWritesWalkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_lost_answer_of_a_kind_of_conditional_write_changes_what_a_week_comes_to()
    {
        var (expected, writes) = await WeekAsync(null);
        expected.ShouldContain("mails: 2");
        expected.ShouldContain("run: 2026-W48 Sent");
        var kinds = writes!.Select(KindOf).Distinct().ToList();
        foreach (var kind in new[]
            {
                "POST Runs Planned", "PUT Runs Waiting", "PUT Runs Built", "PUT Runs Sent", "POST Deliveries Claimed", "PUT Deliveries PutOff", "PUT Deliveries Claimed", "PUT Deliveries Accepted",
                "batch Due", "POST Quotas", "PUT Quotas", "POST Credentials", "PATCH Credentials",
            })
            kinds.ShouldContain(kind);

        foreach (var (n, kind) in kinds.Index())
        {
            var loss = new TwinFault(n % 2 == 0 ? FaultKind.LoseAnswer : FaultKind.LoseAnswerAsInternalError) { When = request => request is { IsConditional: true, Writes: true } && KindOf(request) == kind };
            var (came, _) = await WeekAsync(loss);
            came.ShouldBe(expected, $"the answer of '{kind}' was lost");
        }
    }

    [LongFact]
    public Task No_lost_answer_of_every_tenth_conditional_write_changes_what_a_week_comes_to() => WalkAsync(step: 10);

    [FullFact]
    public Task No_lost_answer_of_any_conditional_write_changes_what_a_week_comes_to() => WalkAsync(step: 1);

    private static async Task WalkAsync(int step)
    {
        var (expected, writes) = await WeekAsync(null);

        // Writes that meet share transactions, so that their number is not the same each time: up to the first that is not reached.
        for (var n = step; await WeekAsync(TwinFault.AtConditional(n, n / step % 2 == 0 ? FaultKind.LoseAnswer : FaultKind.LoseAnswerAsInternalError), mayMiss: n > writes!.Count / 2) is (var came, not null); n += step)
            came.ShouldBe(expected, $"the answer of conditional write {n} was lost");
    }

    /// <summary>From Sunday evening, when nothing of the week is there, to Monday afternoon: a digest waits for its sources, one mail is put off, a secret is renewed, quotas are used.</summary>
    /// <param name="mayMiss">Whether it may be that the fault strikes nothing; then there are no writes in the answer.</param>
    private static async Task<(string Outcome, IReadOnlyList<TwinRequest>? ConditionalWrites)> WeekAsync(TwinFault? fault, bool mayMiss = false)
    {
        await using var test = await TestPipeline.StartAsync(new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero));
        test.Storage.Twin.KeepsRequests = true;
        using var lost = fault is null ? null : test.Storage.Twin.Faults.Add(fault);
        test.Simulator.Faults.Add(new(KpiFunctions.Simulator.Faults.FaultKind.Unavailable) { At = "sendgrid", Account = "a@client.example", Times = 1 });
        await test.DropConfigAsync("shop.json", Config);
        await test.LeapToAsync(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        if (mayMiss && lost!.Struck == 0) return ("", null);
        if (lost is not null) lost.Struck.ShouldBe(1);
        return (await OutcomeAsync(test), [.. test.Storage.Twin.Requests.Where(request => request is { IsConditional: true, Writes: true })]);
    }

    /// <summary>The method, the table, and the state that is written; a transaction by its table.</summary>
    private static string KindOf(TwinRequest request) => request.PathAndQuery.StartsWith("/$batch", StringComparison.Ordinal)
        ? $"batch {Table().Match(request.Body!).Groups["name"].Value}"
        : $"{request.Method} {Table().Match(request.PathAndQuery).Groups["name"].Value} {State().Match(request.Body ?? "").Groups["name"].Value}".TrimEnd();

    [GeneratedRegex("(^|core\\.windows\\.net)/(?<name>[A-Z][A-Za-z]+)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Table();

    [GeneratedRegex("\"State\":\"(?<name>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex State();

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
            { "type": "youtube", "account": "UC0000000201100000000001", "credential": "youtube-agency" }
          ],
          "objectives": [ "awareness", "image" ]
        }
        """;
}
