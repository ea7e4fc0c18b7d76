using System.Text.Json.Nodes;

namespace KpiFunctions.Simulator.Matomo;

/// <summary>Matomo refuses a request. Its errors are answers like any other: HTTP 200.</summary>
internal sealed class MatomoError(string message) : Exception(message)
{
    public static MatomoError Token(bool inBody) => new(inBody
        ? "Unable to authenticate with the provided token. It is either invalid or expired."
        : "Unable to authenticate with the provided token. It is either invalid, expired or is required to be sent as a POST parameter.");

    public static MatomoError Access(string? site) => new($"You can't access this resource as it requires 'view' access for the website id = {site}.");

    public static MatomoError Method(string module, string action) => new($"The method '{action}' does not exist or is not available in the module '\\Piwik\\Plugins\\{module}\\API'.");

    public static MatomoError Missing(string parameter) => new($"Please specify a value for '{parameter}'.");

    public JsonObject ToJson() => new() { ["result"] = "error", ["message"] = Message };
}
