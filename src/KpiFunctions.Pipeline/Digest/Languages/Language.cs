using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>
/// The words and formats of one language, from its file and from nothing else: the host's cultures are not asked, so
/// that another version of them changes no digest. Thread-safe.
/// </summary>
internal sealed partial class Language
{
    private static readonly FrozenDictionary<string, Language> All = Load();

    private readonly FrozenDictionary<string, FrozenDictionary<string, Phrase>> texts;
    private readonly PluralRules plurals;
    private readonly Joins? joins;

    /// <exception cref="JsonException">A plural rule cannot be read, or a text has forms of other categories than the language.</exception>
    public Language(string code, LanguageFile file)
    {
        Code = code;
        File = file;
        plurals = new(file.Plurals);
        joins = file.Joins is { } format ? new(format, Typeset) : null;
        texts = file.Texts.ToFrozenDictionary(text => text.Key, text => PhrasesOf(text.Key, text.Value), StringComparer.Ordinal);
        Numbers = new(file.Numbers);
        Dates = new(file.Dates, file.List);
    }

    /// <summary>The codes that a client may declare, in order: one for each embedded file.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>ISO 639-1, such as <c>fr</c>.</summary>
    public string Code { get; }

    public LanguageFile File { get; }

    public Numbers Numbers { get; }

    public Dates Dates { get; }

    /// <summary>Words of ours that do not stand in the file, with the language's own spaces and apostrophes.</summary>
    public string Typeset(string text) => File.Typography.Aggregate(text, (result, rule) => result.Replace(rule.Key, rule.Value, StringComparison.Ordinal));

    /// <exception cref="KeyNotFoundException">There is no file for that language.</exception>
    public static Language Of(string code) => All.TryGetValue(code, out var language)
        ? language
        : throw new KeyNotFoundException($"There is no language '{code}'; there are {string.Join(", ", Codes)}.");

    /// <summary>A text with its placeholders filled.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such text, or the text names something that is not given.</exception>
    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Fill(key, Forms(key)[PluralRules.Other], values);

    /// <summary>A text in the form that a number asks for, sign left aside.</summary>
    /// <param name="number">As it is shown, rounding included: what is read as 1 takes the form of 1.</param>
    /// <inheritdoc cref="Text"/>
    public string Plural(string key, double number, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var forms = Forms(key);
        return Fill(key, forms.Count == 1 ? forms[PluralRules.Other] : forms[plurals.CategoryOf(number)], values);
    }

    /// <summary>The word for so many of a thing, of a consultant's own words.</summary>
    /// <param name="other">For numbers whose category has no word of its own.</param>
    public string WordFor(double number, string other, IReadOnlyDictionary<string, string> byCategory) => byCategory.GetValueOrDefault(plurals.CategoryOf(number), other);

    /// <summary>A text about a whole number of things, which it calls <c>{n}</c>.</summary>
    /// <inheritdoc cref="Text"/>
    public string Count(string key, double number, params ReadOnlySpan<(string Name, string Value)> values) =>
        Plural(key, Math.Round(number), [("n", Numbers.Integer(number)), .. values]);

    /// <summary>Whether the file has such a text: for words of others (a post's type) that may have no translation.</summary>
    public bool Has(string key) => texts.ContainsKey(key);

    /// <summary>One after the other: <c>a, b et c</c>.</summary>
    public string List(IReadOnlyList<string> items) => Dates.Join(items);

    /// <summary>With a capital letter, for the beginning of a sentence.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private FrozenDictionary<string, Phrase> PhrasesOf(string key, TextForms forms)
    {
        var all = forms.ByCategory.Append(new(PluralRules.Other, forms.Other)).ToFrozenDictionary(form => form.Key, form => new Phrase(Typeset(form.Value)), StringComparer.Ordinal);
        return all.Count == 1 || plurals.Categories.ToHashSet().SetEquals(all.Keys)
            ? all
            : throw new JsonException($"The text '{key}' of the language '{Code}' has the forms {string.Join(", ", all.Keys.Order(StringComparer.Ordinal))}; the language has {string.Join(", ", plurals.Categories)}.");
    }

    private FrozenDictionary<string, Phrase> Forms(string key) => texts.TryGetValue(key, out var forms)
        ? forms
        : throw new KeyNotFoundException($"The language '{Code}' has no text '{key}'.");

    /// <summary>What a value contains is never taken for a placeholder.</summary>
    private string Fill(string key, Phrase phrase, ReadOnlySpan<(string Name, string Value)> values)
    {
        var parts = phrase.Parts;
        if (parts.Count == 1) return parts[0];
        var filled = new string[parts.Count];
        for (var i = 0; i < filled.Length; i++)
        {
            filled[i] = i % 2 == 0 ? parts[i] : ValueOf(key, parts[i], values);
            if (i % 2 == 1 && joins is not null) (filled[i - 1], filled[i]) = joins.Join(filled[i - 1], filled[i]);
        }

        return string.Concat(filled);
    }

    private string ValueOf(string key, string name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (given, value) in values)
            if (name == given) return value;
        throw new KeyNotFoundException($"The text '{key}' of the language '{Code}' asks for {{{name}}}, which is not given.");
    }

    private static FrozenDictionary<string, Language> Load()
    {
        var assembly = typeof(Language).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => ResourceName().IsMatch(name))
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return new Language(name[..2], LanguageFile.Read(stream));
            })
            .ToFrozenDictionary(language => language.Code, StringComparer.Ordinal);
    }

    [GeneratedRegex("""^[a-z]{2}\.json$""", RegexOptions.None, 10_000)]
    private static partial Regex ResourceName();
}
