using KpiFunctions.Pipeline.Digest.Writing;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>A sentence of a digest, taken apart: its words without what it cites, and what it cites as a reader takes it.</summary>
internal sealed class ReadSentence
{
    private readonly Dictionary<string, Datum> data = [];

    public ReadSentence(Sentence sentence, string language)
    {
        (Sentence, Language) = (sentence, language);
        var words = sentence.Text;
        foreach (var datum in sentence.Data) data.TryAdd(datum.Name, datum);
        foreach (var datum in sentence.Data.Where(IsTakenOut).OrderByDescending(datum => datum.Written!.Length))
            words = WithName(words, datum.Written!, datum.Name);
        Words = words.Replace('’', '\'').Replace('\u00A0', ' ').Replace('\u202F', ' ');
    }

    public Sentence Sentence { get; }

    public string Language { get; }

    /// <summary>The text with the names of what it cites in braces: words of outsiders are none of ours.</summary>
    public string Words { get; }

    public IEnumerable<Datum> Data => Sentence.Data;

    public bool Has(string name) => data.ContainsKey(name);

    /// <summary>Whether the words cite it, be it under the name of another that reads the same: "42" of two that are 42.</summary>
    public bool Cites(string name) => data.TryGetValue(name, out var cited)
        && Sentence.Data.Any(datum => datum.Written == cited.Written && Words.Contains($"{{{datum.Name}}}", StringComparison.Ordinal));

    /// <summary>Unrounded; NaN, which makes no comparison true, where it is not known.</summary>
    public double Number(string name) => data.TryGetValue(name, out var datum) ? datum.Number ?? double.NaN : double.NaN;

    /// <summary>As it is read.</summary>
    public double Shown(string name) => data.TryGetValue(name, out var datum) && datum.Written is { } written && WrittenNumber.In(written, Language) is [var number, ..] ? number.Value : double.NaN;

    public (double Low, double High) Range(string name) => data.TryGetValue(name, out var datum) && datum.Range is { } range ? range : (double.NaN, double.NaN);

    public string Word(string name) => data.TryGetValue(name, out var datum) ? datum.Word ?? "" : "";

    public DateOnly Day(string name) => data[name].Days[0];

    public IEnumerable<Datum> All(string name) => Sentence.Data.Where(datum => datum.Name == name);

    /// <summary>The first that stands for itself, and is no part of a word or of a longer number.</summary>
    private static string WithName(string words, string written, string name)
    {
        for (var at = words.IndexOf(written, StringComparison.Ordinal); at >= 0; at = words.IndexOf(written, at + 1, StringComparison.Ordinal))
        {
            var end = at + written.Length;
            if ((at == 0 || !(char.IsLetterOrDigit(words[at - 1]) || words[at - 1] == '{')) && (end == words.Length || !char.IsDigit(words[end])))
                return $"{words[..at]}{{{name}}}{words[end..]}";
        }

        return words;
    }

    /// <summary>Words of ours that are only put in, such as a verdict, stay.</summary>
    private static bool IsTakenOut(Datum datum) => datum.Written is { Length: > 0 } && (datum.IsPart || datum.Number is not null || datum.Range is not null || datum.Days.Count > 0 || datum.Word is not null);
}
