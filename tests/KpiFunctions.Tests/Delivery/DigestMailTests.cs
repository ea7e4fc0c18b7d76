using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Tests.Digest;

namespace KpiFunctions.Tests.Delivery;

/// <summary>The headers by which a mail program offers to unsubscribe (RFC 2369, RFC 8058).</summary>
public sealed class DigestMailTests
{
    [Fact]
    public void With_a_link_one_click_unsubscribes_and_a_mail_still_does()
    {
        var headers = HeadersOf(new("https://kpi.example/api/unsubscribe/2026-11.a.b"));
        headers["List-Unsubscribe"].ShouldBe("<https://kpi.example/api/unsubscribe/2026-11.a.b>, <mailto:studio@agency.example?subject=unsubscribe%20confectioner>");
        headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
    }

    [Fact]
    public void Without_a_link_a_mail_unsubscribes()
    {
        var headers = HeadersOf(null);
        headers["List-Unsubscribe"].ShouldBe("<mailto:studio@agency.example?subject=unsubscribe%20confectioner>");
        headers.ShouldNotContainKey("List-Unsubscribe-Post");
    }

    [Theory]
    [InlineData("https://kpi.example/a\r\nBcc: somebody@else.example")]
    [InlineData("https://kpi.example/a>, <https://else.example/b")]
    [InlineData("https://kpi.example/a\u0085\u2028b\0c")]
    public void Nothing_in_an_address_begins_another_header_or_another_address(string address)
    {
        foreach (var value in HeadersOf(new(address)).Values)
        {
            value.ShouldNotContain(character => char.IsControl(character));
            value.Count(character => character == '<').ShouldBeLessThanOrEqualTo(2);
        }
    }

    private static Dictionary<string, string> HeadersOf(Uri? unsubscribe)
    {
        var client = new HandMade("en").Client();
        var envelope = new Envelope(client, HandMade.Week, client.Recipients[0], new RenderedDigest(client.Id, HandMade.Week, "Subject", "<p>", "text") { Sender = new("studio@agency.example", "Studio") }) { Unsubscribe = unsubscribe };
        return DigestMail.Of(envelope).Personalizations[0].Headers;
    }
}
