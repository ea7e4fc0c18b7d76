using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Simulator.Faults;

using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>One mail per client, occurrence and recipient, whatever breaks.</summary>
public sealed class DeliveryTests
{
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_digest_goes_once_to_each_recipient_however_often_its_messages_come()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("twice.json", Given.Client("twice", recipients: "\"a@client.example\", \"b@client.example\""));
        await test.LeapToAsync(Given.Monday.AddHours(4));
        test.Simulator.Sent.Count.ShouldBe(2);

        foreach (var recipient in new[] { "a@client.example", "b@client.example" })
        {
            var message = MessageJson.Write(new SendMessage("twice", Occurrence.ToString(), RecipientHash.Of(recipient)));
            await Task.WhenAll(test.Jobs.RunMessageAsync("SendDigest", message, Token), test.Jobs.RunMessageAsync("SendDigest", message, Token));
        }

        await test.Jobs.RunMessageAsync("BuildDigest", MessageJson.Write(new DigestMessage("twice", Occurrence.ToString())), Token);
        await test.LeapToAsync(Given.Monday.AddHours(8));
        test.Simulator.Sent.Count.ShouldBe(2);
        (await test.Get<RunTable>().FindAsync("twice", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task Senders_at_the_same_time_send_one_mail()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("race.json", Given.Client("race"));
        test.Simulator.Faults.Add(new(FaultKind.Unavailable) { At = "sendgrid" });
        await test.LeapToAsync(Given.Monday.AddHours(3));
        test.Simulator.Sent.ShouldBeEmpty();
        test.Simulator.Faults.Clear();

        var message = MessageJson.Write(new SendMessage("race", Occurrence.ToString(), RecipientHash.Of("owner@client.example")));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => test.Jobs.RunMessageAsync("SendDigest", message, Token)));
        test.Simulator.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_stopped_between_claim_and_answer_is_unknown_and_is_not_sent_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("killed.json", Given.Client("killed"));
        test.Simulator.Faults.Add(new(FaultKind.Hang) { At = "sendgrid" });
        using (var killed = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            var leaping = test.Pipeline.Host.LeapAsync(test.Clock, (instant, _) => Task.FromResult(instant <= Given.Monday.AddHours(4)), killed.Token);
            await ClaimOf(test, "killed", DeliveryState.Claimed);
            await killed.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(leaping);
        }

        await test.RestartAsync();
        test.Simulator.Faults.Clear();
        await test.LeapToAsync(Given.Monday.AddHours(10));

