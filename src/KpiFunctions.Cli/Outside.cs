using System.Net.Sockets;
using Azure;
using Azure.Identity;

namespace KpiFunctions.Cli;

/// <summary>Says in a line or two what is wrong outside the program, and the likely fix.</summary>
internal static class Outside
{
    private const string Forbidden = "AuthorizationFailure AuthorizationPermissionMismatch AuthenticationFailed InsufficientAccountPermissions";

    /// <summary>The lines; null where the exception is a fault of the program, of which all is shown.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        // The storage's client asks several times, and gathers what it got.
        AggregateException { InnerExceptions: [.., var last] } => Of(last),
        AuthenticationFailedException => "Azure does not know who you are on this machine.\nSign in with `az login`, or give --storage a connection string.",
        RequestFailedException { Status: 401 or 403 } refused => $"Azure refuses the access{(refused.ErrorCode is { } code && Forbidden.Contains(code, StringComparison.Ordinal) ? $" ({code})" : "")}.\nAsk for rights to the account's data, such as the roles Storage Table, Blob and Queue Data Contributor, or sign in as somebody who has them: `az login`.",
        RequestFailedException { Status: 0 } unreachable => $"The storage cannot be reached: {FirstLine(unreachable)}\nLook at the account's name after --storage, and at this machine's network.",
        HttpRequestException { InnerException: SocketException } unreachable => $"A server cannot be reached: {FirstLine(unreachable)}\nLook at its name, and at this machine's network.",
        UnauthorizedAccessException denied => $"{FirstLine(denied)}\nName a directory that you may write to, or have its rights changed.",
        IOException and not HttpIOException => $"{FirstLine(exception)}\nLook at the directories and files that the command names.",
        _ => null,
    };

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd('\r', ' ');
}
