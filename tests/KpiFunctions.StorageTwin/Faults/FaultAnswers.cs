using Azure;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Faults;

/// <summary>What a client gets of a request that a fault strikes.</summary>
internal static class FaultAnswers
{
    /// <summary>The answer that a request gets without taking effect; null where it does take effect.</summary>
    /// <exception cref="RequestFailedException">There is no answer.</exception>
    public static Answer? Instead(FaultKind fault, TwinService service) => fault switch
    {
        FaultKind.LoseRequest => throw Broken("Connection reset by peer"),
        FaultKind.TooManyRequests => Of(service, 429, "TooManyRequests", "Too many requests."),
        FaultKind.InternalError => InternalError(service),
        FaultKind.Unavailable => Of(service, 503, "ServerBusy", "The server is busy."),
        _ => null,
    };

    /// <summary>The answer that a request gets after it took effect.</summary>
    /// <exception cref="RequestFailedException">There is no answer.</exception>
    public static Answer After(FaultKind fault, TwinService service) => fault switch
    {
        FaultKind.LoseAnswer => throw Broken("The response ended prematurely."),
        FaultKind.LoseAnswerAsInternalError => InternalError(service),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static Answer InternalError(TwinService service) =>
        Of(service, 500, "InternalError", "The server encountered an internal error. Please retry the request.");

    private static Answer Of(TwinService service, int status, string code, string message) =>
        Answer.Of(service, new(status, code, message)).With("Retry-After", "0");

    /// <summary>As the SDK's own transport reports a broken connection: its policies repeat the request.</summary>
    private static RequestFailedException Broken(string why) => new(why, new HttpRequestException(why, new IOException(why)));
}
