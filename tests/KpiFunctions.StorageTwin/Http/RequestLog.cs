namespace KpiFunctions.StorageTwin.Http;

/// <summary>The requests in the order in which they arrived.</summary>
internal sealed class RequestLog
{
    private static readonly string[] Unremarkable = ["x-ms-date", "x-ms-version", "x-ms-client-request-id", "x-ms-return-client-request-id"];

    private readonly Lock adding = new();
    private readonly List<TwinRequest> requests = [];
    private int last;

    public IReadOnlyList<TwinRequest> All
    {
        get
        {
            lock (adding) return [.. requests];
        }
    }

    public bool IsKept { get; set; } = true;

    public void Clear()
    {
        lock (adding) requests.Clear();
    }

    public TwinRequest Add(string host, Incoming incoming)
    {
        var query = string.Join('&', incoming.Query.Select(pair => $"{pair.Key}={pair.Value}"));
        lock (adding)
        {
            var request = new TwinRequest
            {
                Number = ++last,
                Host = host,
                Service = incoming.Service,
                Method = incoming.Method,
                PathAndQuery = Uri.UnescapeDataString(incoming.Path) + (query.Length > 0 ? "?" + query : ""),
                Headers = incoming.Headers.Where(header => IsOfInterest(header.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase),
                Body = incoming.Service != TwinService.Blobs && incoming.Body.Length > 0 ? incoming.Text : null,
                IsConditional = RequestTraits.IsConditional(incoming),
                Writes = RequestTraits.Writes(incoming),
            };
            if (IsKept) requests.Add(request);
            return request;
        }
    }

    private static bool IsOfInterest(string header) =>
        header.StartsWith("If-", StringComparison.OrdinalIgnoreCase) || header.Equals("Range", StringComparison.OrdinalIgnoreCase)
        || (header.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase) && !Unremarkable.Contains(header, StringComparer.OrdinalIgnoreCase));
}
