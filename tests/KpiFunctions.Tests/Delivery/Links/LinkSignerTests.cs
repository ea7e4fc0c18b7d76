using System.Buffers.Text;
using System.Text;
using CsCheck;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Delivery.Links;

/// <summary>A link is good as it was made, under a key of ours, for its own purpose, and in no other way.</summary>
public sealed class LinkSignerTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ |%é";

    private static readonly LinkKeys Keys = GivenKeys.Of("2026-11");

    private static readonly Gen<string> Client = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-"].Array[1, 60].Select(letters => new string(letters));

    private static readonly Gen<UnsubscribeLink> Unsubscribing = Gen.Select(Client, Gen.Int).Select((client, reader) => new UnsubscribeLink(client, RecipientHash.Of($"{reader}@client.example")));

    private static readonly Gen<DigestLink> Viewing = Gen.Select(Client, Gen.Int[0, 2000], Gen.Int[0, 800])
        .Select((client, weeks, days) => new DigestLink(client, IsoWeek.Parse("2020-W01").Plus(weeks), IsoWeek.Parse("2020-W01").Plus(weeks).Monday.AddDays(days)));

    [Fact]
    public void A_link_says_what_it_was_made_with() => Gen.Select(Viewing, Unsubscribing).Sample((viewing, unsubscribing) =>
    {
        LinkSigner.ReadDigest(Keys, LinkSigner.Sign(Keys, viewing), viewing.LastDay).ShouldBe(new(LinkOutcome.Good, viewing));
        LinkSigner.ReadUnsubscribe(Keys, LinkSigner.Sign(Keys, unsubscribing)).ShouldBe(new(LinkOutcome.Good, unsubscribing));
    });

    [Fact]
    public void The_same_link_is_the_same_token_and_fits_into_an_address() => Viewing.Sample(link =>
    {
        var token = LinkSigner.Sign(Keys, link);
        token.ShouldBe(LinkSigner.Sign(GivenKeys.Of("2026-11", "2026-01"), link));
        token.Length.ShouldBeLessThan(LinkSigner.LongestToken);
        Uri.EscapeDataString(token).ShouldBe(token);
    });

    [Fact]
    public void A_link_in_which_one_character_was_changed_added_or_left_out_is_forged() =>
        Gen.Select(Unsubscribing, Gen.Int[0, 1000], Gen.Char[Letters], Gen.Int[0, 2]).Sample((link, place, letter, change) =>
        {
            var token = LinkSigner.Sign(Keys, link);
            place %= token.Length;
            var changed = change switch
            {
                0 => $"{token[..place]}{letter}{token[(place + 1)..]}",
                1 => token.Insert(place, letter.ToString()),
                _ => token.Remove(place, 1),
            };
            (changed == token || LinkSigner.ReadUnsubscribe(Keys, changed).Outcome == LinkOutcome.Forged).ShouldBeTrue(changed);
        });

    [Fact]
    public void The_last_character_of_a_signature_has_no_second_spelling()
    {
        var token = LinkSigner.Sign(Keys, new UnsubscribeLink("confiserie", RecipientHash.Of("reader@client.example")));
        Letters.Where(letter => LinkSigner.ReadUnsubscribe(Keys, token[..^1] + letter).Outcome == LinkOutcome.Good).ShouldBe([token[^1]]);
    }

    [Fact]
    public void A_link_of_one_purpose_is_none_of_the_other() => Gen.Select(Viewing, Unsubscribing).Sample((viewing, unsubscribing) =>
    {
        LinkSigner.ReadUnsubscribe(Keys, LinkSigner.Sign(Keys, viewing)).ShouldBe(new(LinkOutcome.Forged, null));
        LinkSigner.ReadDigest(Keys, LinkSigner.Sign(Keys, unsubscribing), viewing.LastDay).ShouldBe(new(LinkOutcome.Forged, null));
    });

    [Fact]
    public void The_parts_of_two_links_do_not_make_a_third() => Gen.Select(Unsubscribing, Unsubscribing).Sample((one, other) =>
    {
        var (mine, theirs) = (LinkSigner.Sign(Keys, one).Split('.'), LinkSigner.Sign(Keys, other).Split('.'));
        (one == other || LinkSigner.ReadUnsubscribe(Keys, $"{mine[0]}.{theirs[1]}.{mine[2]}").Outcome == LinkOutcome.Forged).ShouldBeTrue();
    });

    [Fact]
    public void Whatever_somebody_sends_is_answered() => Gen.Select(Gen.String, Gen.Char[Letters].Array[0, 600].Select(letters => new string(letters)), Gen.String).Sample((one, other, third) =>
    {
        foreach (var token in new[] { one, other, $"2026-11.{other}.{third}", $"2026-11.{one}.{other}" })
        {
            LinkSigner.ReadUnsubscribe(Keys, token).ShouldBe(new(LinkOutcome.Forged, null));
            LinkSigner.ReadDigest(Keys, token, new(2026, 11, 23)).ShouldBe(new(LinkOutcome.Forged, null));
        }
    });

    [Fact]
    public void A_token_that_is_too_long_is_not_looked_at()
    {
        // Rightly signed, and all the same none of ours.
        var signed = $"2026-11.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"unsubscribe|{new string('a', 400)}|b"))}";
        LinkSigner.ReadUnsubscribe(Keys, $"{signed}.{Base64Url.EncodeToString(Keys.Sign("2026-11", signed)!)}").Outcome.ShouldBe(LinkOutcome.Forged);
    }

    [Fact]
    public void After_a_rotation_old_links_hold_and_new_ones_are_signed_by_the_new_key()
    {
        var link = new UnsubscribeLink("confiserie", RecipientHash.Of("reader@client.example"));
        var before = LinkSigner.Sign(Keys, link);
        var rotated = GivenKeys.Of("2027-01", "2026-11");
        LinkSigner.ReadUnsubscribe(rotated, before).Outcome.ShouldBe(LinkOutcome.Good);

        var after = LinkSigner.Sign(rotated, link);
        after.ShouldStartWith("2027-01.");
        LinkSigner.ReadUnsubscribe(rotated, after).Outcome.ShouldBe(LinkOutcome.Good);
        LinkSigner.ReadUnsubscribe(Keys, after).Outcome.ShouldBe(LinkOutcome.Forged);
        LinkSigner.ReadUnsubscribe(GivenKeys.Of("2027-01"), before).Outcome.ShouldBe(LinkOutcome.Forged);
    }

    [Fact]
    public void A_keys_name_cannot_be_exchanged_for_another_keys()
    {
        var rotated = GivenKeys.Of("2027-01", "2026-11");
        var token = LinkSigner.Sign(rotated, new UnsubscribeLink("confiserie", "hash"));
        LinkSigner.ReadUnsubscribe(rotated, token.Replace("2027-01", "2026-11", StringComparison.Ordinal)).Outcome.ShouldBe(LinkOutcome.Forged);
    }

    [Fact]
    public void A_link_to_a_digest_opens_on_its_last_day_and_no_later()
    {
        var link = new DigestLink("confiserie", IsoWeek.Parse("2026-W47"), new(2027, 12, 21));
        var token = LinkSigner.Sign(Keys, link);
        LinkSigner.ReadDigest(Keys, token, link.LastDay).Outcome.ShouldBe(LinkOutcome.Good);
        LinkSigner.ReadDigest(Keys, token, link.LastDay.AddDays(1)).ShouldBe(new(LinkOutcome.Expired, link));
    }

    [Fact]
    public void A_part_that_would_be_read_as_two_is_not_signed() =>
        Should.Throw<ArgumentException>(() => LinkSigner.Sign(Keys, new UnsubscribeLink("a|b", "hash")));
}
