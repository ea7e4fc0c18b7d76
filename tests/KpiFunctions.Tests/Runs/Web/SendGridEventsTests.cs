using System.Text;
using System.Text.Json.Nodes;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Events;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Delivery.Events;

namespace KpiFunctions.Tests.Runs.Web;

/// <summary>What SendGrid's events change, and what nobody else can change in their place.</summary>
public sealed class SendGridEventsTests : IDisposable
{
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private readonly GivenEvents given = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => given.Dispose();

    [Fact]
    public async Task A_mail_of_which_nobody_knew_is_settled_by_its_events_and_the_digest_is_sent()
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        web.Serve(test.Jobs);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        using (test.Simulator.Faults.Add(new(FaultKind.DropAfterAccept) { At = "sendgrid" })) await test.LeapToAsync(Given.Monday.AddHours(4));
        (await RunAsync(test, "shop")).HeldFor.ShouldBe(HeldFor.MailUnknown);
        (await KindsAsync(test, "shop")).ShouldBe(["mail-held"]);

        // Three of the client's mail, and three of the consultant's about it.
        (await test.Simulator.PostEventsAsync(web.Events, Token)).ShouldBe(6);
        await test.Pipeline.Host.DrainAsync(Token);
        (await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Delivered);
        var run = await RunAsync(test, "shop");
        (run.State, run.HeldFor).ShouldBe((RunState.Sent, null));
        (await KindsAsync(test, "shop")).ShouldBeEmpty();
        test.Simulator.Sent.Count.ShouldBe(1);

