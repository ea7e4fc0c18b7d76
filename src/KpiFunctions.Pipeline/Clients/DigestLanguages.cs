using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>The languages of digests.</summary>
internal static partial class DigestLanguages
{
    /// <summary>The code of each language file that is built in, in alphabetical order.</summary>
    public static readonly IReadOnlyList<string> Codes =
        [.. typeof(DigestLanguages).Assembly.GetManifestResourceNames().Where(name => LanguageFile().IsMatch(name)).Select(name => name[..2]).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^[a-z]{2}\.json$", RegexOptions.None, 10_000)]
    private static partial Regex LanguageFile();
}
