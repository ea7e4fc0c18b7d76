using System.Text;
using System.Xml.Linq;
using Azure.Core;

namespace KpiFunctions.StorageTwin.Http;

/// <summary>A request as a service reads it.</summary>
/// <param name="Path">Still percent-encoded, so that a slash within a key or a name can be told from a separator.</param>
internal sealed record Incoming(
    TwinService Service, string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The table client takes no address without a credential; this one stands for none, and is not part of the query.</summary>
    public const string NoCredential = "sig=none";

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as XML, with or without a byte order mark.</summary>
    public XDocument Xml() => XDocument.Load(new MemoryStream(Body), LoadOptions.PreserveWhitespace);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? Argument(string name) => Query.GetValueOrDefault(name);

    /// <summary>An operation that the twin does not have: a test is to fail over it, whatever it does with errors of the service.</summary>
    public NotSupportedException Unknown(string? detail = null) =>
        new($"The storage twin does not know this request{(detail is null ? "" : $" ({detail})")}: {Service} {Method} {Path}?{string.Join('&', Query.Select(pair => $"{pair.Key}={pair.Value}"))}");

    public static async Task<Incoming> FromAsync(TwinService service, Request request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        if (request.Content is { } content) await content.WriteToAsync(body, cancellationToken);
        var uri = request.Uri.ToUri();
        return new(
            service,
            request.Method.Method.ToUpperInvariant(),
            uri.AbsolutePath,
            QueryOf(uri.Query),
            request.Headers.GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => string.Join(',', group.Select(header => header.Value)), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }

    public static Dictionary<string, string> QueryOf(string query) => query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Where(pair => pair != NoCredential)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "", StringComparer.OrdinalIgnoreCase);
}
