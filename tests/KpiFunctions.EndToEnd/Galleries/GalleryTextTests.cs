using System.Text.RegularExpressions;
using KpiFunctions.EndToEnd.Browsing;
using KpiFunctions.Pipeline.Digest.Languages;

namespace KpiFunctions.EndToEnd.Galleries;

/// <summary>The plain text that goes with each mail.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class GalleryTextTests(GalleryFixture gallery)
{
    [Fact]
    public void It_has_no_tag() => gallery.Faults(item => Lines(item.Digest.Text).Where(line => line.Contains('<', StringComparison.Ordinal) || line.Contains('>', StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void It_has_no_control_character_but_the_ends_of_lines() =>
        gallery.Faults(item => Lines(item.Digest.Text).Where(line => line.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029'))).ShouldBeEmpty();

    /// <summary>What is read from right to left ends with its line, at the latest.</summary>
    [Fact]
    public void It_turns_no_direction_for_longer_than_a_line() => gallery.Faults(item => Lines(item.Digest.Text).Where(line =>
        line.Count(character => character == SafeText.Isolate) != line.Count(character => character == SafeText.PopIsolate)
        || line.Any(character => SafeText.IsBidiControl(character) && character is not (SafeText.Isolate or SafeText.PopIsolate)))).ShouldBeEmpty();

    [Fact]
    public void No_line_ends_with_a_space() => gallery.Faults(item => Lines(item.Digest.Text).Where(line => line.Length > 0 && char.IsWhiteSpace(line[^1]))).ShouldBeEmpty();

    [Fact]
    public void It_has_no_gaps() => gallery.Faults(item => item.Digest.Text switch
    {
        var text when text.Contains("\n\n\n\n", StringComparison.Ordinal) => ["three empty lines in a row"],
        ['\n', ..] => ["it begins with an empty line"],
        [.., '\n', '\n'] => ["it ends with an empty line"],
        _ => (string[])[],
    }).ShouldBeEmpty();

    /// <summary>No template's braces but those of one sample's names, and nothing that .NET writes for what has no words.</summary>
    [Fact]
    public void It_has_nothing_of_the_program_in_it() =>
        gallery.Faults(item => item.SampleWeek.Name == "hostile" ? [] : Lines(item.Digest.Text).Where(line => Program().IsMatch(line))).ShouldBeEmpty();

    private static string[] Lines(string text) => text.Split('\n');

    [GeneratedRegex(@"\{\{|\}\}|\{[a-z]+\}|KpiFunctions\.|System\.|\bNaN\b|∞", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Program();
}
