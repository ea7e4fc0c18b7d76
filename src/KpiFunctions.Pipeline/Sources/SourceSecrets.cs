using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Sources;

/// <summary>The credential of a request, looked at before it is used.</summary>
internal static class SourceSecrets
{
    /// <summary>The secret as a whole.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    public static string Of(SourceRequest request) => request.Secret?.Trim() is { Length: > 0 } secret
        ? secret
        : throw new SourceException(new(SourceFailureKind.CredentialRefused, $"There is no secret under the name '{request.Source.Credential}'."));

    /// <summary>The secret as a token that fits into a header.</summary>
    /// <exception cref="SourceException">There is none, or it is no token.</exception>
    public static string Token(SourceRequest request)
    {
        var token = Of(request);
        return TokenSecret.IsToken(token)
            ? token
            : throw new SourceException(new(SourceFailureKind.CredentialRefused, $"The secret '{request.Source.Credential}' is not a token: it has spaces or other characters that no token has."));
    }
}
