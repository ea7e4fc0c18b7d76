using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Clients;

/// <summary>Forms of texts that configs share with the names of files, notes and mails.</summary>
internal static partial class ConfigForms
{
    /// <summary>The id of a client, a brand or a figure of a client's own.</summary>
    public const string IdPattern = "^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$";

    /// <summary>What <see cref="IdPattern"/> asks for.</summary>
    public const string IdRule = "may have lower-case letters and digits, and hyphens between them, 2 to 60 in all";

    /// <summary>An address that every mail server takes: RFC 5321 without quotes, in ASCII, at a domain of two labels or more.</summary>
    public const string EmailPattern =
        @"^(?=.{3,254}$)(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$";

    /// <summary>The name of a credential. A long stretch without a hyphen is no name that anybody would give, and probably the secret itself.</summary>
    public const string CredentialPattern = "^(?!.*[A-Za-z0-9]{31})[A-Za-z0-9-]{1,100}$";

    // A dollar sign also matches before a line break at the end.
    public static bool IsId(string text) => !text.EndsWith('\n') && Id().IsMatch(text);

    public static bool IsEmail(string text) => Email().IsMatch(text);

    public static bool IsCredentialName(string text) => Credential().IsMatch(text);

    [GeneratedRegex(IdPattern, RegexOptions.None, 10_000)]
    private static partial Regex Id();

    [GeneratedRegex(EmailPattern, RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Email();

    [GeneratedRegex(CredentialPattern, RegexOptions.None, 10_000)]
    private static partial Regex Credential();
}
