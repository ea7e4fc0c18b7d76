using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Digest.Model;

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
            words = new Regex(@"(?<![\w{])" + Regex.Escape(datum.Written!) + @"(?!\w)", RegexOptions.None, TimeSpan.FromSeconds(10)).Replace(words, $"{{{datum.Name}}}", 1);
        Words = words.Replace('’', '\'');
    }

    public Sentence Sentence { get; }

    public string Language { get; }

    /// <summary>The text with the names of what it cites in braces: words of outsiders are none of ours.</summary>
    public string Words { get; }

    public IEnumerable<Datum> Data => Sentence.Data;

    public bool Has(string name) => data.ContainsKey(name);

    /// <summary>Unrounded; NaN, which makes no comparison true, where it is not known.</summary>
    public double Number(string name) => data.TryGetValue(name, out var datum) ? datum.Number ?? double.NaN : double.NaN;

    /// <summary>As it is read.</summary>
    public double Shown(string name) => data.TryGetValue(name, out var datum) && datum.Written is { } written && WrittenNumber.In(written, Language) is [var number, ..] ? number.Value : double.NaN;

    public (double Low, double High) Range(string name) => data.TryGetValue(name, out var datum) && datum.Range is { } range ? range : (double.NaN, double.NaN);

    public string Word(string name) => data.TryGetValue(name, out var datum) ? datum.Word ?? "" : "";

    public DateOnly Day(string name) => data[name].Days[0];

    public IEnumerable<Datum> All(string name) => Sentence.Data.Where(datum => datum.Name == name);

    /// <summary>Words of ours that are only put in, such as a verdict, stay.</summary>
    private static bool IsTakenOut(Datum datum) => datum.Written is { Length: > 0 } && (datum.IsPart || datum.Number is not null || datum.Range is not null || datum.Days.Count > 0 || datum.Word is not null);
}
