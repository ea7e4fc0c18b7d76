using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.SendGrid;

/// <summary>SendGrid's <c>POST /v3/mail/send</c>. Like the real one it has no idempotency: what comes twice is sent twice.</summary>
internal sealed class SendGridPlatform(Outbox outbox) : IPlatform
{
    public string Name => "sendgrid";

    public bool Serves(string host) => string.Equals(host, "api.sendgrid.com", StringComparison.OrdinalIgnoreCase);

    public string? AccountOf(WireRequest request)
    {
        try
        {
            using var mail = JsonDocument.Parse(request.Body);
            return MailRules.Check(mail.RootElement).Count > 0 ? null : mail.RootElement.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public WireReply Answer(WireRequest request, Conditions conditions)
    {
        if (request.Path.TrimEnd('/') != "/v3/mail/send") return Refuse(404, new MailFault(null, "resource not found"));
        if (request.Method != "POST") return Refuse(405, new MailFault(null, "method not allowed"));
        if (string.IsNullOrEmpty(request.BearerToken) || request.BearerToken == SimulatorSecrets.Expired) return Unauthorized();
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) return Refuse(415, new MailFault(null, "Content-Type should be application/json."));
        try
        {
            using var mail = JsonDocument.Parse(request.Body);
            var faults = MailRules.Check(mail.RootElement);
            return faults.Count > 0
                ? Refuse(400, [.. faults])
                : new WireReply(202, "text/plain; charset=utf-8", []).With("X-Message-Id", outbox.Accept(mail.RootElement, request.Body).MessageId);
        }
        catch (JsonException)
        {
            return Refuse(400, new MailFault(null, "Bad Request"));
        }
    }

    public WireReply Fail(FaultKind kind, WireRequest request) => kind switch
    {
        FaultKind.RateLimited => Refuse(429, new MailFault(null, "too many requests")).With("X-RateLimit-Limit", "600").With("X-RateLimit-Remaining", "0").With("X-RateLimit-Reset", "60"),
        FaultKind.ExpiredToken or FaultKind.Unauthorized => Unauthorized(),
        FaultKind.PermissionMissing => Refuse(403, new MailFault("from", "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.")),
        FaultKind.BadRequest => Refuse(400, new MailFault(null, "Bad Request")),
        FaultKind.Unavailable => Refuse(503, new MailFault(null, "The SendGrid v3 Web API is not available.")),
        _ => Refuse(500, new MailFault(null, "Internal Server Error")),
    };

    private static WireReply Unauthorized() => Refuse(401, new MailFault(null, "The provided authorization grant is invalid, expired, or revoked"));

    private static WireReply Refuse(int status, params IReadOnlyList<MailFault> faults) => WireReply.Json(status, new JsonObject
    {
        ["errors"] = new JsonArray([.. faults.Select(fault => new JsonObject { ["message"] = fault.Message, ["field"] = fault.Field, ["help"] = null })]),
    });
}
