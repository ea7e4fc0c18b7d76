using System.Buffers;
using System.Globalization;
using System.Text;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;

namespace KpiFunctions.Pipeline.Digest.Templating;

/// <summary>An address that may stand in a link: <see cref="OutputFilters.Address"/> let it through.</summary>
internal readonly record struct CheckedAddress(string Text);

/// <summary>The last thing that happens to every value on its way into a digest: no template can write one past it.</summary>
internal static class OutputFilters
{
    private const string MarkupCharacters = "&<>\"'";

    private static readonly SearchValues<char> Markup = SearchValues.Create(MarkupCharacters);

    /// <summary>Printable ASCII that means nothing in HTML: most values have nothing else, and are written as they are.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except(MarkupCharacters)));

    private static readonly SearchValues<char> Style = SearchValues.Create("#%-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Characters that a reader does not see, and that could break a line, end a header or turn the direction of what follows.</summary>
    private static readonly SearchValues<char> Steering = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x3000).Select(code => (char)code).Where(character => char.IsControl(character) || character is '\u2028' or '\u2029' || SafeText.IsBidiControl(character))));

    /// <summary>For HTML, in text and in quoted attributes alike.</summary>
    public static string Html(object? value)
    {
        if (value is string plain && !plain.AsSpan().ContainsAnyExcept(Plain)) return plain;
        var line = OneLine(value);
        if (!line.AsSpan().ContainsAny(Markup)) return line;
        var result = new StringBuilder(line.Length + 16);
        foreach (var character in line)
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

    /// <summary>For a style: a colour or a length, and nothing that could begin another declaration.</summary>
    /// <exception cref="InvalidOperationException">It is neither.</exception>
    public static string Css(object? value)
    {
        var text = value as string ?? OneLine(value);
        return text.Length is > 0 and <= 20 && !text.AsSpan().ContainsAnyExcept(Style)
            ? text
            : throw new InvalidOperationException($"'{Shortened(OneLine(value))}' is no value for a style; the model's colours and numbers are.");
    }

    /// <summary>For <c>href</c> and <c>src</c>: https, mailto, a picture within the mail, or a place on the page.</summary>
    /// <exception cref="InvalidOperationException">It is no such address.</exception>
    public static CheckedAddress Address(object? value) => value switch
    {
        RecipientLink => new(RecipientLink.Mark),
        string text when IsAddress(text) => new(text),
        _ => throw new InvalidOperationException($"'{Shortened(OneLine(value))}' is no address; the model's links and logo are."),
    };

    /// <summary>Whether it is an address that may stand in a link.</summary>
    public static bool IsAddress(string text) =>
        (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("mailto:", StringComparison.Ordinal)
            || text.StartsWith("cid:", StringComparison.Ordinal) || text.StartsWith('#')
            || text.StartsWith("http://127.0.0.1:", StringComparison.Ordinal) || text.StartsWith("http://localhost:", StringComparison.Ordinal))
        && !text.AsSpan().ContainsAny(Steering) && !text.Contains(' ', StringComparison.Ordinal);

    /// <summary>As a message repeats it.</summary>
    public static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;

    /// <summary>Without control characters; isolates end where the value ends, so that none reaches into the next one.</summary>
    private static string OneLine(object? value)
    {
        var text = value switch
        {
            string words => words,
            int number => number.ToString(CultureInfo.InvariantCulture),
            long number => number.ToString(CultureInfo.InvariantCulture),
            CheckedAddress address => address.Text,
            RecipientLink => RecipientLink.Mark,
            null => throw new InvalidOperationException("A template writes something that this digest does not have; it has to ask first."),
            _ => throw new InvalidOperationException($"A template writes a {value.GetType().Name}; only texts and numbers can be written."),
        };
        return value is string && text.AsSpan().ContainsAny(Steering) ? WithoutSteering(text) : text;
    }

    private static string WithoutSteering(string text)
    {
        var result = new StringBuilder(text.Length);
        var open = 0;
        foreach (var character in text)
        {
            if (character == SafeText.Isolate) open++;
            else if (character == SafeText.PopIsolate && open > 0) open--;
            else if (Steering.Contains(character)) continue;
            result.Append(character);
        }

        return result.Append(SafeText.PopIsolate, open).ToString();
    }
}
