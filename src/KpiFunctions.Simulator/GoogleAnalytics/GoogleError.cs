using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.GoogleAnalytics;

/// <summary>The Data API refuses a request. Raised where the trouble is found, answered by <see cref="AnalyticsPlatform"/>.</summary>
internal sealed class GoogleError(int code, string status, string message) : Exception(message)
{
    private const string Schema = "For a list of valid dimensions and metrics, see https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema ";

    public static GoogleError Invalid(string message) => new(400, "INVALID_ARGUMENT", message);

    public static GoogleError UnknownDimension(string name) => Invalid($"Field {name} is not a valid dimension. {Schema}");

    public static GoogleError UnknownMetric(string name) => Invalid($"Field {name} is not a valid metric. {Schema}");

    public static GoogleError Property(string id) => Invalid(
        $"Invalid property ID: {id}. A numeric Property ID is required. To learn more see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.");

    public static GoogleError Unauthenticated() => new(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.");

    public static GoogleError Permission() => new(
        403,
        "PERMISSION_DENIED",
        "User does not have sufficient permissions for this property. To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.");

    public static GoogleError Quota() => new(
        429,
        "RESOURCE_EXHAUSTED",
        "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour. To learn more, see https://developers.google.com/analytics/devguides/reporting/data/v1/quotas");

    public static GoogleError Server() => new(500, "INTERNAL", "Internal error encountered.");

    public static GoogleError Unavailable() => new(503, "UNAVAILABLE", "The service is currently unavailable.");

    public WireReply ToReply() => WireReply.Json(code, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = Message, ["status"] = status },
    });
}
