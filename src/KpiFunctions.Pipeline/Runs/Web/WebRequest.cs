namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>A request from outside, whichever server received it.</summary>
/// <param name="token">The link's token; empty where the route has none.</param>
/// <param name="headers">All headers, the content's included.</param>
/// <param name="body">Read only by jobs that take one.</param>
public sealed class WebRequest(string token, IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers, Stream body)
{
    /// <summary>The link's token.</summary>
    public string Token { get; } = token;

    /// <summary>How long a sender may take for the body.</summary>
    public TimeSpan ReadWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The one value of a header; null where it is missing, or given more than once.</summary>
    public string? Header(string name)
    {
        var values = headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value).Take(2).ToList();
        return values.Count == 1 ? values[0] : null;
    }

    /// <summary>Reads the body.</summary>
    /// <param name="most">The most bytes that are read.</param>
    public async Task<RequestBody> ReadBodyAsync(int most, CancellationToken cancellationToken)
    {
        // The real clock: a sender's connection does not follow one that stands still.
        using var tooLate = new CancellationTokenSource(ReadWithin, TimeProvider.System);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLate.Token);
        var bytes = new byte[most + 1];
        var count = 0;
        try
        {
            while (count <= most && await body.ReadAsync(bytes.AsMemory(count), stopped.Token) is > 0 and var read) count += read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RequestBody.TooSlow;
        }

        return count > most ? RequestBody.TooLarge : new(0, bytes.AsMemory(0, count));
    }
}
