using System.Buffers.Text;
using System.Text;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Delivery.Links;

/// <summary>Tokens of links by which consultants act, whole and altered.</summary>
public sealed class ActionLinkTests
{
    private const int Alterations = 30_000;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.|=%~+/ ";
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly LinkKeys Keys = GivenKeys.Of("2026-11", "2025-01");

    private static readonly ActionLink Link = new("confiserie", IsoWeek.Parse("2026-W48"), ActionNames.Approve, "", RecipientHash.Of("studio@agency.example"), Today.AddDays(14));

    [Fact]
    public void A_token_says_what_was_signed()
    {
        LinkSigner.ReadAction(Keys, LinkSigner.Sign(Keys, Link), Today).ShouldBe(new(LinkOutcome.Good, Link));
        LinkSigner.ReadAction(Keys, LinkSigner.Sign(Keys, Link), Link.LastDay).Outcome.ShouldBe(LinkOutcome.Good);
        LinkSigner.ReadAction(Keys, LinkSigner.Sign(Keys, Link), Link.LastDay.AddDays(1)).Outcome.ShouldBe(LinkOutcome.Expired);
        LinkSigner.Sign(Keys, Link with { Recipient = RecipientHash.Of("a@b.example") }).Length.ShouldBeLessThan(LinkSigner.LongestToken);
    }

    [Fact]
    public void A_token_of_one_purpose_is_none_of_another()
    {
        LinkSigner.ReadDigest(Keys, LinkSigner.Sign(Keys, Link), Today).Outcome.ShouldBe(LinkOutcome.Forged);
        LinkSigner.ReadUnsubscribe(Keys, LinkSigner.Sign(Keys, Link)).Outcome.ShouldBe(LinkOutcome.Forged);
        LinkSigner.ReadAction(Keys, LinkSigner.Sign(Keys, new UnsubscribeLink("confiserie", "hash")), Today).Outcome.ShouldBe(LinkOutcome.Forged);
    }

    /// <summary>Letters changed, added, left out and exchanged, parts of two links put together, and payloads written anew under an old signature.</summary>
    [Fact]
    public void Of_thirty_thousand_alterations_none_is_accepted()
    {
        var random = new Random(20261130);
        var links = new[]
        {
            Link, Link with { Action = ActionNames.Send }, Link with { Client = "boissons" }, Link with { Occurrence = Link.Occurrence.Plus(1) },
            Link with { Recipient = RecipientHash.Of("a@b.example"), Action = ActionNames.Lift }, Link with { Consultant = RecipientHash.Of("rival@agency.example") }, Link with { LastDay = Today.AddDays(3650) },
        };
        var tokens = links.Select(link => LinkSigner.Sign(Keys, link)).ToArray();
        var good = tokens.ToHashSet(StringComparer.Ordinal);
        var (tried, accepted) = (0, new List<string>());
        while (tried < Alterations)
        {
            var altered = Altered(random, tokens, links);
            if (good.Contains(altered)) continue;
            tried++;
            if (LinkSigner.ReadAction(Keys, altered, Today) is not { Outcome: LinkOutcome.Forged, Link: null }) accepted.Add(altered);
        }

        accepted.ShouldBeEmpty();
    }

    private static string Altered(Random random, string[] tokens, ActionLink[] links)
    {
        var token = tokens[random.Next(tokens.Length)];
        var at = random.Next(token.Length);
        var letter = Letters[random.Next(Letters.Length)];
        var (mine, theirs) = (token.Split('.'), tokens[random.Next(tokens.Length)].Split('.'));
        return random.Next(9) switch
        {
            0 => token[..at] + letter + token[(at + 1)..],
            1 => token[..at] + letter + token[at..],
            2 => token[..at] + token[(at + 1)..],
            3 => token[..at],
            4 => $"{mine[0]}.{mine[1]}.{theirs[2]}",
            5 => $"2025-01.{mine[1]}.{mine[2]}",
            6 => $"{mine[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Payload(links[random.Next(links.Length)] with { Client = $"client-{random.Next(1_000_000)}" })))}.{mine[2]}",
            7 => token + new string(letter, random.Next(1, 400)),
            _ => $"{mine[0]}.{mine[1]}.{Base64Url.EncodeToString(Bytes(random, 32))}",
        };
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Payload(ActionLink link) => $"act|{link.Client}|{link.Occurrence}|{link.Action}|{link.Recipient}|{link.Consultant}|{link.LastDay:yyyy-MM-dd}";
}
