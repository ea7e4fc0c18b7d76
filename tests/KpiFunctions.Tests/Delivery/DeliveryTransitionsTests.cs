using CsCheck;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Delivery;

public sealed class DeliveryTransitionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string?[] Reasons = ["450 later", "550 no", null];

    private static readonly Gen<MailEvent> AnyEvent =
        Gen.Select(Gen.Enum<MailEventKind>(), Gen.Int[0, 5], Gen.Int[0, 2], (kind, minutes, reason) => new MailEvent(kind, Noon.AddMinutes(minutes), Reasons[reason]));

    /// <summary>Each state with what each event makes of it.</summary>
    [Theory]
    [InlineData("Claimed", "Accepted", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("PutOff", "Accepted", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("Accepted", "Accepted", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("Unknown", "Accepted", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("Refused", "Accepted", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("Suppressed", "Accepted", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("Deferred", "Deferred", "Deferred", "Delivered", "Dropped", "Bounced")]
    [InlineData("Delivered", "Delivered", "Delivered", "Delivered", "Dropped", "Bounced")]
    [InlineData("Dropped", "Dropped", "Dropped", "Dropped", "Dropped", "Bounced")]
    [InlineData("Bounced", "Bounced", "Bounced", "Bounced", "Bounced", "Bounced")]
    [InlineData("Unrecognized", "Unrecognized", "Unrecognized", "Unrecognized", "Unrecognized", "Unrecognized")]
    public void An_event_raises_a_state_and_lowers_none(string state, string processed, string deferred, string delivered, string dropped, string bounced)
    {
        var kinds = new[] { MailEventKind.Processed, MailEventKind.Deferred, MailEventKind.Delivered, MailEventKind.Dropped, MailEventKind.Bounced };
        kinds.Select(kind => DeliveryTransitions.After(Enum.Parse<DeliveryState>(state), kind).ToString()).ShouldBe([processed, deferred, delivered, dropped, bounced]);
    }

    [Fact]
    public void Every_state_has_its_row_and_every_kind_its_column()
    {
        Enum.GetValues<DeliveryState>().Length.ShouldBe(11);
        Enum.GetValues<MailEventKind>().Length.ShouldBe(5);
    }

    [Fact]
    public void In_whatever_order_events_come_and_however_often_the_end_is_the_same() =>
        Gen.Select(Gen.Enum<DeliveryState>(), AnyEvent.Array[0, 6], Gen.Int[0, 1_000_000], Gen.Int[0, 5]).Sample((state, events, seed, repeats) =>
        {
            var random = new Random(seed);
            var others = events.Concat(events.Take(repeats)).ToArray();
            random.Shuffle(others);
            After(state, others).ShouldBe(After(state, events));
        });

    [Fact]
    public void The_greatest_of_several_events_gives_alone_what_all_of_them_give() =>
        Gen.Select(Gen.Enum<DeliveryState>(), AnyEvent.Array[1, 6]).Sample((state, events) =>
            After(state, [DeliveryTransitions.Greatest(events)]).ShouldBe(After(state, events)));

    /// <summary>The mail was accepted or not: no order of events makes a delivery one that is sent again.</summary>
    [Fact]
    public void After_any_event_nothing_is_sent_again() =>
        Gen.Select(Gen.Enum<DeliveryState>().Where(state => state != DeliveryState.Unrecognized), AnyEvent.Array[1, 6])
            .Sample((state, events) => After(state, events).State is not (DeliveryState.Claimed or DeliveryState.PutOff));

    [Fact]
    public void An_event_that_is_repeated_leaves_the_same_delivery()
    {
        var once = After(DeliveryState.Accepted, [new(MailEventKind.Delivered, Noon, "250 OK")]);
        DeliveryTransitions.After(once, new(MailEventKind.Delivered, Noon, "250 OK")).ShouldBeSameAs(once);
        DeliveryTransitions.After(once, new(MailEventKind.Deferred, Noon.AddHours(1), "451 later")).ShouldBeSameAs(once);
    }

    [Fact]
    public void The_latest_of_several_deferrals_is_kept()
    {
        var twice = After(DeliveryState.Accepted, [new(MailEventKind.Deferred, Noon.AddHours(1), "second"), new(MailEventKind.Deferred, Noon, "first")]);
        (twice.State, twice.EventAt, twice.Reason).ShouldBe((DeliveryState.Deferred, Noon.AddHours(1), "second"));
    }

    [Fact]
    public void An_events_reason_takes_the_place_of_the_earlier_one_and_holds_no_address()
    {
        var bounced = After(DeliveryState.Unknown, [new(MailEventKind.Bounced, Noon, "550 5.1.1 <owner@client.example>:\r\nno such user")]);
        bounced.Reason.ShouldBe("550 5.1.1 … no such user");
        After(DeliveryState.Unknown, [new(MailEventKind.Delivered, Noon, null)]).Reason.ShouldBeNull();
    }

    private static DeliveryRecord After(DeliveryState state, IEnumerable<MailEvent> events) => events.Aggregate(
        new DeliveryRecord(new("shop", IsoWeek.Parse("2026-W48"), "abc"), state, Noon, Noon, null, "of the earlier attempt", default), DeliveryTransitions.After);
}
