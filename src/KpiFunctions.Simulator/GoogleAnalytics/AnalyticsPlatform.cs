using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Simulator.GoogleAnalytics;

/// <summary>The Google Analytics Data API: <c>POST /v1beta/properties/{id}:runReport</c>.</summary>
internal sealed class AnalyticsPlatform(SimulatedWorld world) : IPlatform
{
    private const string Before = "/v1beta/properties/";
    private const string After = ":runReport";

    public string Name => "ga4";

    public bool Serves(string host) => string.Equals(host, "analyticsdata.googleapis.com", StringComparison.OrdinalIgnoreCase);

    public string? AccountOf(WireRequest request) =>
        request.Path.StartsWith(Before, StringComparison.Ordinal) && request.Path.EndsWith(After, StringComparison.Ordinal) && request.Path.Length > Before.Length + After.Length
            ? request.Path[Before.Length..^After.Length]
            : null;

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (AccountOf(request) is not { } id || request.Method != "POST") return WireReply.Html(404, "Error 404 (Not Found)!!1");
        try
        {
            if (string.IsNullOrEmpty(request.BearerToken) || request.BearerToken == SimulatorSecrets.Expired) throw GoogleError.Unauthenticated();
            if (!id.All(char.IsAsciiDigit)) throw GoogleError.Property(id);
            var property = world.Property(id);
            var today = world.Today(property.Profile.Zone);
            return WireReply.Json(200, Report.Run(property, ReportRequest.Parse(request.Body, today), world.FirstUnknown(property.Profile.Zone), conditions));
        }
        catch (GoogleError error)
        {
            return error.ToReply();
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => (kind switch
    {
        FaultKind.RateLimited => GoogleError.Quota(),
        FaultKind.ExpiredToken or FaultKind.Unauthorized => GoogleError.Unauthenticated(),
        FaultKind.PermissionMissing => GoogleError.Permission(),
        FaultKind.BadRequest => GoogleError.Invalid("Request contains an invalid argument."),
        FaultKind.Unavailable => GoogleError.Unavailable(),
        _ => GoogleError.Server(),
    }).ToReply();
}
