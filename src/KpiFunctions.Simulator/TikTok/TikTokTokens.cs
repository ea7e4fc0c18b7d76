using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.TikTok;

/// <summary>
/// TikTok's token endpoint: a refresh token is good for one use, and gives an access token of a day and the refresh token
/// after it. Tokens that were not given out here are taken as well, once.
/// </summary>
internal sealed class TikTokTokens(SimulatedWorld world)
{
    private const string Prefix = "rft.simulated";
    private static readonly TimeSpan AccessLives = TimeSpan.FromDays(1);
    private static readonly TimeSpan RefreshLives = TimeSpan.FromDays(365);

    private readonly ConcurrentDictionary<string, bool> used = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> ends = new(StringComparer.Ordinal);

    /// <summary>Exchanges a refresh token.</summary>
    /// <exception cref="TikTokError">It was used before, has run out, or the request is of another form.</exception>
    public JsonObject Refresh(WireRequest request)
    {
        var body = BodyOf(request);
        string Text(string name) => body?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : throw TikTokError.Parameter(name, "Missing data for required field.");

        if (Text("grant_type") != "refresh_token") throw TikTokError.Parameter("grant_type", "Must be refresh_token.");
        if (Text("client_secret") is "wrong" || Text("client_id") is "wrong") throw TikTokError.Client();
        var token = Text("refresh_token");
        if (token == SimulatorSecrets.Expired) throw TikTokError.ExpiredRefresh();
        if (!used.TryAdd(token, true)) throw TikTokError.WrongRefresh();

        var (owner, turn) = Parts(token);
        var access = $"act.simulated.{owner}.{turn}";
        ends[access] = world.Now + AccessLives;
        return new()
        {
            ["access_token"] = access,
            ["token_type"] = "Bearer",
            ["scope"] = "user.info.basic,user.info.stats,user.insights,video.list,video.insights",
            ["expires_in"] = (long)AccessLives.TotalSeconds,
            ["refresh_token"] = $"{Prefix}.{owner}.{turn + 1}",
            ["refresh_token_expires_in"] = (long)RefreshLives.TotalSeconds,
            ["open_id"] = $"_000{owner}",
        };
    }

    /// <summary>Checks the access of a request.</summary>
    /// <exception cref="TikTokError">There is none, or it has run out.</exception>
    public void Authorize(WireRequest request)
    {
        var token = request.Header("Access-Token") ?? throw TikTokError.NoToken();
        if (token.StartsWith("Bearer ", StringComparison.Ordinal)) throw TikTokError.WrongAccess();
        if (token == SimulatorSecrets.Expired || (ends.TryGetValue(token, out var end) && end <= world.Now)) throw TikTokError.ExpiredAccess();
    }

    private static (string Owner, int Turn) Parts(string token) =>
        token.Split('.') is ["rft", "simulated", var owner, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var turn)
            ? (owner, turn)
            : ($"{Dice.Hash(token):x16}", 1);

    private static JsonObject? BodyOf(WireRequest request)
    {
        try
        {
            return JsonNode.Parse(request.Body) as JsonObject;
        }
        catch (JsonException)
        {
            throw TikTokError.Parameter("body", "Not valid JSON.");
        }
    }
}
