using System.Text;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Events;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Web;

namespace KpiFunctions.Tests.Delivery.Events;

/// <summary>How SendGrid's events are read.</summary>
public sealed class EventBatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryKey Key = new("shop", IsoWeek.Parse("2026-W48"), "abc");

    [Theory]
    [InlineData("processed", null, null, MailEventKind.Processed, null)]
    [InlineData("deferred", null, "450 later", MailEventKind.Deferred, null)]
    [InlineData("delivered", null, null, MailEventKind.Delivered, null)]
    [InlineData("bounce", "bounce", "550 no such user", MailEventKind.Bounced, "bounced")]
    [InlineData("bounce", null, "550 no such user", MailEventKind.Bounced, "bounced")]
    [InlineData("bounce", "blocked", "554 not now", MailEventKind.Bounced, null)]
    [InlineData("dropped", null, "Bounced Address", MailEventKind.Dropped, "dropped")]
    [InlineData("dropped", null, "Spam Reporting Address", MailEventKind.Dropped, "dropped")]
    [InlineData("dropped", null, "Unsubscribed Address", MailEventKind.Dropped, "dropped")]
    [InlineData("dropped", null, "Invalid", MailEventKind.Dropped, "dropped")]
    [InlineData("dropped", null, "Invalid SMTPAPI header", MailEventKind.Dropped, null)]
    [InlineData("dropped", null, "Spam Content", MailEventKind.Dropped, null)]
    [InlineData("dropped", null, "Recipient List over Package Quota", MailEventKind.Dropped, null)]
    [InlineData("dropped", null, null, MailEventKind.Dropped, null)]
    [InlineData("spamreport", null, null, MailEventKind.Delivered, "spam-reported")]
    public void Each_kind_says_something_of_the_mail_and_perhaps_of_the_address(string kind, string? type, string? reason, MailEventKind mail, string? suppresses)
    {
        var read = Read(GivenEvents.Event(Key, kind, Noon, "id-1", ("type", type), ("reason", reason))).Events.ShouldHaveSingleItem();
        (read.Id, read.Client, read.Occurrence, read.DeliveryId).ShouldBe(("id-1", "shop", Key.Occurrence, Key.DeliveryId));
        (read.Mail.Kind, read.Mail.At, read.Mail.Reason, read.Suppresses?.Reason).ShouldBe((mail, Noon, reason, suppresses));
        if (suppresses is not null) read.Suppresses!.At.ShouldBe(Noon);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("click")]
    [InlineData("unsubscribe")]
    [InlineData("group_resubscribe")]
    [InlineData("account_status_change")]
    [InlineData("something_new")]
    public void A_kind_that_says_nothing_here_is_counted(string kind)
    {
        var batch = Read(GivenEvents.Event(Key, kind, Noon));
        (batch.Events.Count, batch.Ignored).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData("client", null)]
    [InlineData("client", "")]
    [InlineData("occurrence", null)]
    [InlineData("occurrence", "2026-48")]
    [InlineData("delivery_id", null)]
    [InlineData("event", null)]
    public void An_event_of_a_mail_that_is_not_the_pipelines_is_counted(string field, string? value)
    {
        var other = GivenEvents.Event(Key, "delivered", Noon);
        other[field] = value;
        Read(other).Ignored.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("-1")]
    [InlineData("1e99")]
    [InlineData("999999999999999")]
    [InlineData("null")]
    public void An_event_without_an_instant_is_counted(string timestamp)
    {
        var other = GivenEvents.Event(Key, "delivered", Noon);
        other["timestamp"] = JsonNode.Parse(timestamp);
        Read(other).Ignored.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_stands_twice_in_a_post_counts_once()
    {
        var batch = Read(GivenEvents.Event(Key, "delivered", Noon, "a"), GivenEvents.Event(Key, "delivered", Noon, "a"), GivenEvents.Event(Key, "bounce", Noon, "b"));
        (batch.Events.Count, batch.Repeated, batch.Ignored).ShouldBe((2, 1, 0));
    }

    [Fact]
    public void What_a_server_said_is_kept_without_addresses() =>
        Read(GivenEvents.Event(Key, "bounce", Noon, null, ("reason", "550 5.1.1 <owner@client.example>: no such user"))).Events.Single().Suppresses!.Detail.ShouldBe("550 5.1.1 … no such user");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("[{\"event\":")]
    [InlineData("[{\"email\":\"owner@client.example\"")]
    [InlineData("\u0000\u0001")]
    public void What_is_no_list_of_events_is_refused_and_not_quoted(string body) =>
        Should.Throw<FormatException>(() => EventBatch.Read(Encoding.UTF8.GetBytes(body))).Message.ShouldNotContain("owner");

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[1,null,\"x\",[],{}]", 5)]
    [InlineData("[{\"event\":{\"a\":1},\"client\":[],\"timestamp\":{}}]", 1)]
    [InlineData("[{\"event\":\"\\ud800\",\"client\":\"\\ud800\"}]", 1)]
    public void Odd_elements_of_a_list_are_counted(string body, int ignored) => EventBatch.Read(Encoding.UTF8.GetBytes(body)).Ignored.ShouldBe(ignored);

    /// <summary>SendGrid documents no limit of its own; the longest events that it sends are bounces.</summary>
    [Fact]
    public void A_thousand_long_events_fit_twice_into_the_longest_body_that_is_taken()
    {
        var body = GivenEvents.Body(Enumerable.Range(0, 1000).Select(i => GivenEvents.Event(
            new("a-client-with-a-rather-long-identifier", Key.Occurrence, $"{i}"), "bounce", Noon, $"Ym91bmNlLTEtMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAtMA{i:D6}",
            ("type", "bounce"), ("reason", new string('r', 300)), ("status", "5.1.1"), ("bounce_classification", "Invalid Address"), ("ip", "168.100.100.100"), ("tls", "1"),
            ("smtp-id", "<14c5d75ce93.dfd.64b469.0123456789@geopod-ismtpd-canary-0>"), ("sg_message_id", "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0.recvd-5f54b5d587"))));
        body.Length.ShouldBeInRange(500_000, MailEventsJob.LongestBody / 2);
    }

    private static EventBatch Read(params JsonObject[] events) => EventBatch.Read(GivenEvents.Body(events));
}
