using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Advising;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Digest;

/// <summary>The languages' files: complete, alike, and in the language's own forms.</summary>
public sealed partial class LanguageTests
{
    public static readonly TheoryData<string> Codes = [.. Language.Codes];

    private static readonly IReadOnlyDictionary<string, TextForms> Reference = Language.Of("en").File.Texts;

    [Fact]
    public void Clients_can_be_written_to_in_every_language_that_there_is() =>
        Language.Codes.Order().ShouldBe(["en", "fr"]);

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_language_has_every_text_and_no_other(string code) =>
        Language.Of(code).File.Texts.Keys.ShouldBe(Reference.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_text_asks_for_the_same_values_in_every_language(string code)
    {
        foreach (var (key, forms) in Language.Of(code).File.Texts)
        {
            var expected = Placeholders(Reference[key].Other);
            Placeholders(forms.Other).ShouldBe(expected, key);
            foreach (var form in forms.ByCategory.Values) Placeholders(form).Except(expected).ShouldBeEmpty(key);
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void There_are_words_for_everything_that_the_engine_can_find(string code)
    {
        var language = Language.Of(code);
        IEnumerable<string> wanted =
        [
            .. Names<ObjectiveKind>().Except(["Custom"]).Select(kind => $"objective.{kind}"),
            .. Names<ObjectiveVerdict>().Select(verdict => $"verdict.{verdict}"),
            .. Names<ObjectiveKind>().SelectMany(kind => Names<ObjectiveVerdict>().Select(verdict => $"subject.{kind}.{verdict}")),
            .. Names<ObjectiveVerdict>().Where(verdict => verdict is not ("Unknown" or "TooEarly" or "Undecided")).Select(verdict => $"row.verdict.{verdict}"),
            .. AdviceRule.All.Select(rule => rule.Key).Where(rule => rule != "questions-to-answer").SelectMany(rule => new[] { $"advice.{rule}", $"advice.{rule}.do" }),
            .. AdviceRule.OfAgency.SelectMany(rule => new[] { $"report.advice.{rule}", $"report.advice.{rule}.do" }),
            .. Names<Pace>().Where(pace => pace != "Unknown").Select(pace => $"row.pace.{pace}"),
            .. Objectives.Figures.Keys.SelectMany(kpi => new[] { $"name.{kpi}", $"noun.{kpi}" }),
            .. Names<Gap>().SelectMany(gap => new[] { $"gap.{gap}", $"gap-before.{gap}" }),
            .. Names<Pace>().Select(pace => $"pace.{pace}"),
            .. Names<SourceFailureKind>().Select(kind => $"trouble.{kind}"),
            .. Names<Channel>().Select(channel => $"channel.{channel}"),
            .. Metrics.ByKey.Keys.SelectMany(metric => new[] { $"metric.{metric}", $"count.{metric}" }),
        ];
        wanted.Where(key => !language.Has(key)).ShouldBeEmpty();
    }

    [Fact]
    public void French_numbers_have_narrow_spaces_and_a_comma()
    {
        var numbers = Language.Of("fr").Numbers;
        numbers.Decimal(1_234_567.85, 1).ShouldBe("1\u202f234\u202f567,9");
        numbers.Integer(-1_234).ShouldBe("−1\u202f234");
        numbers.Percent(0.5849, 1).ShouldBe("58,5\u202f%");
        numbers.Money(1_240, 0, "EUR").ShouldBe("1\u202f240\u00a0€");
        numbers.Money(-1_240, 0, "SEK").ShouldBe("−1\u202f240\u00a0SEK");
        numbers.Integer(-0.2).ShouldBe("0");
    }

    [Fact]
    public void English_numbers_have_commas_and_a_point()
    {
        var numbers = Language.Of("en").Numbers;
        numbers.Decimal(1_234_567.85, 1).ShouldBe("1,234,567.9");
        numbers.Percent(0.5849, 1).ShouldBe("58.5%");
        numbers.Money(-1_240.5, 2, "EUR").ShouldBe("−€1,240.50");
    }

    [Theory]
    [InlineData(0, "0 mention")]
    [InlineData(1, "1 mention")]
    [InlineData(2, "2 mentions")]
    public void French_takes_the_singular_below_two(double number, string expected) => Language.Of("fr").Count("count.mentions", number).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0 mentions")]
    [InlineData(1, "1 mention")]
    [InlineData(2, "2 mentions")]
    public void English_takes_the_singular_for_one_alone(double number, string expected) => Language.Of("en").Count("count.mentions", number).ShouldBe(expected);

    [Fact]
    public void French_days_are_written_as_people_do()
    {
        var dates = Language.Of("fr").Dates;
        dates.Day(new(2026, 11, 1)).ShouldBe("1er\u00a0novembre");
        dates.Weekday(new(2026, 11, 9)).ShouldBe("lundi 9\u00a0novembre");
        dates.During([new(2026, 11, 9), new(2026, 11, 12), new(2026, 11, 13), new(2026, 11, 15)]).ShouldBe("le 9\u00a0novembre, du 12 au 13\u00a0novembre et le 15\u00a0novembre");
        dates.Period(new(new(2026, 12, 28), new(2027, 1, 3)), withYear: true).ShouldBe("du 28\u00a0décembre\u00a02026 au 3\u00a0janvier\u00a02027");
    }

    [Fact]
    public void A_value_that_looks_like_a_placeholder_is_a_value() =>
        Language.Of("en").Text("figure.line", ("account", "{figure}"), ("figure", "{account}")).ShouldBe("{figure}: {account}");

    [Fact]
    public void A_text_that_is_missing_is_named() =>
        Should.Throw<KeyNotFoundException>(() => Language.Of("fr").Text("no.such.text")).Message.ShouldContain("no.such.text");

    /// <summary>« , : ; ? ! and guillemets have a space that does not break; an apostrophe is curly.</summary>
    [Fact]
    public void French_texts_have_french_typography()
    {
        var language = Language.Of("fr");
        foreach (var key in language.File.Texts.Keys)
        {
            var values = Placeholders(Reference[key].Other).Select(name => (name, "x")).ToArray();
            var text = language.Text(key, values);
            text.ShouldNotContain('\'');
            WrongSpace().IsMatch(text).ShouldBeFalse($"{key}: {text}");
        }
    }

    private static IReadOnlyList<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value.Trim('{', '}')).Distinct().Order(StringComparer.Ordinal)];

    private static string[] Names<T>()
        where T : struct, Enum => Enum.GetNames<T>();

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.None, 60_000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@" [:;?!%»]|« |\w[:;?!»%](\s|$)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex WrongSpace();
}
