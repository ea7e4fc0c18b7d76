using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The form that the button of an action's page sends: the link's token once more. Whoever only follows links, or posts to them without reading the page, does not send it.</summary>
internal static class ActionForm
{
    /// <summary>The longest body that is read, in bytes: a few times what the form takes.</summary>
    public const int LongestBody = 4096;

    private const string Field = "token";

    /// <summary>Whether a body is the form of a token's page.</summary>
    public static bool IsIn(string? contentType, ReadOnlySpan<byte> body, string token) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        && Encoding.UTF8.GetString(body).Split('&').Any(pair => pair.Split('=', 2) is [Field, var value] && WebUtility.UrlDecode(value) == token);
}
