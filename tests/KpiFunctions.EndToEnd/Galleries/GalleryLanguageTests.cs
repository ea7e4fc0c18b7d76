using System.Text.RegularExpressions;
using KpiFunctions.Cli.Galleries;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Languages;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>A digest speaks its client's language alone.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class GalleryLanguageTests(GalleryFixture gallery)
{
    /// <summary>Shorter texts may be parts of words, or the same in both languages.</summary>
    private const int Telling = 12;

    [Fact]
    public void No_text_of_another_language_is_in_it()
    {
        var others = DigestRenderer.Languages.ToDictionary(code => code, code => DigestRenderer.Languages.Where(other => other != code).SelectMany(other => Texts(other).Except(Texts(code), StringComparer.Ordinal)).ToList());
        gallery.Faults(item => Words(item) is var words ? others[item.Language].Where(text => words.Contains(text, StringComparison.Ordinal)) : []).ShouldBeEmpty();
    }

    [Fact]
    public void No_month_and_no_day_of_another_language_is_in_it()
    {
        var others = DigestRenderer.Languages.ToDictionary(code => code, code => DigestRenderer.Languages.Where(other => other != code).SelectMany(Days).Except(Days(code), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal));
        gallery.Faults(item => Word().Matches(Words(item)).Select(word => word.Value).Where(others[item.Language].Contains).Distinct(StringComparer.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>The two checks above would pass on nothing.</summary>
    [Fact]
    public void There_is_much_to_look_for()
    {
        DigestRenderer.Languages.ShouldAllBe(code => Texts(code).Count() > 50 && Days(code).Count() == 19);
        gallery.Items.ShouldAllBe(item => Texts(item.Language).Any(text => Words(item).Contains(text, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Days(string code) => [.. Language.Of(code).File.Dates.Months, .. Language.Of(code).File.Dates.Weekdays];

    private static IEnumerable<string> Texts(string code) =>
        from forms in Language.Of(code).File.Texts.Values
        from text in forms.ByCategory.Values.Append(forms.Other)
        where text.Length > Telling && !text.Contains('{', StringComparison.Ordinal)
        select Straight(text);

    /// <summary>All that a reader gets to read: subject, preview, mail, text and page.</summary>
    private static string Words(GalleryItem item) => Straight(string.Join('\n', [
        item.Digest.Subject,
        Plain.WordsOf(Plain.Parse(item.Digest.Html).Body!),
        item.Digest.Text,
        Plain.Parse(item.Digest.Page).Body!.TextContent,
    ]));

    private static string Straight(string text) => Plain.Words(text).Replace('’', '\'');

    [GeneratedRegex(@"\p{L}+", RegexOptions.None, 60_000)]
    private static partial Regex Word();
}
