using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Fixtures;

/// <summary>What the release of November 2026 stored is read by every reader of this one.</summary>
public sealed class EarlierReleaseTests : IAsyncLifetime
{
    private const string Bottler = "boissons-du-massif";
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private EarlierStorage storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => storage = await EarlierStorage.LoadAsync("storage-2026-11");

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task Runs_have_the_states_that_they_had()
    {
        var runs = await storage.Get<RunTable>().ReadAsync(null, Token);
        runs.ToDictionary(run => run.Client, run => run.State).ShouldBe(new Dictionary<string, RunState>
        {
            [Bottler] = RunState.Sent,
            ["branded"] = RunState.Held,
            ["clips"] = RunState.Sent,
            ["confiserie-du-port"] = RunState.Sent,
            ["expired"] = RunState.Sent,
            ["films"] = RunState.Waiting,
            ["kauri-outdoor"] = RunState.Sent,
            ["put-off"] = RunState.Built,
            ["unknown"] = RunState.Held,
            ["waiting"] = RunState.Waiting,
        }, ignoreOrder: true);
        var late = runs.Single(run => run.Client == "expired");
        (late.Occurrence, late.ReportedWeek, late.DueAt).ShouldBe((Occurrence, Week, new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero)));
        late.Missing.ShouldBe(["facebook:201100000000009"]);
    }

    [Theory]
    [InlineData(Bottler, DeliveryState.Accepted, 2)]
    [InlineData("branded", DeliveryState.Refused, 1)]
    [InlineData("put-off", DeliveryState.PutOff, 1)]
    [InlineData("unknown", DeliveryState.Unknown, 1)]
    [InlineData("clips", DeliveryState.Suppressed, 1)]
    public async Task Deliveries_have_the_states_that_they_had(string client, DeliveryState state, int count)
    {
        var records = await storage.Get<DeliveryTable>().ReadAsync(client, Occurrence, Token);
        records.Count(record => record.State == state).ShouldBe(count);
        records.ShouldAllBe(record => record.Key.Client == client && record.FirstClaimedAt <= record.ClaimedAt && record.LaterState == null);
    }

    [Fact]
    public async Task Figures_are_those_that_were_computed()
    {
        var kpis = await storage.Get<KpiArchive>().ReadAsync(Bottler, Week, Token);
        var mentions = kpis.Single(kpi => kpi is { Objective: "awareness", Kpi: "mentions" });
        (mentions.Value, mentions.Gap, mentions.Verdict, mentions.ObjectiveVerdict, mentions.Basis, mentions.MadeFrom)
            .ShouldBe((38, null, "Steady", "Steady", "SumOfDays", "{\"ofPosts\":false}"));
        (mentions.Previous, mentions.Expected!.Weeks).ShouldBe((33, 14));
    }

    [Fact]
    public async Task Digests_and_their_traces_are_whole()
    {
        var digest = (await storage.Get<DigestArchive>().FindAsync(Bottler, Week, null, Token))!;
        digest.Subject.ShouldNotBeEmpty();
        digest.Html.ShouldContain("</html>");
        digest.Page.ShouldContain("</html>");
        digest.Pictures.ShouldHaveSingleItem().ContentId.ShouldBe("path-1");
        digest.Sender.Email.ShouldContain("@");

        var trace = (await storage.Get<DigestArchive>().FindTraceAsync(Bottler, Week, Token))!;
        (trace.Client, trace.Week).ShouldBe((Bottler, "2026-W47"));
        var mentions = trace.Kpis.Single(kpi => kpi.Name == new Pipeline.Kpis.KpiName("awareness", "mentions", ""));
        (mentions.Value, mentions.Verdict, mentions.Expected!.Weeks, mentions.Inputs[0].Days.Sum(day => day.Value)).ShouldBe((38, "Steady", 14, 38));
        mentions.Inputs[0].Way.ShouldNotBe(Pipeline.Kpis.Aggregation.Unrecognized);
    }

    [Fact]
    public async Task A_clients_history_is_whole()
    {
        var history = await storage.Get<HistoryReader>().ReadAsync(Bottler, new(Week.Plus(-12).Monday, Week.Sunday), Token);
        history.Readings.Count.ShouldBe(2 * 7 * 13);
        history.Readings.SelectMany(reading => reading.Traffic ?? []).Select(slice => slice.Channel).Distinct().Count().ShouldBeGreaterThan(4);
        history.Posts.Count.ShouldBeGreaterThan(50);
        history.Posts.ShouldAllBe(post => post.Values.Count > 0 || post.IsMention);
        history.Accounts.ShouldAllBe(account => account.Trouble == null && account.LastSuccess != null);
    }

    [Fact]
    public async Task An_accounts_trouble_is_the_one_that_it_had()
    {
        var expired = (await storage.Get<CursorTable>().ReadAsync("expired", Token)).ShouldHaveSingleItem();
        (expired.Trouble!.Failure.Kind, expired.Trouble.Failure.NeedsAPerson).ShouldBe((SourceFailureKind.CredentialExpired, true));
        expired.Trouble.Failure.Message.ShouldContain("Session has expired");
        var waiting = (await storage.Get<CursorTable>().ReadAsync("waiting", Token)).ShouldHaveSingleItem();
        (waiting.Trouble!.Failure.Kind, waiting.FailuresInARow, waiting.NotBefore).ShouldBe((SourceFailureKind.Unavailable, 4, new DateTimeOffset(2026, 11, 24, 12, 45, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Clients_and_brands_are_in_force()
    {
        var clients = await storage.Get<ClientDirectory>().ListAsync(Token);
        clients.Select(client => client.Config.Id).ShouldBe(
            [Bottler, "branded", "clips", "confiserie-du-port", "expired", "films", "kauri-outdoor", "put-off", "unknown", "waiting"], ignoreOrder: true);
        clients.ShouldAllBe(client => client.PlannedThrough == Occurrence);
        var brand = await storage.Get<BrandDirectory>().FindAsync("atelier", Token);
        brand.Brand!.Name.ShouldBe("Atelier Nord");
        brand.Templates.Html.ShouldNotBeNull();
        (await storage.Get<NoteStore>().FindAsync("branded", Week, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Work_alerts_quotas_and_suppressions_are_found()
    {
        // The rows of that release are taken over by the first planner.
        await storage.Get<Outbox>().SendDueAsync(Lane.Digests, Token);
        (await storage.Get<ScheduledMessageTable>().ReadAsync(Token)).Select(work => work.Queue).Distinct().ShouldBe([QueueNames.Digest, QueueNames.Fetch, QueueNames.Send], ignoreOrder: true);
        var alerts = await storage.Get<AlertTable>().ReadAsync(null, Token);
        alerts.Select(alert => alert.Kind).Distinct().ShouldBe(
            [AlertKinds.ConfigRefused, AlertKinds.MailHeld, AlertKinds.NoteRefused, AlertKinds.SourceInTrouble, AlertKinds.TemplateRefused], ignoreOrder: true);
        alerts.Single(alert => alert.Client == "waiting").IsFinal.ShouldBeFalse();
        (await storage.Get<SuppressionTable>().FindReasonAsync("clips", RecipientHash.Of("gone@client.example"), Token)).ShouldBe("unsubscribed");
        var quota = storage.Lines.Rows.First(row => row.Table == "Quotas");
        (await storage.Get<QuotaTable>().ReadAsync(quota.PartitionKey, quota.RowKey, Token)).Used.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(QueueNames.Fetch)]
    [InlineData(QueueNames.Digest)]
    [InlineData(QueueNames.Send)]
    [InlineData(QueueNames.BlobEvents)]
    public async Task Messages_can_be_read(string queue)
    {
        var message = MessageJson.Decode((await storage.Account.Queue(queue).ReceiveMessageAsync(cancellationToken: Token)).Value.Body.ToString());
        object read = queue switch
        {
            QueueNames.Fetch => MessageJson.Read<FetchMessage>(message),
            QueueNames.Digest => MessageJson.Read<DigestMessage>(message),
            QueueNames.Send => MessageJson.Read<SendMessage>(message),
            _ => MessageJson.Read<BlobEvent>(message).Blob(),
        };
        read.ShouldBe(queue switch
        {
            QueueNames.Fetch => new FetchMessage("branded", "facebook", "201100000000002"),
            QueueNames.Digest => new DigestMessage("waiting", "2026-W48"),
            QueueNames.Send => new SendMessage("put-off", "2026-W48", RecipientHash.Of("later@client.example")),
            _ => ("notes", "branded/2026-W47.md"),
        });
    }

    [Fact]
    public async Task The_reported_weeks_digest_can_be_built_from_it()
    {
        var client = (await storage.Get<ClientDirectory>().FindAsync(Bottler, Token))!.Config;
        var built = await storage.Get<DigestBuilder>().BuildAsync(client, Week, Token);
        built.Report.Objectives.Select(objective => objective.Objective.Key).ShouldBe(["awareness", "sales", "image"], ignoreOrder: true);
        var shown = (await storage.Get<DigestArchive>().FindTraceAsync(Bottler, Week, Token))!;
        var values = shown.Kpis.ToDictionary(kpi => kpi.Name, kpi => (kpi.Value, kpi.Gap));
        foreach (var kpi in built.Report.Trace!.Kpis) (kpi.Value, kpi.Gap).ShouldBe(values[kpi.Name], kpi.Name.ToString());
        built.Rendered.Html.ShouldContain("</html>");
    }
}
