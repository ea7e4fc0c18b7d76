using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Tables;

/// <summary>Reads and validates settings.</summary>
public static partial class Settings
{
    /// <summary>What messages say of a missing setting.</summary>
    public const string Missing = "is missing";

    private const int LongestShown = 200;

    /// <summary>A setting's name as it is given to the app: in environment variables, <c>__</c> stands for the colon of a key.</summary>
    public static string NameOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>
    /// What was found, for a message. A text that could contain a secret (a connection string, a key, an address with a
    /// signature) is not shown, since settings are easily confused.
    /// </summary>
    public static string Found(string? text) =>
        text is not { Length: > 0 } ? Missing
        : text.Length <= LongestShown && Harmless().IsMatch(text) && !TokenLike().IsMatch(text) ? $"is '{text}'"
        : $"is a text of {text.Length} characters that is not shown here";

    /// <summary>An https address.</summary>
    /// <param name="allowed">What is allowed, as a clause.</param>
    /// <param name="isHttpAllowedHere">Whether http is accepted too, on this machine.</param>
    /// <exception cref="SettingException">It is missing or no such address.</exception>
    public static Uri Address(IConfiguration configuration, string key, string allowed, bool isHttpAllowedHere = false) =>
        Uri.TryCreate(configuration[key], UriKind.Absolute, out var uri) && uri is { Query: "", Fragment: "", UserInfo: "" }
            && (uri.Scheme == Uri.UriSchemeHttps || (isHttpAllowedHere && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new SettingException(NameOf(key), Found(configuration[key]), allowed);

    [GeneratedRegex(@"^[A-Za-z0-9 :/.\\_-]+$", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Harmless();

    [GeneratedRegex("[A-Za-z0-9_]{25,}", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex TokenLike();
}
