using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Digest.Languages;

namespace KpiFunctions.Tests.Digest;

/// <summary>The forms that numbers take, by the plural rules of CLDR.</summary>
public sealed class PluralTests
{
    private static readonly Dictionary<string, string> Polish = new()
    {
        ["one"] = "i = 1 and v = 0",
        ["few"] = "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
        ["many"] = "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14",
    };

    private static readonly Dictionary<string, string> Arabic = new()
    {
        ["zero"] = "n = 0",
        ["one"] = "n = 1",
        ["two"] = "n = 2",
        ["few"] = "n % 100 = 3..10",
        ["many"] = "n % 100 = 11..99",
    };

    /// <summary>The samples that CLDR gives with the rules.</summary>
    [Theory]
    [InlineData("one", "1")]
    [InlineData("few", "2, 3, 4, 22, 23, 24, 32, 102, 1002")]
    [InlineData("many", "0, 5, 11, 12, 14, 19, 100, 112, 1000, 1000000")]
    [InlineData("other", "0.5, 1.5, 2.25, 10.5")]
    public void Polish_has_four_forms(string category, string numbers) => All(Polish, numbers).ShouldAllBe(found => found == category);

    [Theory]
    [InlineData("zero", "0")]
    [InlineData("one", "1")]
    [InlineData("two", "2")]
    [InlineData("few", "3, 10, 103, 1003")]
    [InlineData("many", "11, 26, 111, 1011")]
    [InlineData("other", "100, 101, 102, 1000, 0.5, 10.5")]
    public void Arabic_has_six_forms(string category, string numbers) => All(Arabic, numbers).ShouldAllBe(found => found == category);

    [Theory]
    [InlineData("fr", "one", "0, 1, 1.5, -1")]
    [InlineData("fr", "other", "2, 1000000")]
    [InlineData("en", "one", "1, -1")]
    [InlineData("en", "other", "0, 1.5, 2")]
    public void The_languages_of_digests_have_two(string code, string category, string numbers) =>
        All(Language.Of(code).File.Plurals, numbers).ShouldAllBe(found => found == category);

    [Theory]
    [InlineData("one", "i is 1", "i is 1")]
    [InlineData("one", "i = 1 and", "i = 1 and")]
    [InlineData("some", "i = 1", "some")]
    [InlineData("other", "i = 1", "other")]
    public void A_rule_that_cannot_be_read_is_named(string category, string rule, string named) =>
        Should.Throw<JsonException>(() => new PluralRules(new Dictionary<string, string> { [category] = rule })).Message.ShouldContain(named);

    [Fact]
    public void A_language_with_other_plurals_is_a_file_and_nothing_else()
    {
        var language = new Language("pl", WithPolishPlurals(text => text["few"] = "{n} few"));
        language.Count("count.mentions", 1).ShouldBe("1 mention");
        language.Count("count.mentions", 3).ShouldBe("3 few");
        language.Count("count.mentions", 5).ShouldBe("5 mentions");
    }

    [Fact]
    public void A_text_that_lacks_a_form_of_its_language_is_named() =>
        Should.Throw<JsonException>(() => new Language("pl", WithPolishPlurals(text => text.Remove("few")))).Message.ShouldContain("the language has one, few, many, other");

    /// <summary>English words with Polish plurals.</summary>
    /// <param name="change">What becomes of each text that has several forms.</param>
    private static LanguageFile WithPolishPlurals(Action<JsonObject> change)
    {
        using var english = typeof(Language).Assembly.GetManifestResourceStream("en.json")!;
        var file = JsonNode.Parse(english)!;
        file["plurals"] = JsonSerializer.SerializeToNode(Polish);
        foreach (var text in file["texts"]!.AsObject().Select(each => each.Value).OfType<JsonObject>())
        {
            foreach (var category in new[] { "few", "many" }) text[category] = text["other"]!.GetValue<string>();
            change(text);
        }

        using var written = new MemoryStream(Encoding.UTF8.GetBytes(file.ToJsonString()));
        return LanguageFile.Read(written);
    }

    private static IEnumerable<string> All(IReadOnlyDictionary<string, string> rules, string numbers) => numbers.Split(", ").Select(number => new PluralRules(rules).CategoryOf(double.Parse(number, CultureInfo.InvariantCulture)));
}
