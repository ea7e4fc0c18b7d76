using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;

namespace KpiFunctions.Endurance.Storage;

/// <summary>The answer of a service that does not carry a request out.</summary>
internal sealed class FaultAnswer : Response
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase) { ["Retry-After"] = "0" };

    private FaultAnswer(Service service, int status, string code)
    {
        Status = status;
        headers["x-ms-error-code"] = code;
        headers["Content-Type"] = service == Service.Tables ? "application/json;odata=minimalmetadata;streaming=true;charset=utf-8" : "application/xml";
        var body = service == Service.Tables
            ? $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{code}\"}}}}}}"
            : $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>";
        ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(body), writable: false);
    }

    public override int Status { get; }

    /// <summary>Set by the clients' last policy otherwise: without it nothing is repeated.</summary>
    public override bool IsError => true;

    public override string ReasonPhrase => ((System.Net.HttpStatusCode)Status).ToString();

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    /// <summary>Null where the request is carried out.</summary>
    public static FaultAnswer? Instead(Service service, Fate fate) => fate switch
    {
        Fate.TooManyRequests => new(service, 429, "TooManyRequests"),
        Fate.InternalError => new(service, 500, "InternalError"),
        Fate.Unavailable => new(service, 503, "ServerBusy"),
        _ => null,
    };

    public override void Dispose()
    {
        // In memory only; the client reads it after this.
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));
}
