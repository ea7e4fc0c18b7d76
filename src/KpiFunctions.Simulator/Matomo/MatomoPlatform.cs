using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;
using KpiFunctions.Simulator.World;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace KpiFunctions.Simulator.Matomo;

/// <summary>
/// Matomo's Reporting API, single and in bulk. The token has to be in the body, as with tokens made by Matomo 5: one in
/// the address ends up in logs.
/// </summary>
internal sealed partial class MatomoPlatform(SimulatedWorld world) : IPlatform
{
    private const int DefaultRows = 100;

    public string Name => "matomo";

    public bool Serves(string host) => world.IsMatomoHost(host);

    public string? AccountOf(WireRequest request) =>
        request.Parameter("idSite") ?? Bulk(request).Select(call => Get(call, "idSite")).FirstOrDefault(site => site is not null);

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (!request.Path.EndsWith('/') && !request.Path.EndsWith("/index.php", StringComparison.Ordinal)) return WireReply.Html(404, "404 Not Found");
        if (request.Parameter("module") != "API") return WireReply.Html(200, "Sign in - Matomo");
        try
        {
            if (!string.Equals(request.Parameter("format"), "json", StringComparison.OrdinalIgnoreCase)) throw new MatomoError("The simulator plays format=json only.");
            Authorize(request);
            return WireReply.Json(200, request.Parameter("method") == "API.getBulkRequest"
                ? new JsonArray([.. Bulk(request).Select(call => Guarded(() => Call(request.Host, call, conditions)))])
                : Call(request.Host, name => request.Parameter(name), conditions));
        }
        catch (MatomoError error)
        {
            return WireReply.Json(200, error.ToJson());
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => kind switch
    {
        FaultKind.ServerError => WireReply.Html(500, "500 Internal Server Error"),
        FaultKind.Unavailable => WireReply.Html(503, "503 Service Unavailable").With("Retry-After", "120"),
        FaultKind.RateLimited => WireReply.Html(429, "429 Too Many Requests").With("Retry-After", "60"),
        FaultKind.BadRequest => WireReply.Html(400, "400 Bad Request"),
        FaultKind.PermissionMissing => WireReply.Json(200, MatomoError.Access(AccountOf(request)).ToJson()),
        _ => WireReply.Json(200, MatomoError.Token(true).ToJson()),
    };

    private static void Authorize(WireRequest request)
    {
        var token = request.Form.TryGetValue("token_auth", out var inBody) ? inBody.ToString() : request.BearerToken;
        if (string.IsNullOrEmpty(token) && request.Query.ContainsKey("token_auth")) throw MatomoError.Token(false);
        if (string.IsNullOrEmpty(token)) throw MatomoError.Access(request.Parameter("idSite"));
        if (token == SimulatorSecrets.Expired) throw MatomoError.Token(true);
    }

    private JsonNode Call(string host, Func<string, string?> parameter, Conditions conditions)
    {
        var method = parameter("method") ?? throw MatomoError.Missing("method");
        var (module, action) = method.Split('.') is [var first, var second] ? (first, second) : throw new MatomoError($"The method name is invalid. Expected 'module.methodName'. Found: '{method}'.");
        if (conditions.RefusedMetrics.Contains(method)) throw MatomoError.Method(module, action);
        if (method == "API.getMatomoVersion") return new JsonObject { ["value"] = "5.5.0" };

        var report = MatomoReports.Find(method);
        if (report is null && method != "SitesManager.getSiteFromId") throw MatomoError.Method(module, action);
        var site = parameter("idSite") ?? throw MatomoError.Missing("idSite");
        if (!SiteId().IsMatch(site)) throw MatomoError.Access(site);
        var life = world.Site(host, site);
        if (report is null) return Site(life, host, site);

        var period = parameter("period") ?? throw MatomoError.Missing("period");
        if (period != "day") throw new MatomoError($"The simulator plays period=day only, not '{period}'.");
        if (parameter("segment") is not null) throw new MatomoError("The simulator does not play segments.");
        var today = world.Today(life.Profile.Zone);
        var dates = MatomoDates.Parse(parameter("date") ?? throw MatomoError.Missing("date"), today);

        var unknown = world.FirstUnknown(life.Profile.Zone);
        JsonNode On(DateOnly day) => Cut(report(conditions.NoData || day >= unknown ? [] : life.On(day)), parameter);
        if (!dates.Several) return On(dates.Days[0]);
        var answer = new JsonObject();
        foreach (var day in dates.Days) answer[day.ToString("O")] = On(day);
        return answer;
    }

    private static JsonObject Site(TrafficLife life, string host, string site) => new()
    {
        ["idsite"] = int.Parse(site),
        ["name"] = host,
        ["main_url"] = $"https://{host}",
        ["timezone"] = life.Profile.Zone,
        ["currency"] = life.Profile.Currency,
        ["type"] = "website",
    };

    private static JsonNode Cut(JsonNode report, Func<string, string?> parameter)
    {
        if (report is not JsonArray rows) return report;

        var limit = int.TryParse(parameter("filter_limit"), out var asked) ? asked : DefaultRows;
        var offset = int.TryParse(parameter("filter_offset"), out var from) ? from : 0;
        var shown = rows.Skip(offset).Take(limit < 0 ? int.MaxValue : limit).Select(row => row!.DeepClone());
        return new JsonArray([.. shown]);
    }

    private static JsonNode Guarded(Func<JsonNode> call)
    {
        try
        {
            return call();
        }
        catch (MatomoError error)
        {
            return error.ToJson();
        }
    }

    /// <summary>The requests of a bulk, in the order of their numbers.</summary>
    private static IEnumerable<Func<string, string?>> Bulk(WireRequest request)
    {
        var urls = request.Form.Concat(request.Query)
            .Select(pair => (Index: UrlIndex().Match(pair.Key), pair.Value))
            .Where(url => url.Index.Success)
            .SelectMany(url => url.Value.Select(value => (Number: int.TryParse(url.Index.Groups["number"].ValueSpan, out var number) ? number : 0, Value: value ?? "")))
            .OrderBy(url => url.Number);
        foreach (var (_, url) in urls)
        {
            var parameters = QueryHelpers.ParseQuery(url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]);
            yield return name => Get(parameters, name);
        }
    }

    private static string? Get(Dictionary<string, StringValues> parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    private static string? Get(Func<string, string?> call, string name) => call(name);

    [GeneratedRegex(@"^urls\[(?<number>\d{0,4})\]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex UrlIndex();

    [GeneratedRegex("^[1-9][0-9]{0,8}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex SiteId();
}
