using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace KpiFunctions.Simulator.Wire;

/// <summary>A request as the platform would see it: with its own host, and without the simulator's address.</summary>
internal sealed class WireRequest
{
    /// <summary>Headers that say nothing of what is asked.</summary>
    private static readonly FrozenSet<string> PerConnection = new[] { "Host", "Connection", "traceparent", "tracestate", "Request-Id" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly IHeaderDictionary headers;
    private readonly string? queryText;
    private readonly IReadOnlyDictionary<string, StringValues> query;
    private readonly Lazy<Dictionary<string, StringValues>> form;

    private WireRequest(HttpRequest request, byte[] body)
    {
        var path = request.Path.Value ?? "/";
        var end = path.IndexOf('/', 1);
        Method = request.Method;
        Host = end < 0 ? path[1..] : path[1..end];
        Path = end < 0 ? "/" : path[end..];
        Body = body;
        headers = request.Headers;
        queryText = request.QueryString.Value;
        query = QueryHelpers.ParseQuery(request.QueryString.Value);
        form = new(() => HasForm ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Body)) : []);
    }

    public string Method { get; }

    /// <summary>The host that the request was meant for.</summary>
    public string Host { get; }

    /// <summary>The path there, with its leading slash.</summary>
    public string Path { get; }

    public byte[] Body { get; }

    public string? ContentType => headers.ContentType;

    /// <summary>The token of an <c>Authorization: Bearer …</c> header.</summary>
    public string? BearerToken => headers.Authorization.ToString() is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : null;

    /// <summary>A header; null where it is missing or empty.</summary>
    public string? Header(string name) => headers[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>Everything that an answer may follow from, in one text: two requests that have the same are the same question.</summary>
    public string Fingerprint => string.Join('\n', [
        $"{Method} {Host}{Path}{queryText}",
        .. headers.Where(header => !PerConnection.Contains(header.Key)).Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal),
        Convert.ToBase64String(Body),
    ]);

    /// <summary>What is asked, to be read: <c>METHOD https://host/path?query body</c>, without escapes.</summary>
    public string Question => Uri.UnescapeDataString($"{Method} https://{Host}{Path}{queryText} {Encoding.UTF8.GetString(Body)}").TrimEnd();

    /// <summary>Parameters of the address.</summary>
    public IReadOnlyDictionary<string, StringValues> Query => query;

    /// <summary>Parameters of an urlencoded body.</summary>
    public IReadOnlyDictionary<string, StringValues> Form => form.Value;

    private bool HasForm => ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads a request whole.</summary>
    public static async Task<WireRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return new(request, body.ToArray());
    }

    /// <summary>A parameter of the body or the address; null where it is neither, or empty.</summary>
    public string? Parameter(string name) =>
        Form.TryGetValue(name, out var value) || Query.TryGetValue(name, out value) ? value.ToString() is { Length: > 0 } text ? text : null : null;
}
