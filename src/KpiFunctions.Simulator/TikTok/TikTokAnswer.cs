using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.TikTok;

/// <summary>The form of TikTok's answers.</summary>
internal static class TikTokAnswer
{
    /// <summary>What every answer is wrapped in.</summary>
    public static WireReply Envelope(int status, int code, string message, JsonObject data) => WireReply.Json(
        status, new JsonObject { ["code"] = code, ["message"] = message, ["request_id"] = $"{Dice.Hash(message):X32}", ["data"] = data });
}
