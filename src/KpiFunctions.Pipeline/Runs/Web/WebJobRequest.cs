namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>A request from outside, in the terms of no web server.</summary>
/// <param name="token">The link's token; empty where the route has none.</param>
/// <param name="headers">All headers, the content's included.</param>
/// <param name="body">Read by those jobs only that take one.</param>
public sealed class WebJobRequest(string token, IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers, Stream body)
{
    private readonly ILookup<string, string> headers =
        headers.SelectMany(header => header.Value.Select(value => (header.Key, value))).ToLookup(header => header.Key, header => header.value, StringComparer.OrdinalIgnoreCase);

    public string Token { get; } = token;

    /// <summary>How long a sender may take for the body.</summary>
    public TimeSpan ReadWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The one value of a header; null where it is missing, or given more than once.</summary>
    public string? Header(string name) => headers[name].Take(2).ToList() is [var value] ? value : null;

    /// <summary>Reads the body.</summary>
    /// <param name="most">The most bytes that are read.</param>
    public async Task<RequestBody> ReadBodyAsync(int most, CancellationToken cancellationToken)
    {
        if (long.TryParse(Header("Content-Length"), out var announced) && announced > most) return RequestBody.TooLarge;

        // The real time: a sender's connection does not follow a clock that stands still.
        using var late = new CancellationTokenSource(ReadWithin, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await body.ReadAsync(buffer, either.Token) is > 0 and var count)
            {
                if (read.Length + count > most) return RequestBody.TooLarge;
                read.Write(buffer, 0, count);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return RequestBody.TooSlow;
        }

        return new(0, read.ToArray());
    }
}
