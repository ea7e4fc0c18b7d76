using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.GoogleAnalytics;

/// <summary>
/// Google's token endpoint: a service account's signed assertion, or an owner's refresh token, for an access token. The
/// assertion's form is checked; its signature and its time are not, since the key is the caller's own and the simulated
/// clock may stand elsewhere.
/// </summary>
internal sealed class GoogleTokenPlatform : IPlatform
{
    private const string Refresh = "refresh_token";
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string Endpoint = "https://oauth2.googleapis.com/token";

    public string Name => "google-oauth";

    public bool Serves(string host) => string.Equals(host, "oauth2.googleapis.com", StringComparison.OrdinalIgnoreCase);

    public string? AccountOf(WireRequest request) => IsRefresh(request)
        ? request.Parameter("client_id")
        : Claims(request.Form.TryGetValue("assertion", out var assertion) ? assertion.ToString() : "")?["iss"]?.GetValue<string>();

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (request.Path != "/token" || request.Method != "POST") return WireReply.Html(404, "Error 404 (Not Found)!!1");
        if (IsRefresh(request)) return Refreshed(request);
        if (request.Parameter("grant_type") != Grant) return Refuse(400, "unsupported_grant_type", $"Invalid grant_type: {request.Parameter("grant_type")}");
        if (request.Parameter("assertion") is not { } assertion || Claims(assertion) is not { } claims) return Refuse(400, "invalid_grant", "Invalid JWT: the assertion cannot be read.");
        if (Missing(claims) is { } problem) return Refuse(400, "invalid_grant", $"Invalid JWT: {problem}");
        if (claims["iss"]!.GetValue<string>().StartsWith(SimulatorSecrets.Expired, StringComparison.OrdinalIgnoreCase)) return Refuse(400, "invalid_grant", "Invalid JWT Signature.");

        return WireReply.Json(200, new JsonObject
        {
            ["access_token"] = $"ya29.c.simulated-{Dice.Hash(assertion):x16}",
            ["expires_in"] = 3599,
            ["token_type"] = "Bearer",
        });
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => kind switch
    {
        FaultKind.RateLimited => Refuse(429, "rate_limit_exceeded", "Too many requests."),
        FaultKind.Unavailable => Refuse(503, "temporarily_unavailable", "The service is temporarily unavailable."),
        FaultKind.ServerError => Refuse(500, "internal_failure", "Backend Error"),
        FaultKind.Unauthorized => Refuse(401, "invalid_client", "The OAuth client was not found."),
        FaultKind.BadRequest => Refuse(400, "invalid_request", "Missing required parameter: assertion"),
        _ => IsRefresh(request) ? Ended() : Refuse(400, "invalid_grant", "Invalid JWT Signature."),
    };

    private static bool IsRefresh(WireRequest request) => request.Parameter("grant_type") == Refresh;

    private static WireReply Refreshed(WireRequest request)
    {
        if (request.Parameter("client_id") is null || request.Parameter("client_secret") is null) return Refuse(401, "invalid_client", "The OAuth client was not found.");
        if (request.Parameter(Refresh) is not { } token) return Refuse(400, "invalid_request", "Missing required parameter: refresh_token");
        return token == SimulatorSecrets.Expired ? Ended() : WireReply.Json(200, new JsonObject
        {
            ["access_token"] = $"ya29.a0.simulated-{Dice.Hash(token):x16}",
            ["expires_in"] = 3599,
            ["scope"] = "https://www.googleapis.com/auth/yt-analytics.readonly https://www.googleapis.com/auth/youtube.readonly",
            ["token_type"] = "Bearer",
        });
    }

    private static WireReply Ended() => Refuse(400, "invalid_grant", "Token has been expired or revoked.");

    private static string? Missing(JsonObject claims)
    {
        if (claims["iss"] is not JsonValue) return "iss is required.";
        if (claims["aud"]?.ToString() != Endpoint) return "aud must be the token endpoint.";
        if (string.IsNullOrWhiteSpace(claims["scope"]?.ToString())) return "scope is required.";
        return claims["exp"] is JsonValue exp && claims["iat"] is JsonValue iat && exp.TryGetValue(out long until) && iat.TryGetValue(out long from) && until > from && until - from <= 3600
            ? null
            : "Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.";
    }

    private static JsonObject? Claims(string assertion)
    {
        if (assertion.Split('.') is not [_, var payload, { Length: > 0 }] || !Base64Url.IsValid(payload)) return null;
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(payload)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WireReply Refuse(int status, string error, string description) =>
        WireReply.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
