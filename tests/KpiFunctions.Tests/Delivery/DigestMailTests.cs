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

    /// <summary>A client knows whose digest it is; who reads several does not.</summary>
    [Theory]
    [InlineData(false, null, "Subject")]
    [InlineData(true, null, "Confiserie du Port · Subject")]
    [InlineData(true, "test-1", "[Test] Confiserie du Port · Subject")]
    public void The_news_leads_the_subject_and_the_clients_name_stands_before_it_for_readers_of_several(bool readsOfSeveral, string? instruction, string subject) =>
        DigestMail.Of(Envelope(null) with { ReadsOfSeveral = readsOfSeveral, Instruction = instruction }).Subject.ShouldBe(subject);

    private static Dictionary<string, string> HeadersOf(Uri? unsubscribe) => DigestMail.Of(Envelope(unsubscribe)).Personalizations[0].Headers;

    private static Envelope Envelope(Uri? unsubscribe)
    {
        var client = new HandMade("en").Client();
        return new(client, HandMade.Week, client.Recipients[0], new RenderedDigest(client.Id, HandMade.Week, "Subject", "<p>", "text") { Language = client.Language, Sender = new("studio@agency.example", "Studio") }) { Unsubscribe = unsubscribe };
    }
}
