using System.Globalization;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.LinkedIn;

/// <summary>LinkedIn's REST API, as far as an organisation's followers, statistics and posts go.</summary>
internal sealed class LinkedInPlatform(SimulatedWorld world, bool startIsExclusive) : IPlatform
{
    private const string Base = "/rest/";

    private readonly LinkedInTokens tokens = new(world);

    public string Name => "linkedin";

    public bool Serves(string host) => host.ToLowerInvariant() is "api.linkedin.com" or LinkedInTokens.Host;

    public string? AccountOf(WireRequest request) => UrnOf(request)?.Split(':')[^1] is { Length: > 0 } number ? number : null;

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (request.Host.Equals(LinkedInTokens.Host, StringComparison.OrdinalIgnoreCase)) return tokens.Answer(request);
        try
        {
            return WireReply.Json(200, Find(request, conditions));
        }
        catch (LinkedInError error)
        {
            return error.ToReply();
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => (kind switch
    {
        FaultKind.RateLimited => LinkedInError.DayLimit(),
        FaultKind.ExpiredToken => LinkedInError.ExpiredToken(),
        FaultKind.Unauthorized => LinkedInError.RevokedToken(),
        FaultKind.PermissionMissing => LinkedInError.Permission(ResourceOf(request)),
        FaultKind.BadRequest => LinkedInError.Parameter("q", "not a finder"),
        FaultKind.Unavailable => LinkedInError.Unavailable(),
        _ => LinkedInError.Server(),
    }).ToReply();

    private JsonObject Find(WireRequest request, Conditions conditions)
    {
        var resource = ResourceOf(request);
        if (!request.Path.StartsWith(Base, StringComparison.Ordinal) || request.Method != "GET") throw LinkedInError.UnknownResource(request.Path);
        Authorize(request);
        CheckVersion(request);
        if (conditions.RefusedMetrics.Contains(resource)) throw LinkedInError.Permission(resource);

        var organization = RestLi.Organization(UrnOf(request));
        var urn = $"urn:li:organization:{organization}";
        var life = world.Organization(organization);
        var statistics = new OrganizationStatistics(world, life, urn, startIsExclusive || conditions.StartIsExclusive);
        var finder = request.Parameter("q");
        if (resource == "networkSizes")
        {
            if (request.Parameter("edgeType") != "COMPANY_FOLLOWED_BY_MEMBER") throw LinkedInError.Parameter("edgeType", "not an edge of an organization");
            return conditions.NoData ? [] : statistics.Followers();
        }

        return (resource, finder) switch
        {
            ("organizationalEntityFollowerStatistics" or "organizationalEntityShareStatistics", "organizationalEntity") or ("posts", "author") when conditions.NoData =>
                RestLi.Whole(request, []),
            ("organizationalEntityFollowerStatistics", "organizationalEntity") => statistics.FollowerDays(request),
            ("organizationalEntityShareStatistics", "organizationalEntity") => Shares(request, statistics),
            ("posts", "author") => OrganizationPosts.Answer(world, life, urn, request, conditions),
            ("organizationalEntityFollowerStatistics" or "organizationalEntityShareStatistics" or "posts", _) => throw LinkedInError.Parameter("q", "not a finder of this resource"),
            _ => throw LinkedInError.UnknownResource($"/{resource}"),
        };
    }

    private static JsonObject Shares(WireRequest request, OrganizationStatistics statistics) =>
        RestLi.List(request, "shares") is { } shares ? statistics.OfPosts(request, "share", shares)
        : RestLi.List(request, "ugcPosts") is { } posts ? statistics.OfPosts(request, "ugcPost", posts)
        : statistics.ShareDays(request);

    private void Authorize(WireRequest request)
    {
        if (string.IsNullOrEmpty(request.BearerToken)) throw LinkedInError.NoToken();
        if (request.BearerToken == SimulatorSecrets.Expired || tokens.HasExpired(request.BearerToken)) throw LinkedInError.ExpiredToken();
    }

    /// <summary>A version is taken from its month on until the middle of the same month a year later.</summary>
    private void CheckVersion(WireRequest request)
    {
        var version = request.Header("LinkedIn-Version") ?? throw LinkedInError.NoVersion();
        var isActive = DateTimeOffset.TryParseExact(version, "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month)
            && month <= world.Now && world.Now < month.AddYears(1).AddDays(15);
        if (!isActive) throw LinkedInError.InactiveVersion(version);
        if (request.Header("X-Restli-Protocol-Version") != "2.0.0") throw LinkedInError.Parameter("X-Restli-Protocol-Version", "the simulator plays 2.0.0 only");
    }

    private static string? UrnOf(WireRequest request) => ResourceOf(request) switch
    {
        "networkSizes" => Segments(request) is [_, var urn] ? urn : null,
        "posts" => request.Parameter("author"),
        _ => request.Parameter("organizationalEntity"),
    };

    private static string ResourceOf(WireRequest request) => Segments(request) is [var resource, ..] ? resource : "";

    private static string[] Segments(WireRequest request) =>
        request.Path.StartsWith(Base, StringComparison.Ordinal) ? request.Path[Base.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries) : [];
}
