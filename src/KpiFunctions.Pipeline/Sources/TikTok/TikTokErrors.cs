using System.Text.Json.Serialization.Metadata;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.TikTok;

/// <summary>What the codes in TikTok's answers mean. The HTTP status says nothing where there is a code.</summary>
internal static class TikTokErrors
{
    private const long Success = 0;

    /// <summary>The data of a successful answer; null where it has none.</summary>
    /// <exception cref="SourceException">The answer is an error, or of another form.</exception>
    public static async Task<T?> DataOfAsync<T>(SourceHttp http, HttpResponseMessage answer, JsonTypeInfo<TikTokAnswer<T>> type, CancellationToken cancellationToken)
        where T : class
    {
        var whole = answer.IsSuccessStatusCode ? await http.ReadAsync(answer, type, cancellationToken) : await SourceHttp.TryReadAsync(answer, type, cancellationToken);
        return whole switch
        {
            { Code: Success } when answer.IsSuccessStatusCode => whole.Data,
            { Code: { } code and not Success } => throw Refused(http, code, whole.Message),
            _ when answer.IsSuccessStatusCode => throw http.Failure(SourceFailureKind.AnswerUnreadable, "TikTok gave an answer without a code."),
            _ => throw http.Refused(answer),
        };
    }

    /// <summary>The kind of failure that a code stands for.</summary>
    public static SourceFailureKind KindOf(long code, string? message) => code switch
    {
        40100 or 51021 => SourceFailureKind.RateLimited,
        40102 or 40103 => SourceFailureKind.CredentialExpired,
        40001 => SourceFailureKind.PermissionMissing,
        40002 when Names(message, "business_id") => SourceFailureKind.AccountUnknown,
        40101 or (>= 40104 and <= 40199) => SourceFailureKind.CredentialRefused,
        >= 50000 and <= 69999 => SourceFailureKind.Unavailable,
        _ => SourceFailureKind.RequestRefused,
    };

    /// <summary>
    /// The failure of a renewal. All that it holds comes from the secret: whatever TikTok finds wrong with it, the way out
    /// is a new access, and asking once more is none.
    /// </summary>
    public static SourceException OfRenewal(SourceHttp http, SourceFailure failure)
    {
        // Whether an answer that cannot be read has used the token up, only the next try shows.
        if (failure.Kind is SourceFailureKind.RateLimited or SourceFailureKind.Unavailable or SourceFailureKind.AnswerUnreadable)
        {
            return http.Failure(
                failure.Kind == SourceFailureKind.RateLimited ? failure.Kind : SourceFailureKind.Unavailable, $"TikTok gives no new access token. {failure.Message}", failure.RetryAfter, failure.IsAppWide);
        }

        var hasExpired = failure.Kind == SourceFailureKind.CredentialExpired || Names(failure.Message, "expired");
        return http.Failure(
            hasExpired ? SourceFailureKind.CredentialExpired : SourceFailureKind.CredentialRefused,
            $"TikTok takes the refresh token no more: it has run out, was taken back, or was used before and the one that followed was not kept. The account's owner has to give access again. {failure.Message}");
    }

    /// <summary>TikTok counts an app's requests, whichever the account.</summary>
    private static SourceException Refused(SourceHttp http, long code, string? message)
    {
        var kind = KindOf(code, message);
        return http.Failure(kind, Words(code, message), isAppWide: kind == SourceFailureKind.RateLimited);
    }

    private static string Words(long code, string? message) => $"{(string.IsNullOrWhiteSpace(message) ? "TikTok gave no reason." : message)} (TikTok's code {code})";

    private static bool Names(string? message, string word) => message?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
