using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Where the pipeline is reached from outside.</summary>
public static class PublicAddress
{
    /// <summary>The setting that names it; without it, the name that Azure gave to the app.</summary>
    public const string Setting = "PublicAddress";

    private const string AzureName = "WEBSITE_HOSTNAME";

    /// <summary>Null where the pipeline is not reached from outside.</summary>
    /// <exception cref="SettingException">The setting is not an https address, nor an http one of this machine.</exception>
    public static Uri? From(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 }) return Settings.Address(configuration, Setting, "an address such as https://digests.agency.example (http only on this machine), or nothing");

        // The Functions tools set the name too, on this machine and without TLS.
        return configuration[AzureName] is { Length: > 0 } host && Uri.TryCreate($"https://{host}", UriKind.Absolute, out var uri) && !uri.IsLoopback ? uri : null;
    }
}
