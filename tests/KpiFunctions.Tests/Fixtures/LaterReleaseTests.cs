using System.Text;
using Azure;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Tests.Fixtures;

/// <summary>What only a later release knows, as after going back to this one, or while both run: nothing stops, and nothing of it is lost.</summary>
public sealed class LaterReleaseTests : IAsyncLifetime
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private EarlierStorage storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => storage = await EarlierStorage.LoadAsync("storage-2026-11");

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_run_in_an_unknown_state_is_left_alone_and_its_work_stays()
    {
        await storage.Get<Outbox>().SendDueAsync(Lane.Digests, Token);
        await SetAsync(TableNames.Runs, "waiting", "2026-W48", "State", "Approving");
        await storage.Get<DigestOrchestrator>().RunAsync(new("waiting", "2026-W48"), Token);

        var run = (await storage.Get<RunTable>().FindAsync("waiting", Occurrence, Token))!;
        (run.State, run.StateName).ShouldBe((RunState.Unrecognized, "Approving"));
        (await storage.Get<ScheduledMessageTable>().ReadAsync(Token)).ShouldContain(work => work.Key == "waiting|2026-W48");
        (await storage.Get<RunTable>().TryReplaceAsync(run with { Missing = ["facebook:1"] }, Token)).ShouldNotBeNull();
        (await ColumnAsync(TableNames.Runs, "waiting", "2026-W48", "State")).ShouldBe("Approving");
    }

    [Fact]
    public async Task A_delivery_in_an_unknown_state_is_not_sent_and_keeps_its_digest_open()
    {
        var key = new DeliveryKey("put-off", Occurrence, RecipientHash.Of("later@client.example"));
        var row = TableKey.Of("2026-W48", key.Recipient);
        await SetAsync(TableNames.Deliveries, "put-off", row, "State", "Complained");
        await storage.Get<SendJob>().RunAsync(new("put-off", "2026-W48", key.Recipient), Token);
        await storage.Get<DigestOrchestrator>().RunAsync(new("put-off", "2026-W48"), Token);

        var record = (await storage.Get<DeliveryTable>().FindAsync(key, Token))!;
        (record.State, record.StateName).ShouldBe((DeliveryState.Unrecognized, "Complained"));
        (await storage.Get<RunTable>().FindAsync("put-off", Occurrence, Token))!.State.ShouldBe(RunState.Built);
        (await storage.Get<ScheduledMessageTable>().ReadAsync(Token)).ShouldContain(work => work.Queue == "send" && work.DueAt > storage.Time.GetUtcNow());
        (await storage.Get<DeliveryTable>().TryReplaceAsync(record with { Reason = "a mailbox is full" }, Token)).ShouldNotBeNull();
        (await ColumnAsync(TableNames.Deliveries, "put-off", row, "State")).ShouldBe("Complained");
    }

    [Fact]
    public async Task An_unknown_trouble_keeps_its_message_needs_nobody_and_stays_as_it_is()
    {
        var row = TableKey.Of("facebook", "201100000000009");
        await SetAsync(TableNames.Cursors, "expired", row, "TroubleKind", "AccountFrozen");
        var cursor = (await storage.Get<CursorTable>().ReadAsync("expired", Token)).ShouldHaveSingleItem();

        var failure = cursor.Trouble!.Failure;
        (failure.Kind, failure.KindName, failure.NeedsAPerson).ShouldBe((SourceFailureKind.Unrecognized, "AccountFrozen", false));
        failure.Message.ShouldContain("Session has expired");
        await storage.Get<CursorTable>().WriteAsync("expired", cursor with { LastAttempt = storage.Time.GetUtcNow() }, Token);
        (await ColumnAsync(TableNames.Cursors, "expired", row, "TroubleKind")).ShouldBe("AccountFrozen");

        var client = (await storage.Get<ClientDirectory>().FindAsync("expired", Token))!.Config;
        (await storage.Get<DigestBuilder>().BuildAsync(client, Week, Token)).Rendered.Text.ShouldContain("pas donné ses chiffres");
    }

    [Fact]
    public async Task Figures_with_unknown_words_are_read_as_they_are()
    {
        var row = await FirstKpiAsync("Gap", "Embargoed", "Verdict", "Astonishing");
        var kpis = await storage.Get<KpiArchive>().ReadAsync("branded", Week, Token);
        var kpi = kpis.Single(each => each.Gap == "Embargoed");
        (kpi.Value, kpi.Verdict).ShouldBe((null, "Astonishing"), row);
    }

    [Fact]
    public async Task A_trace_with_an_unknown_way_is_read_and_the_next_digest_is_built()
    {
        var blob = storage.Account.Container(ContainerNames.Digests).GetBlobClient(DigestArchive.TraceOf("branded", Week));
        var text = (await blob.DownloadContentAsync(Token)).Value.Content.ToString().Replace("\"DaysAddedUp\"", "\"HoursAddedUp\"", StringComparison.Ordinal);
        await blob.UploadAsync(new BinaryData(Encoding.UTF8.GetBytes(text)), overwrite: true, Token);

        var trace = (await storage.Get<DigestArchive>().FindTraceAsync("branded", Week, Token))!;
        trace.Kpis.SelectMany(kpi => kpi.Inputs).ShouldContain(input => input.Way == Aggregation.Unrecognized);
        var client = (await storage.Get<ClientDirectory>().FindAsync("branded", Token))!.Config;
        (await storage.Get<DigestBuilder>().BuildAsync(client, Occurrence, Token)).Rendered.Html.ShouldNotBeEmpty();
    }

    private async Task<string> FirstKpiAsync(params string[] changes)
    {
        var row = storage.Lines.Rows.First(each => each.Table == TableNames.Kpis && each.PartitionKey == "branded");
        for (var i = 0; i < changes.Length; i += 2) await SetAsync(TableNames.Kpis, "branded", row.RowKey, changes[i], changes[i + 1]);
        return row.RowKey;
    }

    private Task<Response> SetAsync(string table, string partition, string row, string column, string value) =>
        storage.Account.Table(table).UpdateEntityAsync(new TableEntity(partition, row) { [column] = value }, ETag.All, TableUpdateMode.Merge, Token);

    private async Task<string> ColumnAsync(string table, string partition, string row, string column) =>
        (await storage.Account.Table(table).GetEntityAsync<TableEntity>(partition, row, cancellationToken: Token)).Value.GetString(column);
}
