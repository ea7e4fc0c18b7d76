using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Actions;

/// <summary>What people can do, in which states, and what becomes of it.</summary>
public sealed class ActionTests
{
    private static readonly DateTimeOffset Due = ActingPipeline.Due;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_digest_that_is_held_stays_until_it_is_released()
    {
        await using var shop = await WaitingAsync();
        (await shop.DoAsync(ActionNames.Hold)).Outcome.ShouldBe(ActionOutcome.Done);
        shop.Test.Simulator.Faults.Clear();
        await shop.Test.LeapToAsync(Due.AddHours(20));
        var held = await shop.RunAsync();
        (held.State, held.HeldFor, held.HeldBy).ShouldBe((RunState.Held, HeldFor.ByPerson, "Marie"));
        shop.Test.Simulator.Sent.ShouldBeEmpty();

        var approve = await shop.DoAsync(ActionNames.Approve, by: "Paul");
        (approve.Outcome, approve.Why, approve.By).ShouldBe((ActionOutcome.NotPossible, Obstacle.HeldByPerson, "Marie"));
        approve.Possible.ShouldBe([ActionNames.Hold, ActionNames.Release, ActionNames.Miss], ignoreOrder: true);

        (await shop.DoAsync(ActionNames.Release)).Outcome.ShouldBe(ActionOutcome.Done);
        (await shop.DoAsync(ActionNames.Release, by: "Paul")).Outcome.ShouldBe(ActionOutcome.AlreadyDone);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        (await shop.RunAsync()).State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task A_digest_that_is_held_until_an_instant_goes_on_then()
    {
        await using var shop = await WaitingAsync();
        (await shop.DoAsync(ActionNames.Hold, with: request => request with { Until = Due.AddDays(4) })).Outcome.ShouldBe(ActionOutcome.Done);
        shop.Test.Simulator.Faults.Clear();
        await shop.Test.LeapToAsync(Due.AddDays(4).AddMinutes(-20));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        await shop.Test.LeapToAsync(Due.AddDays(4).AddMinutes(20));
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_digest_that_nobody_releases_is_missed_and_reported()
    {
        await using var shop = await WaitingAsync();
        (await shop.DoAsync(ActionNames.Hold)).Outcome.ShouldBe(ActionOutcome.Done);
        shop.Test.Simulator.Faults.Clear();
        await shop.Test.LeapToAsync(Due.AddDays(3).AddHours(1));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.RunAsync()).State.ShouldBe(RunState.Missed);
        (await shop.Test.Get<AlertTable>().FindAsync("shop", AlertKinds.DigestMissed, "2026-W48", Token))!.Reason.ShouldContain("was not released in time; Marie held it");
    }

    [Fact]
    public async Task A_draft_that_is_held_and_released_waits_for_approval_again()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true, \"withoutAnswer\": \"miss\"");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        await shop.DoAsync(ActionNames.Hold);
        await shop.Test.LeapToAsync(Due.AddHours(30));
        (await shop.DoAsync(ActionNames.Release)).Run!.State.ShouldBe(RunState.Drafted);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.DoAsync(ActionNames.Approve)).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_digest_that_a_person_gives_up_is_missed_without_an_alert()
    {
        await using var shop = await WaitingAsync();
        (await shop.DoAsync(ActionNames.Miss)).Outcome.ShouldBe(ActionOutcome.Done);
        (await shop.DoAsync(ActionNames.Miss)).Outcome.ShouldBe(ActionOutcome.AlreadyDone);
        shop.Test.Simulator.Faults.Clear();
        await shop.Test.LeapToAsync(Due.AddDays(1));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.RunAsync()).State.ShouldBe(RunState.Missed);
        (await shop.AlertsAsync()).ShouldBeEmpty();
        var send = await shop.DoAsync(ActionNames.Send, why: "after all");
        send.Why.ShouldBe(Obstacle.NotArchived);
        send.Possible.ShouldBeEmpty();
        (await shop.DoAsync(ActionNames.Approve)).Possible.ShouldBeEmpty("it was never built, and cannot be sent");
    }

    [Fact]
    public async Task A_hold_and_a_pause_that_end_at_another_instant_say_both()
    {
        await using var shop = await WaitingAsync();
        (await shop.DoAsync(ActionNames.Hold)).NewEnd.ShouldBeNull();
        (await shop.DoAsync(ActionNames.Hold, with: request => request with { Until = Due.AddDays(1) })).NewEnd.ShouldBe(new(null, Due.AddDays(1)));
        (await shop.DoAsync(ActionNames.Hold, with: request => request with { Until = Due.AddDays(2) })).NewEnd.ShouldBe(new(Due.AddDays(1), Due.AddDays(2)));

        (await shop.DoAsync(ActionNames.Pause, with: request => request with { Until = Due.AddDays(8) })).NewEnd.ShouldBeNull();
        (await shop.DoAsync(ActionNames.Pause, with: request => request with { Until = Due.AddDays(8) })).Outcome.ShouldBe(ActionOutcome.AlreadyDone);
        (await shop.DoAsync(ActionNames.Pause)).NewEnd.ShouldBe(new(Due.AddDays(8), null));
    }

    [Fact]
    public async Task An_instant_that_is_past_and_one_beyond_the_limit_are_refused_for_two_reasons()
    {
        await using var shop = await WaitingAsync();
        (await shop.DoAsync(ActionNames.Hold, with: request => request with { Until = Due })).Why.ShouldBe(Obstacle.PastTime);
        (await shop.DoAsync(ActionNames.Pause, with: request => request with { Until = Due })).Why.ShouldBe(Obstacle.PastTime);
        var late = await shop.DoAsync(ActionNames.Hold, with: request => request with { Until = Due.AddDays(7) });
        (late.Why, late.Limit).ShouldBe((Obstacle.TooLate, Due.AddDays(7)));
    }

    [Fact]
    public async Task Of_many_clients_ten_are_named_and_the_others_counted_wherever_the_asked_one_would_stand()
    {
        await using var shop = await ActingPipeline.StartAsync();
        for (var i = 0; i < 11; i++) await shop.Test.DropConfigAsync($"client-{i:00}.json", Given.Client($"client-{i:00}"));
        var unknown = await shop.DoAsync(ActionNames.Approve, with: request => request with { Client = "zoo" });
        (unknown.Existing.Count, unknown.More, unknown.Nearest).ShouldBe((10, 2, null));
        (await shop.DoAsync(ActionNames.Approve, with: request => request with { Client = "sho" })).Nearest.ShouldBe("shop");
    }

    [Fact]
    public async Task Nothing_but_sending_again_is_possible_once_a_digest_has_left()
    {
        await using var shop = await SentAsync();
        foreach (var action in new[] { ActionNames.Approve, ActionNames.Hold, ActionNames.Release, ActionNames.Miss })
        {
            var result = await shop.DoAsync(action);
            (result.Outcome, result.Why).ShouldBe((ActionOutcome.NotPossible, Obstacle.HasLeft), action);
            result.Possible.ShouldBe([ActionNames.Send]);
        }
    }

    [Fact]
    public async Task What_there_is_not_is_said_with_what_there_is()
    {
        await using var shop = await SentAsync();
        var client = await shop.DoAsync(ActionNames.Approve, with: request => request with { Client = "shoe" });
        (client.Outcome, client.Why, client.Nearest).ShouldBe((ActionOutcome.NoSuch, Obstacle.NoClient, "shop"));
        client.Existing.ShouldBe(["shop"]);
        var week = await shop.DoAsync(ActionNames.Approve, with: request => request with { Occurrence = ActingPipeline.Occurrence.Plus(2) });
        (week.Outcome, week.Why).ShouldBe((ActionOutcome.NoSuch, Obstacle.NoDigest));
        week.Existing.ShouldBe(["2026-W47"]);
        var recipient = await shop.DoAsync(ActionNames.Send, with: request => request with { Recipient = RecipientHash.Of("nobody@client.example") });
        (recipient.Outcome, recipient.Why).ShouldBe((ActionOutcome.NoSuch, Obstacle.NoRecipient));
        recipient.Existing.ShouldBe(["owner@client.example"]);
    }

    [Fact]
    public async Task A_digest_is_sent_again_to_all_or_to_one_with_a_record_of_who_and_why_beside_the_first()
    {
        await using var shop = await SentAsync("\"one@client.example\", \"two@client.example\"");
        var first = await shop.DeliveriesAsync();
        (await shop.DoAsync(ActionNames.Send, why: "a figure was corrected")).Count.ShouldBe(2);
        await shop.DrainAsync();
        (await shop.DoAsync(ActionNames.Send, by: "Paul", with: request => request with { Recipient = RecipientHash.Of("two@client.example") })).Count.ShouldBe(1);
        await shop.DrainAsync();

        shop.Test.Simulator.Sent.Select(mail => mail.To.Single()).Order().ShouldBe(["one@client.example", "one@client.example", "two@client.example", "two@client.example", "two@client.example"]);
        var after = await shop.DeliveriesAsync();
        after.Where(delivery => delivery.Key.Instruction is null).Select(delivery => delivery.Version).ShouldBe(first.Select(delivery => delivery.Version), "the first rows stay as they are");
        after.Where(delivery => delivery.By == "Marie").ShouldAllBe(delivery => delivery.Why == "a figure was corrected" && delivery.State == DeliveryState.Accepted);
        after.Count(delivery => delivery.By == "Paul").ShouldBe(1);
        after.Select(delivery => delivery.Key.DeliveryId).ShouldBeUnique();
        (await shop.RunAsync()).State.ShouldBe(RunState.Sent);
    }

    [Fact]
    public async Task The_same_instruction_sends_once_however_often_it_is_carried_out()
    {
        await using var shop = await SentAsync();
        var other = await shop.Test.StartAnotherAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => shop.DoAsync(number % 2 == 0 ? shop.Test.Get<ActionRunner>() : other.Get<ActionRunner>(), ActionNames.Send, "Marie", id: "one")));
        await shop.DrainAsync();
        (await shop.DoAsync(ActionNames.Send, id: "one")).RepeatOf.ShouldNotBeNull();
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.Count.ShouldBe(2);
        (await shop.Test.Get<AuditTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem().Outcome.ShouldBe(ActionOutcome.Done);
    }

    [Fact]
    public async Task A_mail_that_a_person_asks_for_makes_up_for_one_whose_delivery_is_unknown()
    {
        await using var shop = await ActingPipeline.StartAsync();
        shop.Test.Simulator.Faults.Add(new(FaultKind.DropConnection) { At = "sendgrid" });
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.RunAsync()).HeldFor.ShouldBe(HeldFor.MailUnknown);
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.MailHeld]);
        shop.Test.Simulator.Faults.Clear();
        var before = shop.Test.Simulator.Sent.Count;
        (await shop.DoAsync(ActionNames.Send, why: "it never came")).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.DrainAsync();
        (shop.Test.Simulator.Sent.Count - before).ShouldBe(1);
        (await shop.RunAsync()).State.ShouldBe(RunState.Sent);
        (await shop.AlertsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_test_goes_to_the_consultant_alone_is_marked_and_counts_for_nothing()
    {
        await using var shop = await ActingPipeline.StartAsync("\"review\": true", "\"studio@agency.example\", \"owner@client.example\"");
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.DoAsync(ActionNames.Send, with: request => request with { IsTest = true })).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.DrainAsync();
        var mail = shop.Test.Simulator.Sent.ShouldHaveSingleItem();
        mail.To.ShouldBe(["studio@agency.example"]);
        mail.Subject.ShouldStartWith("[Test] ");
        (await shop.RunAsync()).State.ShouldBe(RunState.Drafted);

        // The consultant is a recipient, too, and gets the digest itself when it leaves.
        await shop.DoAsync(ActionNames.Approve);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.Count.ShouldBe(3);
        (await shop.RunAsync()).State.ShouldBe(RunState.Sent);
    }

    [Theory]
    [InlineData("2026-11-22", "anne@agency.example")]
    [InlineData("2026-11-23", "omar@agency.example")]
    public async Task A_test_goes_to_the_first_consultant_who_is_present_and_says_to_whom(string awayUntil, string address)
    {
        await using var shop = await ActingPipeline.StartAsync();
        await shop.Test.DropConfigAsync("shop.json", ActingPipeline.Config().Replace(
            "\"consultant\": { \"name\": \"Studio\", \"email\": \"studio@agency.example\" }",
            $"\"consultants\": [ {{ \"name\": \"Anne\", \"email\": \"anne@agency.example\", \"awayUntil\": \"{awayUntil}\" }}, {{ \"name\": \"Omar\", \"email\": \"omar@agency.example\" }} ]",
            StringComparison.Ordinal));
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.DoAsync(ActionNames.Send, with: request => request with { IsTest = true })).To.ShouldBe(address);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.Where(mail => mail.Subject!.StartsWith("[Test] ", StringComparison.Ordinal)).ShouldHaveSingleItem().To.ShouldBe([address]);
    }

    [Fact]
    public async Task A_digest_that_is_sent_to_all_again_says_who_is_left_out_and_why()
    {
        await using var shop = await SentAsync("\"gets@client.example\", \"rests@client.example\", \"left@client.example\"");
        await shop.DoAsync(ActionNames.Pause, with: request => request with { Recipient = RecipientHash.Of("rests@client.example") });
        await shop.Test.Get<SuppressionTable>().AddAsync("shop", RecipientHash.Of("left@client.example"), "unsubscribed", Token);
        var result = await shop.DoAsync(ActionNames.Send);
        result.Count.ShouldBe(1);
        result.LeftOut.ShouldBe([("recipients[1]", Obstacle.IsPaused), ("recipients[2]", Obstacle.Suppressed)]);
        ActionWords.OfCommands.Of(DeclaredAction.Find(ActionNames.Send)!, result).ShouldBe([
            "1 mail is queued.",
            "1 recipient is left out: recipients[1]. The recipient is paused: \"resume\" ends that.",
            "1 recipient is left out: recipients[2]. The recipient unsubscribed, or the address failed: lift that first.",
        ]);
    }

    [Fact]
    public async Task A_send_that_is_refused_for_its_recipient_is_not_called_possible()
    {
        await using var shop = await SentAsync();
        await shop.DoAsync(ActionNames.Pause, with: request => request with { Recipient = RecipientHash.Of("owner@client.example") });
        var result = await shop.DoAsync(ActionNames.Send);
        (result.Outcome, result.Why).ShouldBe((ActionOutcome.NotPossible, Obstacle.IsPaused));
        result.Possible.ShouldBeEmpty();
        ActionWords.OfCommands.Of(DeclaredAction.Find(ActionNames.Send)!, result).ShouldNotContain(line => line.StartsWith("Possible", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lifting_says_of_a_pause_that_the_recipient_gets_no_digests_all_the_same()
    {
        await using var shop = await ActingPipeline.StartAsync();
        var owner = RecipientHash.Of("owner@client.example");
        await shop.DoAsync(ActionNames.Pause, with: request => request with { Recipient = owner });
        var paused = await shop.DoAsync(ActionNames.Lift, with: request => request with { Recipient = owner });
        (paused.Outcome, paused.Why).ShouldBe((ActionOutcome.NotPossible, Obstacle.IsPaused));

        await shop.Test.Get<SuppressionTable>().AddAsync("shop", owner, "unsubscribed", Token);
        var lifted = await shop.DoAsync(ActionNames.Lift, with: request => request with { Recipient = owner });
        (lifted.Outcome, lifted.Why).ShouldBe((ActionOutcome.Done, Obstacle.IsPaused));
        await shop.DoAsync(ActionNames.Resume, with: request => request with { Recipient = owner });
        await shop.DoAsync(ActionNames.Pause);
        (await shop.DoAsync(ActionNames.Lift, with: request => request with { Recipient = owner })).Why.ShouldBe(Obstacle.ClientIsPaused);
    }

    [Fact]
    public async Task A_client_that_is_paused_gets_no_digest_and_one_that_waited_leaves_when_it_is_resumed()
    {
        await using var shop = await ActingPipeline.StartAsync();
        (await shop.DoAsync(ActionNames.Pause)).Outcome.ShouldBe(ActionOutcome.Done);
        (await shop.DoAsync(ActionNames.Pause, by: "Paul")).By.ShouldBe("Marie");
        await shop.Test.LeapToAsync(Due.AddHours(20));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.RunAsync()).State.ShouldBe(RunState.Planned);

        (await shop.DoAsync(ActionNames.Resume)).Outcome.ShouldBe(ActionOutcome.Done);
        var again = await shop.DoAsync(ActionNames.Resume);
        (again.Outcome, again.Why).ShouldBe((ActionOutcome.AlreadyDone, Obstacle.NotPaused));
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_pause_ends_on_its_day_and_what_it_kept_too_long_is_missed_without_an_alert()
    {
        await using var shop = await ActingPipeline.StartAsync();
        (await shop.DoAsync(ActionNames.Pause, with: request => request with { Until = Due.AddDays(8) })).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.Test.LeapToAsync(Due.AddDays(7).AddHours(20));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.RunAsync()).State.ShouldBe(RunState.Missed);
        (await shop.AlertsAsync()).ShouldBeEmpty();

        // The next one was due a day before the pause's end, and is in time then.
        await shop.Test.LeapToAsync(Due.AddDays(8).AddMinutes(20));
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_pause_outlives_a_new_version_of_the_config()
    {
        await using var shop = await ActingPipeline.StartAsync();
        await shop.DoAsync(ActionNames.Pause);
        await shop.Test.DropConfigAsync("shop.json", ActingPipeline.Config("\"waitHours\": 3"));
        await shop.Test.LeapToAsync(Due.AddHours(5));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recipient_who_is_paused_gets_none_and_the_others_do()
    {
        await using var shop = await ActingPipeline.StartAsync(recipients: "\"stays@client.example\", \"rests@client.example\"");
        var rests = RecipientHash.Of("rests@client.example");
        (await shop.DoAsync(ActionNames.Pause, with: request => request with { Recipient = rests })).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.Test.LeapToAsync(Due.AddHours(1));
        shop.Test.Simulator.Sent.ShouldHaveSingleItem().To.ShouldBe(["stays@client.example"]);
        var delivery = (await shop.DeliveriesAsync()).Single(record => record.Key.Recipient == rests);
        (delivery.State, delivery.Reason).ShouldBe((DeliveryState.Suppressed, "paused"));
        (await shop.DoAsync(ActionNames.Send, with: request => request with { Recipient = rests })).Why.ShouldBe(Obstacle.IsPaused);

        await shop.DoAsync(ActionNames.Resume, with: request => request with { Recipient = rests });
        await shop.Test.LeapToAsync(Due.AddDays(7).AddHours(1));
        shop.Test.Simulator.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_recipient_who_had_unsubscribed_by_mistake_gets_the_next_digest_again()
    {
        await using var shop = await ActingPipeline.StartAsync();
        var hash = RecipientHash.Of("owner@client.example");
        await shop.Test.Get<SuppressionTable>().AddAsync("shop", hash, "unsubscribed", Token);
        await shop.Test.Get<AlertTable>().RecordAsync("shop", AlertKinds.Unsubscribed, hash, "recipients[0] unsubscribed", Token);
        await shop.Test.LeapToAsync(Due.AddHours(1));
        shop.Test.Simulator.Sent.ShouldBeEmpty();
        (await shop.DoAsync(ActionNames.Send)).Why.ShouldBe(Obstacle.Suppressed);

        (await shop.DoAsync(ActionNames.Lift, with: request => request with { Recipient = hash })).Outcome.ShouldBe(ActionOutcome.Done);
        var again = await shop.DoAsync(ActionNames.Lift, with: request => request with { Recipient = hash });
        (again.Outcome, again.Why).ShouldBe((ActionOutcome.AlreadyDone, Obstacle.NotSuppressed));
        (await shop.AlertsAsync()).ShouldBeEmpty();
        (await shop.DoAsync(ActionNames.Send)).Outcome.ShouldBe(ActionOutcome.Done);
        await shop.DrainAsync();
        shop.Test.Simulator.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_kept_message_is_replayed_and_one_whose_work_has_ended_is_no_longer_reported()
    {
        await using var shop = await SentAsync();
        (await shop.DoAsync(ActionNames.Replay)).Why.ShouldBe(Obstacle.NothingKept);
        var failures = shop.Test.Get<JobFailureRecorder>();
        await failures.FailedAsync(QueueNames.Digest, """{"client":"shop","occurrence":"2026-W48"}""", "out of memory", isFinal: true, Token);
        var ended = await shop.DoAsync(ActionNames.Replay);
        (ended.Outcome, ended.Why).ShouldBe((ActionOutcome.AlreadyDone, Obstacle.WorkEnded));
        (await shop.AlertsAsync()).ShouldBeEmpty();
        await failures.FailedAsync(QueueNames.Send, """{"client":"shop","of":"a later release"}""", "unknown", isFinal: true, Token);
        (await shop.DoAsync(ActionNames.Replay)).Why.ShouldBe(Obstacle.UnreadableMessage);
        await failures.FailedAsync(QueueNames.Fetch, """{"client":"shop","source":"facebook","account":"201100000000002","dueVersion":"old"}""", "out of memory", isFinal: true, Token);
        var result = await shop.DoAsync(ActionNames.Replay, with: request => request with { Queue = QueueNames.Fetch });
        (result.Outcome, result.Count).ShouldBe((ActionOutcome.Done, 1));
        (await shop.Test.Get<ScheduledMessageTable>().ReadAsync("shop", Token)).ShouldContain(work => work.Queue == QueueNames.Fetch && work.IsSent);
        await shop.DrainAsync();
        (await shop.AlertsAsync()).ShouldBe([AlertKinds.JobFailed]);
    }

    /// <summary>The row of the audit is there, and nothing was done: the daily sweep does it.</summary>
    [Theory]
    [InlineData(ActionNames.Approve)]
    [InlineData(ActionNames.Send)]
    public async Task What_a_process_that_died_has_left_is_carried_out_by_the_daily_sweep(string action)
    {
        await using var shop = action == ActionNames.Send ? await SentAsync() : await ActingPipeline.StartAsync("\"review\": true, \"holdHours\": 72");
        await shop.Test.LeapToAsync(Due.AddHours(2));
        var sent = shop.Test.Simulator.Sent.Count;
        var request = new ActionRequest(action, "shop") { Occurrence = ActingPipeline.Occurrence };
        await shop.Test.Get<AuditTable>().TryBeginAsync(request, new("one", "Marie", Instruction.Command, shop.Test.Clock.GetUtcNow()), Token);
        await shop.Test.LeapToAsync(Due.AddHours(30));
        (shop.Test.Simulator.Sent.Count - sent).ShouldBe(1);
        var entry = (await shop.Test.Get<AuditTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem();
        (entry.Outcome, entry.Instruction.By).ShouldBe((ActionOutcome.Done, "Marie"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(90)]
    public async Task Rows_of_the_audit_are_deleted_after_the_days_of_the_config(int days)
    {
        await using var shop = await SentAsync();
        await shop.DoAsync(ActionNames.Send, why: "a test of memory");
        await shop.DrainAsync();
        var audit = shop.Test.Get<AuditTable>();
        var unfinished = shop.Test.Get<UnfinishedActions>();
        shop.Test.Clock.LeapTo(Due.AddDays(days - 10));
        await unfinished.RunAsync("shop", days, Token);
        (await audit.ReadAsync("shop", Token)).Count.ShouldBe(1);
        shop.Test.Clock.LeapTo(Due.AddDays(days + 2));
        await unfinished.RunAsync("shop", days, Token);
        (await audit.ReadAsync("shop", Token)).ShouldBeEmpty();
    }

    /// <summary>A client whose source is late, so that its digest waits.</summary>
    private static async Task<ActingPipeline> WaitingAsync()
    {
        var shop = await ActingPipeline.StartAsync();
        shop.Test.Simulator.Faults.Add(new(FaultKind.ServerError) { At = "facebook" });
        await shop.Test.DropConfigAsync("shop.json", ActingPipeline.Config("\"waitHours\": 6").Replace("201100000000002", "201100000000003", StringComparison.Ordinal));
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.RunAsync()).State.ShouldBe(RunState.Waiting);
        return shop;
    }

    private static async Task<ActingPipeline> SentAsync(string recipients = "\"owner@client.example\"")
    {
        var shop = await ActingPipeline.StartAsync(recipients: recipients);
        await shop.Test.LeapToAsync(Due.AddHours(1));
        (await shop.RunAsync()).State.ShouldBe(RunState.Sent);
        return shop;
    }
}
