using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Delivery.Links;

public sealed class SignedLinksTests
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");
    private static readonly Uri Address = new("https://kpi.example");
    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private LinkKeys? keys = GivenKeys.Of("2026-11");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://kpi.example", "https://kpi.example/api/")]
    [InlineData("https://agency.example/kpi/", "https://agency.example/kpi/api/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/")]
    public async Task Links_stand_below_the_public_address(string address, string before)
    {
        var links = Links(new(address));
        (await links.ToDigestAsync("confiserie", Week, null, Token))!.AbsoluteUri.ShouldStartWith($"{before}digests/2026-11.");
        (await links.ToUnsubscribeAsync("confiserie", "hash", Token))!.AbsoluteUri.ShouldStartWith($"{before}unsubscribe/2026-11.");
    }

    [Fact]
    public async Task A_digest_can_be_opened_for_400_days_after_its_weeks_monday()
    {
        var token = TokenOf(await Links(Address).ToDigestAsync("confiserie", Week, null, Token));
        var reading = await Links(Address).ReadDigestAsync(token, Token);
        reading.ShouldBe(new(LinkOutcome.Good, new("confiserie", Week, new(2027, 12, 21))));

        time.SetUtcNow(new(2027, 12, 21, 23, 59, 59, TimeSpan.Zero));
        (await Links(Address).ReadDigestAsync(token, Token)).Outcome.ShouldBe(LinkOutcome.Good);
        time.Advance(TimeSpan.FromSeconds(1));
        (await Links(Address).ReadDigestAsync(token, Token)).Outcome.ShouldBe(LinkOutcome.Expired);
    }

    [Fact]
    public async Task An_unsubscribe_link_holds_for_ever()
    {
        var token = TokenOf(await Links(Address).ToUnsubscribeAsync("confiserie", "hash", Token));
        time.Advance(TimeSpan.FromDays(9000));
        (await Links(Address).ReadUnsubscribeAsync(token, Token)).ShouldBe(new(LinkOutcome.Good, new("confiserie", "hash")));
    }

    [Fact]
    public async Task Without_a_public_address_or_keys_there_are_no_links()
    {
        (await Links(null).ToDigestAsync("confiserie", Week, null, Token)).ShouldBeNull();
        (await Links(null).ToUnsubscribeAsync("confiserie", "hash", Token)).ShouldBeNull();
        keys = null;
        (await Links(Address).ToDigestAsync("confiserie", Week, null, Token)).ShouldBeNull();
        (await Links(Address).ToUnsubscribeAsync("confiserie", "hash", Token)).ShouldBeNull();
        (await Links(Address).ReadDigestAsync("2026-11.a.b", Token)).Outcome.ShouldBe(LinkOutcome.Unchecked);
        (await Links(Address).ReadUnsubscribeAsync("2026-11.a.b", Token)).Outcome.ShouldBe(LinkOutcome.Unchecked);
    }

    [Fact]
    public async Task A_key_that_is_rotated_is_taken_up_at_once()
    {
        var links = Links(Address);
        var before = TokenOf(await links.ToUnsubscribeAsync("confiserie", "hash", Token));
        keys = GivenKeys.Of("2027-01", "2026-11");
        TokenOf(await links.ToUnsubscribeAsync("confiserie", "hash", Token)).ShouldStartWith("2027-01.");
        (await links.ReadUnsubscribeAsync(before, Token)).Outcome.ShouldBe(LinkOutcome.Good);
    }

    [Fact]
    public async Task However_many_knock_at_once_the_vault_is_asked_once()
    {
        var asked = 0;
        var links = new SignedLinks(Address, _ => Task.FromResult<LinkKeys?>(Interlocked.Increment(ref asked) > 0 ? keys : null), time);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(each => links.ReadUnsubscribeAsync($"2026-11.{each}.x", Token)));
        asked.ShouldBeLessThan(20);
    }

    private SignedLinks Links(Uri? address) => new(address, _ => Task.FromResult(keys), time);

    private static string TokenOf(Uri? link) => link!.Segments[^1];
}
