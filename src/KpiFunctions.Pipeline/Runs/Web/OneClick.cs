using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>
/// The body with which RFC 8058 has a mail program unsubscribe, <c>List-Unsubscribe=One-Click</c>, as a form in either of its
/// encodings. The page's own button sends it too. Whoever only follows links does not.
/// </summary>
internal static class OneClick
{
    /// <summary>The longest body that is read, in bytes. The form takes less than 200 in either encoding.</summary>
    public const int LongestBody = 4096;

    private const string Name = "List-Unsubscribe";
    private const string Value = "One-Click";
    private const string LineEnd = "\r\n";

    /// <summary>Whether a body is that form.</summary>
    public static bool IsIn(string? contentType, ReadOnlySpan<byte> body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        var text = Encoding.UTF8.GetString(body);
        return type.MediaType?.ToLowerInvariant() switch
        {
            "application/x-www-form-urlencoded" => text.Split('&').Any(pair => pair.Split('=', 2) is [var name, var value] && IsIt(WebUtility.UrlDecode(name), WebUtility.UrlDecode(value))),
            "multipart/form-data" => BoundaryOf(type) is { } boundary && Parts(text, boundary).Any(IsIt),
            _ => false,
        };
    }

    private static bool IsIt(string name, string value) => name == Name && value.TrimEnd('\r', '\n') == Value;

    /// <summary>A part of a form in several parts: headers, an empty line, the value.</summary>
    private static bool IsIt(string part)
    {
        var end = part.IndexOf(LineEnd + LineEnd, StringComparison.Ordinal);
        if (end < 0) return false;
        return part[..end].Split(LineEnd).Any(header => header.Split(':', 2) is [var name, var value]
                && name.Trim().Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(value.Trim(), out var disposition) && disposition.Name?.Trim('"') == Name)
            && part[(end + (2 * LineEnd.Length))..] == Value;
    }

    /// <summary>What stands between two boundaries.</summary>
    private static IEnumerable<string> Parts(string text, string boundary) =>
        (LineEnd + text).Split($"{LineEnd}--{boundary}").Skip(1).SkipLast(1).Select(part => part.StartsWith(LineEnd, StringComparison.Ordinal) ? part[LineEnd.Length..] : part);

    private static string? BoundaryOf(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') is { Length: > 0 } boundary ? boundary : null;
}
