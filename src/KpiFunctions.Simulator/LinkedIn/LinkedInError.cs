using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.LinkedIn;

/// <summary>LinkedIn refuses a request. Raised where the trouble is found, answered by <see cref="LinkedInPlatform"/>.</summary>
internal sealed class LinkedInError(int status, string code, string message, int? serviceErrorCode = null) : Exception(message)
{
    public static LinkedInError NoToken() => new(401, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token", 65604);

    public static LinkedInError ExpiredToken() => new(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired", 65602);

    public static LinkedInError RevokedToken() => new(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user", 65601);

    public static LinkedInError NoVersion() => new(400, "VERSION_MISSING", "A version must be present. Please specify a version by adding the LinkedIn-Version header.");

    public static LinkedInError InactiveVersion(string version) => new(426, "NONEXISTENT_VERSION", $"Requested version {version}01 is not active");

    public static LinkedInError Permission(string resource) => new(403, "ACCESS_DENIED", $"Not enough permissions to access: {resource}", 100);

    public static LinkedInError UnknownOrganization() => new(404, "NOT_FOUND", "Could not find entity");

    public static LinkedInError UnknownResource(string resource) => new(404, "RESOURCE_NOT_FOUND", $"No virtual resource found for: {resource}", 0);

    public static LinkedInError Parameter(string name, string message) => new(400, "ILLEGAL_ARGUMENT", $"Invalid param, please see errorDetails for more information. {name}: {message}");

    public static LinkedInError DayLimit() => new(429, "TOO_MANY_REQUESTS", "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached.", 101);

    public static LinkedInError Server() => new(500, "INTERNAL_SERVER_ERROR", "Internal Server Error");

    public static LinkedInError Unavailable() => new(503, "SERVICE_UNAVAILABLE", "Service Unavailable");

    public WireReply ToReply()
    {
        var error = new JsonObject { ["status"] = status };
        if (serviceErrorCode is not null) error["serviceErrorCode"] = serviceErrorCode;
        error["code"] = code;
        error["message"] = Message;
        return WireReply.Json(status, error);
    }
}
