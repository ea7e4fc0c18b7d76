using Azure;
using Azure.Identity;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>Tells from an exception whether the storage refuses the app or cannot be reached. What passes by itself, such as 503, is neither.</summary>
internal static class StorageRefusal
{
    /// <summary>What a refusal is called; null where the exception is about something else.</summary>
    public static string? In(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.Select(In).FirstOrDefault(found => found is not null),
        _ when WatchedCredentials.IsOfVault(exception) => null,
        RequestFailedException { Status: 401 or 403 } refused => $"{refused.Status} {refused.ErrorCode}".TrimEnd(),
        RequestFailedException { Status: 0 } => "it cannot be reached",
        AuthenticationFailedException => "the app's identity gets no token",
        { InnerException: { } inner } => In(inner),
        _ => null,
    };
}
