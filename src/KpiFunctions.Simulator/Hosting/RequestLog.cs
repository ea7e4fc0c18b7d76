using System.Collections.Concurrent;

namespace KpiFunctions.Simulator.Hosting;

/// <summary>A request that reached the simulator.</summary>
/// <param name="Host">The host that it was meant for.</param>
/// <param name="Path">The path there, without the query: it may hold secrets.</param>
/// <param name="Account">The page, property, site or recipient; null where it names none.</param>
public sealed record RecordedRequest(string Method, string Host, string Path, string? Account);

/// <summary>Every request that reached the simulator, in order of arrival.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<RecordedRequest> requests = new();

    public IReadOnlyList<RecordedRequest> All => [.. requests];

    /// <summary>How many there were to a host, and if given, about an account.</summary>
    public int Count(string host, string? account = null) =>
        requests.Count(request => request.Host == host && (account is null || request.Account == account));

    public void Clear() => requests.Clear();

    internal void Add(RecordedRequest request) => requests.Enqueue(request);
}