        // Nothing is left to do, and nothing is reported twice.
        (await test.Get<ScheduledMessageTable>().ReadAsync("shop", Token)).ShouldAllBe(work => work.Queue != QueueNames.Send && work.DueAt > test.Clock.GetUtcNow());
        (await test.Simulator.PostEventsAsync(web.Events, Token)).ShouldBe(0);
    }

    [Theory]
    [InlineData("owner", DeliveryState.Delivered, null, RunState.Sent, null)]
    [InlineData("slow", DeliveryState.Delivered, null, RunState.Sent, null)]
    [InlineData("bounces", DeliveryState.Bounced, "bounced", RunState.Held, "address-dead")]
    [InlineData("dropped", DeliveryState.Dropped, "dropped", RunState.Held, "address-dead")]
    [InlineData("blocked", DeliveryState.Bounced, null, RunState.Held, "mail-held")]
    [InlineData("spam", DeliveryState.Delivered, "spam-reported", RunState.Sent, "address-dead")]
    public async Task What_becomes_of_a_mail_is_recorded_and_the_consultant_hears_of_a_dead_address(string name, DeliveryState state, string? suppressed, RunState ended, string? alert)
    {
        await using var web = await LocalWeb.StartAsync(0, Token);
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        web.Serve(test.Jobs);
        var address = $"{name}@client.example";
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: $"\"well@client.example\", \"{address}\""));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        (await RunAsync(test, "shop")).State.ShouldBe(RunState.Sent);
        await test.Simulator.PostEventsAsync(web.Events, Token);
        await test.Pipeline.Host.DrainAsync(Token);

        (await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token)).Single(delivery => delivery.Key.Recipient == RecipientHash.Of(address)).State.ShouldBe(state);
        (await test.Get<SuppressionTable>().FindReasonAsync("shop", RecipientHash.Of(address), Token)).ShouldBe(suppressed);
        (await RunAsync(test, "shop")).State.ShouldBe(ended);
        var told = await test.Get<AlertTable>().ReadAsync("shop", Token);
        told.Select(one => one.Kind).ShouldBe(alert is null ? [] : [alert]);
        if (alert == "address-dead")
        {
            told[0].Subject.ShouldBe(RecipientHash.Of(address));
            told[0].Reason.ShouldStartWith("recipients[1] ");
        }

        told.ShouldAllBe(one => !one.Reason.Contains('@'));

        // The next digest goes to those who can get it.
        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(4));
        test.Simulator.Sent.Count.ShouldBe(suppressed is null ? 4 : 3);
        (await test.Get<RunTable>().FindAsync("shop", Occurrence.Plus(1), Token))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task A_suppression_that_was_lifted_stays_lifted_when_its_event_is_repeated_and_the_next_digest_arrives()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        var delivery = (await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token)).ShouldHaveSingleItem();
        var body = GivenEvents.Body(GivenEvents.Event(delivery.Key, "bounce", test.Clock.GetUtcNow(), null, ("reason", "550 no such user")));
        await PostAsync(test, body);
        test.Clock.LeapTo(test.Clock.GetUtcNow().AddHours(1));
        (await test.Get<SuppressionTable>().LiftAsync("shop", delivery.Key.Recipient, Token)).ShouldBeTrue();

        await PostAsync(test, body);
        (await test.Get<SuppressionTable>().FindReasonAsync("shop", delivery.Key.Recipient, Token)).ShouldBeNull();
        await test.LeapToAsync(Given.Monday.AddDays(7).AddHours(4));
        test.Simulator.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_dead_address_that_leaves_the_config_is_no_trouble_any_more()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"a@client.example\", \"b@client.example\""));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        var deliveries = await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token);
        await PostAsync(test, GivenEvents.Body(deliveries.Select(delivery => GivenEvents.Event(delivery.Key, "bounce", test.Clock.GetUtcNow()))));
        (await KindsAsync(test, "shop")).ShouldBe(["address-dead", "address-dead"]);

        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"a@client.example\", \"corrected@client.example\""));
        (await test.Get<AlertTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Subject.ShouldBe(RecipientHash.Of("a@client.example"));
    }

    public static TheoryData<string, int> Forgeries => new()
    {
        { "no headers", 403 }, { "no signature", 403 }, { "no timestamp", 403 }, { "two signatures", 403 }, { "another key", 403 }, { "altered body", 403 },
        { "altered timestamp", 403 }, { "late", 403 }, { "early", 403 }, { "oversized", 413 }, { "announced oversized", 413 }, { "slow", 408 }, { "garbage", 400 }, { "no list", 400 },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_post_that_is_not_SendGrids_changes_nothing(string what, int status)
    {
        await using var test = await StartAsync();
        var key = await DeliveryAsync(test, "shop", "abc", DeliveryState.Unknown);
        var now = test.Clock.GetUtcNow();
        var body = GivenEvents.Body(GivenEvents.Event(key, "bounce", now));
        var (stamp, signature) = (GivenEvents.Stamp(now), given.Sign(GivenEvents.Stamp(now), body));
        using var other = new GivenEvents();
        var long_ = Encoding.UTF8.GetBytes($"[{new string(' ', MailEventsJob.LongestBody)}]");
        var request = what switch
        {
            "no headers" => WebCalls.With("", "application/json", body),
            "no signature" => WebCalls.With("", "application/json", body, (EventSignature.TimestampHeader, stamp)),
            "no timestamp" => WebCalls.With("", "application/json", body, (EventSignature.SignatureHeader, signature)),
            "two signatures" => WebCalls.With("", "application/json", body, (EventSignature.TimestampHeader, stamp), (EventSignature.SignatureHeader, signature), (EventSignature.SignatureHeader, signature)),
            "another key" => other.Post(body, now),
            "altered body" => GivenEvents.Post(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("bounce", "dropped", StringComparison.Ordinal)), signature, stamp),
            "altered timestamp" => GivenEvents.Post(body, signature, GivenEvents.Stamp(now.AddSeconds(1))),
            "late" => given.Post(body, now - EventSignature.Oldest - TimeSpan.FromSeconds(1)),
            "early" => given.Post(body, now + EventSignature.Ahead + TimeSpan.FromSeconds(1)),
            "oversized" => given.Post(long_, now),
            "announced oversized" => WebCalls.With("", null, body, ("Content-Length", "9999999999"), (EventSignature.TimestampHeader, stamp), (EventSignature.SignatureHeader, signature)),
            "slow" => new("", [Header(EventSignature.SignatureHeader, signature), Header(EventSignature.TimestampHeader, stamp)], new SlowBody()) { ReadWithin = TimeSpan.FromMilliseconds(50) },
            "garbage" => given.Post(Encoding.UTF8.GetBytes("[{\"event\":\"bounce\""), now),
            _ => given.Post(Encoding.UTF8.GetBytes("{\"event\":\"bounce\"}"), now),
        };

        test.Storage.Twin.KeepsRequests = true;
        var reply = await test.Jobs.AnswerAsync("SendGridEvents", "POST", request, Token);
        reply.Status.ShouldBe(status);
        reply.Body.ShouldNotContain("@");
        test.Storage.Twin.Requests.ShouldBeEmpty("what is not signed does not reach the storage");
        (await test.Get<DeliveryTable>().FindAsync(key, Token))!.State.ShouldBe(DeliveryState.Unknown);
    }

    [Fact]
    public async Task Without_a_key_no_post_is_taken_and_SendGrid_may_come_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday, new() { ["SendGrid:EventKey"] = "" });
        (await test.Jobs.AnswerAsync("SendGridEvents", "POST", given.Post(GivenEvents.Body(), test.Clock.GetUtcNow()), Token)).Status.ShouldBe(503);
    }

    [Fact]
    public async Task A_post_that_is_replayed_within_the_day_writes_nothing()
    {
        await using var test = await StartAsync();
        var keys = new[] { await DeliveryAsync(test, "shop", "abc", DeliveryState.Unknown), await DeliveryAsync(test, "shop", "def", DeliveryState.Accepted) };
        var body = GivenEvents.Body(GivenEvents.Event(keys[0], "delivered", test.Clock.GetUtcNow()), GivenEvents.Event(keys[1], "bounce", test.Clock.GetUtcNow()));
        var post = given.Post(body, test.Clock.GetUtcNow());
        (await test.Jobs.AnswerAsync("SendGridEvents", "POST", post, Token)).Status.ShouldBe(200);

        test.Clock.LeapTo(test.Clock.GetUtcNow().AddHours(25));
        test.Storage.Twin.KeepsRequests = true;
        (await test.Jobs.AnswerAsync("SendGridEvents", "POST", given.Post(body, Given.Monday), Token)).Status.ShouldBe(200);
        test.Storage.Twin.Requests.ShouldAllBe(request => !request.Writes);
        test.Clock.LeapTo(test.Clock.GetUtcNow().AddSeconds(1));
        (await test.Jobs.AnswerAsync("SendGridEvents", "POST", given.Post(body, Given.Monday), Token)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task An_event_whose_arguments_do_not_fit_together_changes_nothing()
    {
        await using var test = await StartAsync();
        var key = await DeliveryAsync(test, "shop", "abc", DeliveryState.Accepted);
        await DeliveryAsync(test, "other", "abc", DeliveryState.Accepted);
        var now = test.Clock.GetUtcNow();
        JsonObject[] unfit =
        [
            With("client", "other"), With("client", "nobody"), With("client", "shop|x"), With("occurrence", "2026-W49"),
            With("delivery_id", new DeliveryKey("other", Occurrence, "abc").DeliveryId), With("delivery_id", "abc"),
        ];
        await PostAsync(test, GivenEvents.Body(unfit));
        foreach (var client in new[] { "shop", "other" })
        {
            (await test.Get<DeliveryTable>().FindAsync(key with { Client = client }, Token))!.State.ShouldBe(DeliveryState.Accepted);
            (await test.Get<SuppressionTable>().FindReasonAsync(client, "abc", Token)).ShouldBeNull();
            (await KindsAsync(test, client)).ShouldBeEmpty();
        }

        JsonObject With(string field, string value)
        {
            var json = GivenEvents.Event(key, "bounce", now, $"{field}-{value}");
            json[field] = value;
            return json;
        }
    }

    [Fact]
    public async Task A_batch_of_a_thousand_is_taken_whole()
    {
        await using var test = await StartAsync();
        var keys = new List<DeliveryKey>();
        for (var i = 0; i < 250; i++) keys.Add(await DeliveryAsync(test, $"client-{i % 50}", $"hash-{i}", DeliveryState.Accepted));
        var now = test.Clock.GetUtcNow();
        var events = keys.SelectMany(key => new[] { "delivered", "processed", "open", "deferred" }.Select((kind, i) => GivenEvents.Event(key, kind, now.AddSeconds(i)))).ToList();
        events.Count.ShouldBe(1000);
        test.Storage.Twin.KeepsRequests = true;
        await PostAsync(test, GivenEvents.Body(events));
        foreach (var key in keys) (await test.Get<DeliveryTable>().FindAsync(key, Token))!.State.ShouldBe(DeliveryState.Delivered);

        // A digest is two requests, and a delivery that changes two.
        test.Storage.Twin.Requests.Count(request => !request.Writes).ShouldBeLessThan(700);
    }

    /// <summary>SendGrid repeats a post that was not answered, whatever part of it took effect.</summary>
    [Fact]
    public async Task A_post_that_broke_off_anywhere_is_made_whole_by_its_repetition()
    {
        for (var failsAt = 1; failsAt <= 14; failsAt++)
        {
            await using var test = await StartAsync();
            await test.Get<RunTable>().TryAddAsync(new("shop", Occurrence, Given.Monday, RunState.Held, [], default) { HeldFor = HeldFor.MailUnknown }, Token);
            await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: "\"a@client.example\", \"b@client.example\""));
            var keys = new List<DeliveryKey>();
            foreach (var name in new[] { "a", "b" }) keys.Add(await DeliveryAsync(test, "shop", RecipientHash.Of($"{name}@client.example"), DeliveryState.Unknown));
            var body = GivenEvents.Body(GivenEvents.Event(keys[0], "delivered", test.Clock.GetUtcNow()), GivenEvents.Event(keys[1], "bounce", test.Clock.GetUtcNow()));

            var calls = 0;
            test.Storage.Twin.Gate.Before = (_, _) => Interlocked.Increment(ref calls) == failsAt ? throw new OperationCanceledException("the process ends") : Task.CompletedTask;
            try
            {
                await test.Jobs.AnswerAsync("SendGridEvents", "POST", given.Post(body, test.Clock.GetUtcNow()), Token);
            }
            catch (OperationCanceledException)
            {
                // SendGrid got no answer.
            }

            test.Storage.Twin.Gate.Before = (_, _) => Task.CompletedTask;
            await PostAsync(test, body);
            var states = await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token);
            states.Select(delivery => delivery.State).ShouldBe([DeliveryState.Delivered, DeliveryState.Bounced], ignoreOrder: true, $"request {failsAt}");
            (await test.Get<SuppressionTable>().FindReasonAsync("shop", keys[1].Recipient, Token)).ShouldBe("bounced", $"request {failsAt}");
            (await KindsAsync(test, "shop")).ShouldBe(["address-dead"], $"request {failsAt}");
            (await RunAsync(test, "shop")).HeldFor.ShouldBe(HeldFor.MailRefused, $"request {failsAt}");
        }
    }

    /// <summary>Whatever order events come in, however often, and in whatever posts: deliveries, suppressions, alerts and the digest end the same.</summary>
    [Fact]
    public async Task Any_order_any_repetition_and_any_division_into_posts_end_in_the_same_state()
    {
        await using var test = await StartAsync();
        string[] names = ["a", "b", "c"];
        await test.DropConfigAsync("shop.json", Given.Client("shop", recipients: string.Join(", ", names.Select(name => $"\"{name}@client.example\""))));
        DeliveryState[] states = [DeliveryState.Unknown, DeliveryState.Accepted, DeliveryState.Refused];
        (string Kind, string? Type, string? Reason)[] kinds =
        [
            ("processed", null, null), ("deferred", null, "450 later"), ("delivered", null, null), ("bounce", "bounce", "550 no such user"), ("bounce", "blocked", "554 not now"),
            ("dropped", null, "Bounced Address"), ("dropped", null, "Spam Content"), ("spamreport", null, null), ("open", null, null),
        ];
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var starts = names.Select(_ => states[random.Next(states.Length)]).ToList();
            var drawn = Enumerable.Range(0, random.Next(1, 9)).Select(i => (Name: random.Next(names.Length), Event: kinds[random.Next(kinds.Length)], Seconds: random.Next(0, 4), Id: $"id-{i}")).ToList();
            var others = drawn.Concat(drawn.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(others);

            var whole = await EndAsync(Occurrence.Plus(10 + (2 * seed)), starts, [drawn]);
            var divided = await EndAsync(Occurrence.Plus(11 + (2 * seed)), starts, others.Chunk(random.Next(1, 4)));
            divided.ShouldBe(whole, $"seed {seed}");
        }

        async Task<string> EndAsync(IsoWeek week, IReadOnlyList<DeliveryState> starts, IEnumerable<IReadOnlyList<(int Name, (string Kind, string? Type, string? Reason) Event, int Seconds, string Id)>> posts)
        {
            foreach (var table in new[] { TableNames.Suppressions, TableNames.Failures })
                await foreach (var row in test.Account.Table(table).QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token)) await test.Account.Table(table).DeleteEntityAsync(row, cancellationToken: Token);
            var keys = names.Select(name => new DeliveryKey("shop", week, RecipientHash.Of($"{name}@client.example"))).ToList();
            foreach (var (key, state) in keys.Zip(starts)) await DeliveryAsync(test, key, state);
            var held = starts.Contains(DeliveryState.Unknown) ? HeldFor.MailUnknown : starts.Contains(DeliveryState.Refused) ? HeldFor.MailRefused : (HeldFor?)null;
            await test.Get<RunTable>().TryAddAsync(new("shop", week, Given.Monday, held is null ? RunState.Sent : RunState.Held, [], default) { HeldFor = held }, Token);
            foreach (var key in keys.Zip(starts).Where(pair => pair.Second != DeliveryState.Accepted))
                await test.Get<AlertTable>().RecordAsync("shop", "mail-held", key.First.DeliveryId, $"{key.Second}: of the attempt", Token);

            foreach (var post in posts)
            {
                await PostAsync(test, GivenEvents.Body(post.Select(one => GivenEvents.Event(
                    keys[one.Name], one.Event.Kind, Given.Monday.AddSeconds(one.Seconds), one.Id, ("type", one.Event.Type), ("reason", one.Event.Reason)))));
            }

            var run = (await test.Get<RunTable>().FindAsync("shop", week, Token))!;
            var lines = new List<string> { $"run {run.State} {run.HeldFor}" };
            foreach (var (key, name) in keys.Zip(names))
            {
                var delivery = (await test.Get<DeliveryTable>().FindAsync(key, Token))!;
                lines.Add($"{name} {delivery.State} {delivery.EventAt:HH:mm:ss} {delivery.Reason}");
                lines.Add($"{name} {await test.Get<SuppressionTable>().FindAsync("shop", key.Recipient, Token)}");
            }

            var alerts = await test.Get<AlertTable>().ReadAsync("shop", Token);
            lines.AddRange(alerts.Select(alert => $"{alert.Kind} {names[keys.FindIndex(key => key.DeliveryId == alert.Subject || key.Recipient == alert.Subject)]} {alert.Reason}").Order(StringComparer.Ordinal));
            return string.Join('\n', lines);
        }
    }

    private Task<TestPipeline> StartAsync() => TestPipeline.StartAsync(Given.Monday, new() { ["SendGrid:EventKey"] = given.Key });

    /// <summary>Posts as SendGrid does, and lets the pipeline do what follows.</summary>
    private async Task PostAsync(TestPipeline test, byte[] body)
    {
        (await test.Jobs.AnswerAsync("SendGridEvents", "POST", given.Post(body, test.Clock.GetUtcNow()), Token)).Status.ShouldBe(200);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static async Task<DeliveryKey> DeliveryAsync(TestPipeline test, string client, string recipient, DeliveryState state)
    {
        var key = new DeliveryKey(client, Occurrence, recipient);
        await DeliveryAsync(test, key, state);
        return key;
    }

    private static async Task DeliveryAsync(TestPipeline test, DeliveryKey key, DeliveryState state) =>
        (await test.Get<DeliveryTable>().TryInsertAsync(new(key, state, Given.Monday, Given.Monday, null, "of the attempt", default), Token)).ShouldNotBeNull();

    private static async Task<Run> RunAsync(TestPipeline test, string client) => (await test.Get<RunTable>().FindAsync(client, Occurrence, Token)).ShouldNotBeNull();

    private static async Task<IReadOnlyList<string>> KindsAsync(TestPipeline test, string client) => [.. (await test.Get<AlertTable>().ReadAsync(client, Token)).Select(alert => alert.Kind)];

    private static KeyValuePair<string, IEnumerable<string>> Header(string name, string value) => KeyValuePair.Create<string, IEnumerable<string>>(name, [value]);
}
