using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Pipeline.Delivery.Events;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Tests.Delivery.Events;

/// <summary>Which posts are SendGrid's.</summary>
public sealed class EventSignatureTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""[{"event":"delivered"}]""" + "\r\n");

    private readonly GivenEvents given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void What_was_signed_for_its_timestamp_and_body_is_good() => Verify(Sign(Now), GivenEvents.Stamp(Now), Body).ShouldBe(SignatureOutcome.Good);

    [Fact]
    public void Every_changed_bit_of_a_body_or_a_timestamp_is_noticed()
    {
        var (stamp, signature) = (GivenEvents.Stamp(Now), Sign(Now));
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var changed = Body.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Verify(signature, stamp, changed).ShouldBe(SignatureOutcome.Forged);
        }

        for (var seconds = -300; seconds <= 300; seconds++)
            Verify(signature, GivenEvents.Stamp(Now.AddSeconds(seconds)), Body).ShouldBe(seconds == 0 ? SignatureOutcome.Good : SignatureOutcome.Forged);
        Verify(signature, stamp, Body[..^1]).ShouldBe(SignatureOutcome.Forged);
        Verify(signature, stamp, [.. Body, 0]).ShouldBe(SignatureOutcome.Forged);
        Verify(signature, "0" + stamp, Body).ShouldBe(SignatureOutcome.Forged);

        // The border between the two may not be moved.
        Verify(signature, stamp[..^1], [(byte)stamp[^1], .. Body]).ShouldNotBe(SignatureOutcome.Good);
    }

    [Fact]
    public void Every_changed_byte_of_a_signature_is_noticed()
    {
        var signature = Convert.FromBase64String(Sign(Now));
        for (var at = 0; at < signature.Length; at++)
        {
            var changed = signature.ToArray();
            changed[at] ^= 0x41;
            Verify(Convert.ToBase64String(changed), GivenEvents.Stamp(Now), Body).ShouldBe(SignatureOutcome.Forged);
        }
    }

    [Theory]
    [InlineData(0, SignatureOutcome.Good)]
    [InlineData(-25 * 3600, SignatureOutcome.Good)]
    [InlineData((-25 * 3600) - 1, SignatureOutcome.Late)]
    [InlineData(300, SignatureOutcome.Good)]
    [InlineData(301, SignatureOutcome.Early)]
    public void A_post_is_good_for_twenty_five_hours_and_five_minutes_ahead(int seconds, SignatureOutcome outcome)
    {
        var at = Now.AddSeconds(seconds);
        Verify(Sign(at), GivenEvents.Stamp(at), Body).ShouldBe(outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_header_is_not_passed(string? missing)
    {
        Verify(missing, GivenEvents.Stamp(Now), Body).ShouldBe(SignatureOutcome.Missing);
        Verify(Sign(Now), missing, Body).ShouldBe(SignatureOutcome.Missing);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("====")]
    [InlineData("MEUCIQ==")]
    [InlineData("MAYCAQACAQA=")]
    [InlineData("MAYCAQECAQE=")]
    public void What_is_no_signature_is_not_passed(string signature) => Verify(signature, GivenEvents.Stamp(Now), Body).ShouldBe(SignatureOutcome.Forged);

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData(" 1795435200")]
    [InlineData("1795435200.5")]
    [InlineData("999999999999")]
    [InlineData("99999999999999999999999999")]
    public void What_is_no_timestamp_is_not_passed(string timestamp) =>
        Verify(given.Sign(timestamp, Body), timestamp, Body).ShouldBe(SignatureOutcome.Forged);

    [Fact]
    public void Anothers_key_does_not_open()
    {
        using var other = new GivenEvents();
        Verify(other.Sign(GivenEvents.Stamp(Now), Body), GivenEvents.Stamp(Now), Body).ShouldBe(SignatureOutcome.Forged);
    }

    [Fact]
    public void Without_a_key_nothing_is_passed() => Of(null).Verify(Sign(Now), GivenEvents.Stamp(Now), Body, Now).ShouldBe(SignatureOutcome.Unchecked);

    [Fact]
    public void A_key_that_is_none_is_refused_by_name_and_not_repeated()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] wrong =
        [
            "none", "MFkw", Convert.ToBase64String(p384.ExportSubjectPublicKeyInfo()), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()),
            Convert.ToBase64String(p256.ExportPkcs8PrivateKey()), given.Key[..^4], p256.ExportSubjectPublicKeyInfoPem(),
        ];
        foreach (var key in wrong)
        {
            var message = Should.Throw<SettingException>(() => Of(key)).Message;
            message.ShouldStartWith("The setting SendGrid__EventKey is ");
            if (key.Length > 30) message.ShouldNotContain(key[..30]);
        }

        Of($" {given.Key}\n").Verify(Sign(Now), GivenEvents.Stamp(Now), Body, Now).ShouldBe(SignatureOutcome.Good);
    }

    private string Sign(DateTimeOffset at) => given.Sign(GivenEvents.Stamp(at), Body);

    private SignatureOutcome Verify(string? signature, string? timestamp, byte[] body) => Of(given.Key).Verify(signature, timestamp, body, Now);

    private static EventSignature Of(string? key) =>
        EventSignature.From(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SendGrid:EventKey"] = key }).Build());
}
