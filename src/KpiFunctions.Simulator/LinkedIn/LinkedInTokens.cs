using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.LinkedIn;

/// <summary>
/// LinkedIn's token endpoint: a refresh token lives a year from its first use here, and gives access tokens of 60 days. It
/// stays the same, and renewals do not prolong it.
/// </summary>
internal sealed class LinkedInTokens(SimulatedWorld world)
{
    public const string Host = "www.linkedin.com";

    private const string Endpoint = "/oauth/v2/accessToken";
    private static readonly TimeSpan AccessLives = TimeSpan.FromDays(60);
    private static readonly TimeSpan RefreshLives = TimeSpan.FromDays(365);

    private readonly ConcurrentDictionary<string, DateTimeOffset> refreshEnds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> accessEnds = new(StringComparer.Ordinal);

    public WireReply Answer(WireRequest request)
    {
        if (request.Path != Endpoint || request.Method != "POST") return WireReply.Json(404, new JsonObject { ["message"] = "Not found" });
        string Text(string name) => request.Form.TryGetValue(name, out var text) ? text.ToString() : "";

        if (Text("grant_type") != "refresh_token") return Error("invalid_request", "The provided grant_type is not played by the simulator");
        if (Text("client_id") is "" or "wrong" || Text("client_secret") is "" or "wrong") return Error("invalid_client", "Client authentication failed", 401);
        var token = Text("refresh_token");
        var ends = refreshEnds.GetOrAdd(token, _ => world.Now + RefreshLives);
        if (token is "" or "revoked" || token == SimulatorSecrets.Expired || ends <= world.Now) return Error("invalid_request", "The provided authorization grant or refresh token is invalid, expired or revoked.");

        var access = $"AQX-simulated-{Dice.Hash($"{token} {world.Now:O}"):x16}";
        var accessUntil = world.Now + AccessLives < ends ? world.Now + AccessLives : ends;
        accessEnds[access] = accessUntil;
        return WireReply.Json(200, new JsonObject
        {
            ["access_token"] = access,
            ["expires_in"] = (long)(accessUntil - world.Now).TotalSeconds,
            ["refresh_token"] = token,
            ["refresh_token_expires_in"] = (long)(ends - world.Now).TotalSeconds,
            ["scope"] = "rw_organization_admin,r_organization_social",
        });
    }

    /// <summary>Whether a token was given here, and its time is over.</summary>
    public bool HasExpired(string token) => accessEnds.TryGetValue(token, out var end) && end <= world.Now;

    private static WireReply Error(string error, string description, int status = 400) =>
        WireReply.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
