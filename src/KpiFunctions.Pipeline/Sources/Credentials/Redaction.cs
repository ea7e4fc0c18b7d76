using System.Text.Json;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Makes a platform's words fit to be stored, logged and mailed.</summary>
internal static partial class Redaction
{
    /// <summary>The longest message that is kept, in UTF-16 units.</summary>
    public const int MaxLength = 300;

    private const string Mask = "***";

    /// <summary>
    /// The text in one line, without these secrets in any form in which an answer may echo them, and without anything
    /// else that has the look of a token: platforms quote tokens, whole or in part.
    /// </summary>
    public static string Of(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length))
        {
            text = text
                .Replace(secret, Mask, StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(secret), Mask, StringComparison.OrdinalIgnoreCase)
                .Replace(JsonEncodedText.Encode(secret).ToString(), Mask, StringComparison.Ordinal);
        }

        var line = Blank().Replace(TokenLike().Replace(text, Mask), " ").Trim();
        return line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1), "…");
    }

    [GeneratedRegex("[A-Za-z0-9]{24,}", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex TokenLike();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Blank();
}
