using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.TikTok;

/// <summary>TikTok's API for Business, as far as an account's days, its videos and its access go.</summary>
internal sealed class TikTokPlatform(SimulatedWorld world, TikTokTokens tokens) : IPlatform
{
    private const string Base = "/open_api/v1.3/";
    private const string Renewal = Base + "tt_user/oauth2/refresh_token/";

    public string Name => "tiktok";

    public bool Serves(string host) => string.Equals(host, "business-api.tiktok.com", StringComparison.OrdinalIgnoreCase);

    public string? AccountOf(WireRequest request) => request.Parameter("business_id");

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        try
        {
            return TikTokAnswer.Envelope(200, 0, "OK", Find(request, conditions));
        }
        catch (TikTokError error)
        {
            return error.ToReply();
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => (kind switch
    {
        FaultKind.RateLimited => TikTokError.TooMany(),
        FaultKind.ExpiredToken => request.Path == Renewal ? TikTokError.ExpiredRefresh() : TikTokError.ExpiredAccess(),
        FaultKind.Unauthorized => request.Path == Renewal ? TikTokError.WrongRefresh() : TikTokError.WrongAccess(),
        FaultKind.PermissionMissing => TikTokError.Permission(),
        FaultKind.BadRequest => TikTokError.Parameter("fields", "Not a valid list."),
        FaultKind.Unavailable => TikTokError.Unavailable(),
        _ => TikTokError.Server(),
    }).ToReply();

    private JsonObject Find(WireRequest request, Conditions conditions)
    {
        if ((request.Method, request.Path) == ("POST", Renewal)) return tokens.Refresh(request);
        if (request.Method != "GET" || request.Path is not (Base + "business/get/" or Base + "business/video/list/")) throw TikTokError.NoSuchPath();
        tokens.Authorize(request);
        var id = AccountOf(request) ?? throw TikTokError.Parameter("business_id", "Missing data for required field.");
        var accounts = new TikTokAccounts(world, world.TikTok(id) ?? throw TikTokError.Parameter("business_id", "Not a valid identifier."), request, conditions);
        return request.Path.EndsWith("list/", StringComparison.Ordinal) ? accounts.Videos() : accounts.Days();
    }
}
