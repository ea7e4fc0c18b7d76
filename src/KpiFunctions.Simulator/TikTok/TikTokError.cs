using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.TikTok;

/// <summary>
/// TikTok refuses a request. Raised where the trouble is found, answered by the platform: with HTTP 200,
/// because only the code tells.
/// </summary>
internal sealed class TikTokError(int code, string message, int status = 200) : Exception(message)
{
    public static TikTokError TooMany() => new(40100, "Due to too many requests, requests from App are temporarily restricted.");

    public static TikTokError Client() => new(40101, "The combination of app ID and secret is invalid.");

    public static TikTokError ExpiredAccess() => new(40102, "Access token has expired.");

    public static TikTokError ExpiredRefresh() => new(40103, "Refresh token has expired.");

    public static TikTokError NoToken() => new(40104, "Access token is empty.");

    public static TikTokError WrongAccess() => new(40105, "Access token is incorrect or has been revoked.");

    public static TikTokError WrongRefresh() => new(40107, "Refresh token is incorrect.");

    public static TikTokError Permission() => new(40001, "The TikTok account has not authorized the app to read this.");

    public static TikTokError Parameter(string name, string problem) => new(40002, $"{name}: {problem}");

    public static TikTokError NoSuchPath() => new(40006, "no schema found");

    public static TikTokError Server() => new(50000, "Internal server error, please retry.");

    public static TikTokError Unavailable() => new(60001, "The service is under maintenance.", 503);

    public WireReply ToReply() => TikTokAnswer.Envelope(status, code, Message, []);
}
