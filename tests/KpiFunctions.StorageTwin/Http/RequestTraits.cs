using KpiFunctions.StorageTwin.Tables;

namespace KpiFunctions.StorageTwin.Http;

/// <summary>What can be said of a request before it is carried out.</summary>
internal static class RequestTraits
{
    /// <summary>Whether its effect depends on what is there, so that repeating it after a lost answer gives another answer.</summary>
    public static bool IsConditional(Incoming request) =>
        (request.Service == TwinService.Tables && request.Path == TableService.BatchPath && BatchRequest.Parse(request).Any(IsConditional))
        || (request.Service == TwinService.Tables && request.Method == "POST" && request.Path is not (TableService.BatchPath or TableService.TablesPath))
        || request.Header("If-Match") is not (null or "*")
        || request.Header("If-None-Match") is not null
        || request.Header("x-ms-lease-id") is not null
        || request.Header("x-ms-lease-action") is not null;

    public static bool Writes(Incoming request) => request.Service == TwinService.Queues && request.Method == "GET"
        ? request.Path.EndsWith("/messages", StringComparison.Ordinal) && request.Argument("peekonly") is null
        : request.Method is not ("GET" or "HEAD");
}
