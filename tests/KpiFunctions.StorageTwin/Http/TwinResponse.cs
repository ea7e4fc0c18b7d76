using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Azure;
using Azure.Core;

namespace KpiFunctions.StorageTwin.Http;

/// <summary>An answer as the SDK reads it.</summary>
internal sealed class TwinResponse : Response
{
    private readonly Dictionary<string, string> headers;

    public TwinResponse(Answer answer, string requestId)
    {
        (Status, ClientRequestId, headers) = (answer.Status, requestId, answer.Headers);
        headers.TryAdd("Content-Length", answer.Body.Length.ToString(CultureInfo.InvariantCulture));
        headers["x-ms-client-request-id"] = requestId;
        headers["x-ms-request-id"] = requestId;
        ContentStream = new MemoryStream(answer.Body, writable: false);
    }

    public override int Status { get; }

    public override string ReasonPhrase => ((System.Net.HttpStatusCode)Status).ToString();

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    /// <summary>The content stays: as of any buffered response, the SDK reads it after this.</summary>
    public override void Dispose()
    {
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
