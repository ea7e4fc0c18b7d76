using KpiFunctions.Pipeline.Delivery.Links;

namespace KpiFunctions.Tests.Delivery.Links;

public sealed class LinkKeysTests
{
    private static readonly string Key = GivenKeys.Key("2026-11");

    /// <summary>Secrets, in which KEY stands for a good key, CUT for one without its end, and SHORT for one of 30 bytes.</summary>
    public static readonly TheoryData<string, string> Wrong = new()
    {
        { "", "not JSON" },
        { "KEY", "not JSON" },
        { """{"current":"a","keys":{"a":"KEY"}""", "not JSON" },
        { "\"KEY\"", "an object" },
        { """{"current":"a"}""", "\"keys\"" },
        { """{"current":"a","keys":["KEY"]}""", "\"keys\"" },
        { """{"current":"a","keys":{}}""", "\"current\"" },
        { """{"keys":{"a":"KEY"}}""", "\"current\"" },
        { """{"current":"KEY","keys":{"a":"KEY"}}""", "\"current\"" },
        { """{"current":"a","keys":{"KEY":"a"}}""", "name of key 1" },
        { """{"current":"a","keys":{"a.b":"KEY"}}""", "name of key 1" },
        { """{"current":"a","keys":{"a":"KEY","b":"CUT-"}}""", "key 2 is not base64" },
        { """{"current":"a","keys":{"a":{"value":"KEY"}}}""", "key 1 is not base64" },
        { """{"current":"a","keys":{"a":"SHORT"}}""", "key 1 has 30 bytes" },
        { """{"current":"a","keys":{"a":"KEY","a":"KEY"}}""", "twice" },
    };

    [Fact]
    public void A_ring_has_the_key_that_signs_and_those_that_only_verify()
    {
        var keys = GivenKeys.Of("2027-01", "2026-11");
        keys.Current.ShouldBe("2027-01");
        keys.Sign("2026-11", "text").ShouldNotBeNull().Length.ShouldBe(32);
        keys.Sign("2026-10", "text").ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Keys_that_cannot_be_read_are_explained_and_not_repeated(string secret, string words)
    {
        var planted = secret.Replace("KEY", Key, StringComparison.Ordinal).Replace("CUT", Key[..^5], StringComparison.Ordinal).Replace("SHORT", Key[..40], StringComparison.Ordinal);
        var message = Should.Throw<FormatException>(() => LinkKeys.Read(planted)).Message;
        message.ShouldContain(words);
        foreach (var start in Enumerable.Range(0, Key.Length - 8)) message.ShouldNotContain(Key[start..(start + 8)]);
    }

    [Fact]
    public void Keys_are_no_part_of_a_text() => $"{GivenKeys.Of("a")}".ShouldBe("LinkKeys");
}
