using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>A piece of a filter: a word (a name or an operator), a parenthesis, or a literal with its value.</summary>
internal readonly record struct FilterToken(string Text, object? Literal);

/// <summary>Cuts a filter into its pieces.</summary>
internal static partial class FilterTokens
{
    public static List<FilterToken> Of(string filter)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < filter.Length)
        {
            if (filter[at] == ' ')
            {
                at++;
                continue;
            }

            var match = Piece().Match(filter, at);
            if (!match.Success) throw new ServiceError(400, "InvalidInput", $"The filter can't be read at position {at}: {filter}");
            tokens.Add(new(match.Value, LiteralOf(match)));
            at += match.Length;
        }

        return tokens;
    }

    private static object? LiteralOf(Match match)
    {
        var text = match.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal);
        try
        {
            if (match.Groups["quoted"].Success)
            {
                return match.Groups["type"].Value.ToUpperInvariant() switch
                {
                    "" => text,
                    "GUID" => Guid.Parse(text),
                    "DATETIME" => EdmTypes.Moment(text),
                    _ => Convert.FromHexString(text),
                };
            }

            if (match.Groups["number"].Success) return Number(match.Value);
            return match.Value switch { "true" => true, "false" => false, _ => null };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new ServiceError(400, "InvalidInput", $"The filter has a literal that can't be read: {match.Value}");
        }
    }

    private static object Number(string text)
    {
        if (text.EndsWith('L')) return long.Parse(text[..^1], CultureInfo.InvariantCulture);
        if (text.AsSpan().IndexOfAny(".eE") < 0) return int.Parse(text, CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\G(?:(?<quoted>(?<type>guid|datetime|binary|X|)'(?<text>(?:[^']|'')*)')|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?L?)|[\p{L}_][\p{L}\p{Nd}_]*|[()])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Piece();
}