        await ClaimOf(test, "killed", DeliveryState.Unknown);
        test.Simulator.Sent.ShouldBeEmpty();
        (await test.Get<RunTable>().FindAsync("killed", Occurrence, Token))!.State.ShouldBe(RunState.Held);
        (await test.Get<AlertTable>().ReadAsync("killed", Token)).ShouldContain(failure => failure.Kind == "mail-held");
    }

    [Fact]
    public async Task A_mail_that_SendGrid_took_before_the_connection_broke_is_unknown_and_is_not_sent_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("dropped.json", Given.Client("dropped"));
        test.Simulator.Faults.Add(new(FaultKind.DropAfterAccept) { At = "sendgrid" });
        await test.LeapToAsync(Given.Monday.AddHours(3));
        test.Simulator.Faults.Clear();
        await test.LeapToAsync(Given.Monday.AddHours(10));

        await ClaimOf(test, "dropped", DeliveryState.Unknown);
        test.Simulator.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.Unauthorized)]
    public async Task What_SendGrid_certainly_did_not_take_is_tried_again_later(FaultKind fault)
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("later.json", Given.Client("later"));
        test.Simulator.Faults.Add(new(fault) { At = "sendgrid" });
        await test.LeapToAsync(Given.Monday.AddHours(3));
        await ClaimOf(test, "later", DeliveryState.PutOff);
        test.Simulator.Faults.Clear();
        await test.LeapToAsync(Given.Monday.AddHours(10));

        await ClaimOf(test, "later", DeliveryState.Accepted);
        test.Simulator.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_that_SendGrid_refuses_is_held_and_told_and_the_other_recipients_get_theirs()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("refused.json", Given.Client("refused", recipients: "\"refused@client.example\""));
        await test.DropConfigAsync("fine.json", Given.Client("fine", page: "201100000000001"));
        test.Simulator.Faults.Add(new(FaultKind.BadRequest) { At = "sendgrid", Account = "refused@client.example" });
        await test.LeapToAsync(Given.Monday.AddHours(5));

        await ClaimOf(test, "refused", DeliveryState.Refused);
        (await test.Get<AlertTable>().ReadAsync("refused", Token)).ShouldContain(failure => failure.Kind == "mail-held");
        await ClaimOf(test, "fine", DeliveryState.Accepted);
    }

    /// <summary>At the end of a redirect stands something else: its success would count as SendGrid's.</summary>
    [Fact]
    public async Task A_mail_follows_no_redirect()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var handler = test.Get<IHttpMessageHandlerFactory>().CreateHandler(MailGateway.HttpClientName);
        while (handler is DelegatingHandler outer) handler = outer.InnerHandler!;
        handler.ShouldBeOfType<SocketsHttpHandler>().AllowAutoRedirect.ShouldBeFalse();
    }

    [Fact]
    public async Task One_recipients_failure_is_its_own()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("three.json", Given.Client("three", recipients: "\"refused@client.example\", \"broken@client.example\", \"fine@client.example\""));
        test.Simulator.Faults.Add(new(FaultKind.BadRequest) { At = "sendgrid", Account = "refused@client.example" });
        test.Simulator.Faults.Add(new(FaultKind.DropConnection) { At = "sendgrid", Account = "broken@client.example" });
        await test.LeapToAsync(Given.Monday.AddHours(5));

        var deliveries = (await test.Get<DeliveryTable>().ReadAsync("three", Occurrence, Token)).ToDictionary(delivery => delivery.Key.Recipient, delivery => delivery.State);
        new[] { "refused", "broken", "fine" }.Select(name => deliveries[RecipientHash.Of($"{name}@client.example")])
            .ShouldBe([DeliveryState.Refused, DeliveryState.Unknown, DeliveryState.Accepted]);
        test.Simulator.Sent.ShouldHaveSingleItem().To.ShouldBe(["fine@client.example"]);
        (await test.Get<AlertTable>().ReadAsync("three", Token)).Count(alert => alert.Kind == "mail-held").ShouldBe(2);
    }

    [Fact]
    public async Task What_SendGrid_reported_before_the_digest_was_closed_decides_how_it_closes()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("events.json", Given.Client("events", recipients: "\"a@client.example\", \"b@client.example\", \"c@client.example\", \"d@client.example\""));
        test.Simulator.Faults.Add(new(FaultKind.Unavailable) { At = "sendgrid" });
        await test.LeapToAsync(Given.Monday.AddHours(2.2));
        var deliveries = test.Get<DeliveryTable>();
        var kinds = new[] { MailEventKind.Delivered, MailEventKind.Deferred, MailEventKind.Bounced, MailEventKind.Dropped };
        var put = await deliveries.ReadAsync("events", Occurrence, Token);
        foreach (var (delivery, kind) in put.Zip(kinds)) await deliveries.ApplyAsync(delivery.Key, new(kind, test.Clock.GetUtcNow(), "as reported"), Token);
        test.Simulator.Faults.Clear();
        await test.LeapToAsync(Given.Monday.AddHours(5));

        test.Simulator.Sent.ShouldBeEmpty();
        (await test.Get<RunTable>().FindAsync("events", Occurrence, Token))!.State.ShouldBe(RunState.Held);
        (await test.Get<AlertTable>().ReadAsync("events", Token)).Where(alert => alert.Kind == "mail-held").Select(alert => alert.Reason)
            .ShouldBe(["Bounced: as reported", "Dropped: as reported"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_address_that_is_suppressed_gets_nothing_and_holds_nobody_up()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<SuppressionTable>().AddAsync("quiet", RecipientHash.Of("a@client.example"), "unsubscribed", Token);
        await test.DropConfigAsync("quiet.json", Given.Client("quiet", recipients: "\"a@client.example\", \"b@client.example\""));
        await test.LeapToAsync(Given.Monday.AddHours(4));

        test.Simulator.Sent.Count.ShouldBe(1);
        (await test.Get<RunTable>().FindAsync("quiet", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task Two_planners_at_the_same_time_make_one_digest()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("planned.json", Given.Client("planned"));
        test.Clock.LeapTo(Given.Monday.AddHours(2.5));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => test.Jobs.RunTimerAsync("PlanDigests", Token)));
        await test.Pipeline.Host.DrainAsync(Token);
        await test.LeapToAsync(Given.Monday.AddHours(5));

        test.Simulator.Sent.Count.ShouldBe(1);
        (await test.Get<RunTable>().ReadAsync("planned", Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_digest_that_is_moved_to_a_later_hour_is_not_sent_twice()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("moved.json", Given.Client("moved"));
        await test.LeapToAsync(Given.Monday.AddHours(3));
        await test.DropConfigAsync("moved.json", Given.Client("moved").Replace("11:00", "15:00", StringComparison.Ordinal));
        await test.LeapToAsync(Given.Monday.AddHours(9));

        test.Simulator.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_digest_that_fell_due_long_ago_while_nothing_ran_is_told_and_not_sent()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("late.json", Given.Client("late"));
        test.Clock.LeapTo(Given.Monday.AddDays(5));
        await test.Jobs.RunTimerAsync("PlanDigests", Token);
        await test.Pipeline.Host.DrainAsync(Token);

        test.Simulator.Sent.ShouldBeEmpty();
        (await test.Get<RunTable>().FindAsync("late", Occurrence, Token))!.State.ShouldBe(RunState.Missed);
        (await test.Get<AlertTable>().ReadAsync("late", Token)).ShouldContain(failure => failure.Kind == "digest-missed");
    }

    /// <summary>Waits for a client's only delivery to reach a state.</summary>
    private static async Task ClaimOf(TestPipeline test, string client, DeliveryState expected)
    {
        IReadOnlyList<DeliveryRecord> deliveries = [];
        for (var i = 0; i < 200; i++)
        {
            deliveries = await test.Get<DeliveryTable>().ReadAsync(client, Occurrence, Token);
            if (deliveries.Count == 1 && deliveries[0].State == expected) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), Token);
        }

        deliveries.Select(delivery => delivery.State).ShouldBe([expected]);
    }
}
