using System.Globalization;
using System.Text;

namespace KpiFunctions.Pipeline.Digest;

/// <summary>
/// The last thing that happens to every value on its way into a digest. The templates pipe each expression through
/// one of the two; a test walks their syntax trees and fails on an expression that is not.
/// </summary>
internal static class OutputFilters
{
    /// <summary>For HTML, in text and in quoted attributes alike.</summary>
    public static string Html(object? value)
    {
        var result = new StringBuilder();
        foreach (var character in OneLine(value))
        {
            _ = character switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                _ => result.Append(character),
            };
        }

        return result.ToString();
    }

    /// <summary>For plain text: angle brackets become quotation marks, so that no reader takes a name for a tag.</summary>
    public static string Text(object? value) => OneLine(value).Replace('<', '‹').Replace('>', '›');

    /// <summary>For a header: one line, as it is.</summary>
    public static string Line(string value) => OneLine(value);

    /// <summary>Without control characters; isolates end where the value ends, so that none reaches into the next one.</summary>
    private static string OneLine(object? value)
    {
        var text = value switch
        {
            string words => words,
            int number => number.ToString(CultureInfo.InvariantCulture),
            null => throw new InvalidOperationException("A template writes something that this digest does not have; it has to ask first."),
            _ => throw new InvalidOperationException($"A template writes a {value.GetType().Name}; texts are formatted before they reach it."),
        };
        var result = new StringBuilder(text.Length);
        var open = 0;
        foreach (var character in text)
        {
            if (character == SafeText.Isolate) open++;
            else if (character == SafeText.PopIsolate && open > 0) open--;
            else if (char.IsControl(character) || character is '\u2028' or '\u2029' || SafeText.IsBidiControl(character)) continue;
            result.Append(character);
        }

        return result.Append(SafeText.PopIsolate, open).ToString();
    }
}
