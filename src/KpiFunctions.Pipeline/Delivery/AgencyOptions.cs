using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>The agency that runs the pipeline.</summary>
/// <param name="Address">The e-mail address for what concerns all clients; null where none is set.</param>
public sealed record AgencyOptions(string? Address)
{
    private const string Setting = "Agency:Address";
    private const int LongestAddress = 254;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="SettingException">It is not an e-mail address.</exception>
    public static AgencyOptions From(IConfiguration configuration)
    {
        if (configuration[Setting]?.Trim() is not { Length: > 0 } address) return new(Address: null);
        return IsAddress(address)
            ? new(address)
            : throw new SettingException(Settings.NameOf(Setting), Settings.Found(address), "one e-mail address such as studio@agency.example, or nothing");
    }

    private static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= LongestAddress && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && !text.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign is '<' or '>' or ',' or ';' or '"');
    }
}
