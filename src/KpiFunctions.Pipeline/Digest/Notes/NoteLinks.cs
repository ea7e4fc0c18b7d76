using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Digest.Languages;

namespace KpiFunctions.Pipeline.Digest.Notes;

/// <summary>Which addresses a note may link to: whole ones of pages and mailboxes, that lead where they seem to.</summary>
internal static class NoteLinks
{
    public const string Rule = "is not taken for a link; links go to https://… or mailto:…";
    private const int LongestLink = 2_000;
    private const string Mailto = "mailto:";

    /// <summary>The address, or null where it is none that may be linked to.</summary>
    public static Uri? Of(string address)
    {
        if (address.Length > LongestLink || address.Any(character => char.IsControl(character) || SafeText.IsBidiControl(character))) return null;
        if (address.StartsWith(Mailto, StringComparison.OrdinalIgnoreCase))
            return ConfigForms.IsEmail(address[Mailto.Length..]) ? new(address) : null;

        // https://bank.example@else.example leads to the second host, and https:/path to none that was written.
        return address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, UserInfo.Length: 0 } && uri.AbsoluteUri.Length <= LongestLink
            ? uri
            : null;
    }

    /// <summary>What was probably meant; null where nothing is likelier than another.</summary>
    public static string? HintFor(string address) => Candidates(address).FirstOrDefault(candidate => Of(candidate) is not null) is { } likely
        ? $"write {Shown.InOneLine(likely)}"
        : null;

    private static IEnumerable<string> Candidates(string address)
    {
        if (address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) yield return "https://" + address["http://".Length..];
        if (address.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) yield return "https://" + address;
        if (ConfigForms.IsEmail(address)) yield return Mailto + address;
    }
}
