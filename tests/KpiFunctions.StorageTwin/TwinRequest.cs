using KpiFunctions.StorageTwin.Faults;

namespace KpiFunctions.StorageTwin;

/// <summary>A request that reached the transport. A retry by the SDK is another request.</summary>
public sealed class TwinRequest
{
    /// <summary>1 for the account's first request, then counting up; <see cref="TwinAccount.ClearRequests"/> does not start over.</summary>
    public required int Number { get; init; }

    /// <summary>The name that was given to the client which sent it, or an empty string.</summary>
    public required string Host { get; init; }

    public required TwinService Service { get; init; }

    /// <summary>The HTTP method in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query, percent-decoded.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The headers that change what the request does: <c>If-…</c>, <c>Range</c> and <c>x-ms-…</c> (without date, version and request id).</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body of a request to a table or a queue; null for blobs and where there is none.</summary>
    public required string? Body { get; init; }

    /// <summary>Whether it inserts a row, has an <c>If-Match</c> other than <c>*</c> or an <c>If-None-Match</c>, or names or takes a lease; for a transaction, whether one of its operations does.</summary>
    public required bool IsConditional { get; init; }

    /// <summary>Whether it changes the account when it succeeds. Receiving messages does: it hides them and counts the attempt.</summary>
    public required bool Writes { get; init; }

    /// <summary>The HTTP status that the client received; null while the request is on its way and where the client received no answer.</summary>
    public int? Status { get; internal set; }

    /// <summary>The status with which the account carried it out; null where it never did. Differs from <see cref="Status"/> where an answer was lost.</summary>
    public int? Executed { get; internal set; }

    /// <summary>The fault that struck it, other than a delay.</summary>
    public FaultKind? Fault { get; internal set; }

    public override string ToString() => $"{Number} {Host} {Service} {Method} {PathAndQuery} {Status?.ToString() ?? "-"}{(Fault is { } fault ? $" ({fault})" : "")}";
}
