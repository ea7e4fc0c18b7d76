using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.YouTube;

/// <summary>The YouTube Analytics API's reports by day, and the YouTube Data API's channels, uploads and videos.</summary>
internal sealed class YouTubePlatform(SimulatedWorld world) : IPlatform
{
    private const string AnalyticsHost = "youtubeanalytics.googleapis.com";
    private const string Version = "/youtube/v3/";
    private static readonly string[] DataHosts = ["www.googleapis.com", "youtube.googleapis.com"];

    public string Name => "youtube";

    public bool Serves(string host) => IsAnalytics(host) || DataHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    public string? AccountOf(WireRequest request) =>
        IsAnalytics(request.Host) ? Named(request.Parameter("ids")?.Split("==") is ["channel", var id] ? id : null, request)
        : request.Path switch
        {
            Version + "channels" => Named(request.Parameter("mine") == "true" ? "MINE" : request.Parameter("id"), request),
            Version + "playlistItems" => request.Parameter("playlistId") is ['U', 'U', .. var rest] ? $"UC{rest}" : null,
            Version + "videos" => request.Parameter("id") is { } ids && VideoNames.Read(ids.Split(',')[0]) is var (number, _, _) ? $"UC{number:D22}" : null,
            _ => null,
        };

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (request.Method != "GET" || (IsAnalytics(request.Host) ? request.Path != "/v2/reports" : !request.Path.StartsWith(Version, StringComparison.Ordinal)))
            return WireReply.Html(404, "Error 404 (Not Found)!!1");
        try
        {
            if (string.IsNullOrEmpty(request.BearerToken) || request.BearerToken == SimulatorSecrets.Expired) throw YouTubeError.Unauthenticated();
            if (!IsAnalytics(request.Host)) return WireReply.Json(200, Data(request, conditions));

            // The report of a channel that the owner of the access does not own, or that there is not, is forbidden.
            return AccountOf(request) is { } id && ChannelLife.NumberOf(id) is { } number
                ? WireReply.Json(200, ChannelReport.Answer(world, world.Channel(number), request, conditions))
                : throw YouTubeError.Forbidden();
        }
        catch (YouTubeError error)
        {
            return error.ToReply();
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => (kind switch
    {
        FaultKind.RateLimited => IsAnalytics(request.Host) ? YouTubeError.Rate() : YouTubeError.Quota(),
        FaultKind.ExpiredToken or FaultKind.Unauthorized => YouTubeError.Unauthenticated(),
        FaultKind.PermissionMissing => YouTubeError.Scopes(),
        FaultKind.BadRequest => YouTubeError.Invalid("Request contains an invalid argument."),
        FaultKind.Unavailable => YouTubeError.Unavailable(),
        _ => YouTubeError.Server(),
    }).ToReply();

    private JsonObject Data(WireRequest request, Conditions conditions)
    {
        var lists = new ChannelData(world, request, conditions);
        if (request.Parameter("part") is null) throw Missing("part");
        return request.Path[Version.Length..] switch
        {
            "channels" => lists.Channels(AccountOf(request) ?? throw Missing("id")),
            "playlistItems" => lists.Uploads(request.Parameter("playlistId") ?? throw Missing("playlistId")),
            "videos" => lists.Videos(request.Parameter("id") ?? throw Missing("id")),
            _ => throw new YouTubeError(404, "notFound", "The simulator plays channels, playlistItems and videos only.", status: "NOT_FOUND"),
        };
    }

    private static YouTubeError Missing(string parameter) => new(400, "missingRequiredParameter", $"No filter selected or required parameter missing: {parameter}", "youtube.parameter");

    private static string? Named(string? id, WireRequest request) =>
        id == "MINE" ? request.BearerToken is { } token ? ChannelLife.IdOfOwner(token) : null : id;

    private static bool IsAnalytics(string host) => string.Equals(host, AnalyticsHost, StringComparison.OrdinalIgnoreCase);
}
