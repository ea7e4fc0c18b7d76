using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The address at which the pipeline is reached from outside.</summary>
public static class PublicAddress
{
    /// <summary>The name of the setting. Without it, the host name that Azure gives to the app is used.</summary>
    public const string Setting = "PublicAddress";

    private const string AzureName = "WEBSITE_HOSTNAME";

    /// <summary>Null where the pipeline is not reached from outside.</summary>
    /// <exception cref="SettingException">The setting is neither an https address nor an http address of this machine.</exception>
    public static Uri? From(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 }) return Settings.Address(configuration, Setting, "an address such as https://digests.agency.example (http only on this machine), or nothing", isHttpAllowedHere: true);

        // The Functions tools set the name too, on this machine and without TLS.
        return configuration[AzureName] is { Length: > 0 } host && Uri.TryCreate($"https://{host}", UriKind.Absolute, out var uri) && !uri.IsLoopback ? uri : null;
    }
}
