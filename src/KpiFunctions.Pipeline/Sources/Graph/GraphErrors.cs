using System.Text.Json;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Graph;

/// <summary>What the Graph API's error codes mean.</summary>
internal static class GraphErrors
{
    /// <summary>The header in which Meta says how long to wait.</summary>
    public const string UsageHeader = "X-Business-Use-Case-Usage";

    /// <summary>The limit of an app's calls, whichever account they are about.</summary>
    private const int OfTheApp = 4;

    private const string AskForLess = "reduce the amount of data";

    /// <summary>A medium from before the account became a professional one has no insights.</summary>
    private const string BeforeConversion = "100.2108006";

    /// <summary>
    /// Codes of an answer that was too large to be made: 1 with the advice to ask for less, or without any words of use
    /// (subcode 99 among them), and -3 of earlier years.
    /// </summary>
    private static readonly string[] TooLarge = ["1", "-3"];

    /// <summary>The failure that an answer without success stands for.</summary>
    /// <param name="platform">Facebook or Instagram, as people read it.</param>
    public static async Task<SourceException> OfAsync(string platform, SourceHttp http, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var error = (await SourceHttp.TryReadAsync(answer, GraphJson.Default.GraphErrorAnswer, cancellationToken))?.Error;
        if (error?.Code is not { } code) return http.Refused(answer);
        var message = $"{error.Message ?? $"{platform} gave no reason."} ({platform}'s error {code}{(error.ErrorSubcode is { } subcode ? $", {subcode}" : "")})";
        var failure = KindOf(code, error.ErrorSubcode) is { } kind
            ? http.Failure(kind, message, kind == SourceFailureKind.RateLimited ? WaitOf(answer) : null, isAppWide: code == OfTheApp)
            : http.Refused(answer, message);
        return new(failure.Failure) { Code = CodeOf(error) };
    }

    /// <summary>Whether the answer would have been too large, so that a smaller page may be answered.</summary>
    public static bool IsTooLarge(SourceException e) =>
        e.Code is { } code && (TooLarge.Contains(code.Split('.')[0]) || e.Message.Contains(AskForLess, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an answer says <see cref="IsTooLarge"/>: the same request need not be tried again.</summary>
    public static bool IsTooLarge(HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode < 500) return false;
        try
        {
            using var body = answer.Content.ReadAsStream();
            return JsonSerializer.Deserialize(body, GraphJson.Default.GraphErrorAnswer)?.Error is { Code: not null } error
                && (TooLarge.Contains(CodeOf(error).Split('.')[0]) || error.Message?.Contains(AskForLess, StringComparison.OrdinalIgnoreCase) == true);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether asking for less of each post, or for fewer posts, may be answered.</summary>
    public static bool IsAboutTheParts(SourceException e) => Protocol.Refusals.IsRefusal(e) || IsTooLarge(e);

    /// <summary>Whether a medium is older than the account's conversion to a professional one.</summary>
    public static bool IsBeforeConversion(SourceException e) => e.Code == BeforeConversion;

    /// <summary>Whether Meta does not take the metric's name at all, whatever it is asked of.</summary>
    public static bool IsUnknownMetric(SourceException e) =>
        e.Failure.Kind == SourceFailureKind.RequestRefused
        && (e.Message.Contains("valid insights metric", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("must be one of the following values", StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind that a code stands for; null where only the HTTP status says.</summary>
    public static SourceFailureKind? KindOf(int code, int? subcode) => (code, subcode) switch
    {
        (190, 463) => SourceFailureKind.CredentialExpired,
        (102 or 104 or 190, _) => SourceFailureKind.CredentialRefused,
        (3 or 10 or (>= 200 and <= 299), _) => SourceFailureKind.PermissionMissing,
        (4 or 17 or 32 or 341 or 368 or 613 or (>= 80000 and <= 80099), _) => SourceFailureKind.RateLimited,
        (100, 33) or (803, _) => SourceFailureKind.AccountUnknown,
        (1 or 2 or -3, _) => SourceFailureKind.Unavailable,
        (100 or 3001, _) => SourceFailureKind.RequestRefused,
        _ => null,
    };

    private static string CodeOf(GraphError error) => error.ErrorSubcode is { } subcode ? $"{error.Code}.{subcode}" : $"{error.Code}";

    /// <summary>The longest wait, in minutes, that any limit asks for; null where none does.</summary>
    private static TimeSpan? WaitOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues(UsageHeader, out var values)) return null;
        try
        {
            var minutes = values
                .SelectMany(value => JsonSerializer.Deserialize(value, GraphJson.Default.DictionaryStringGraphUsageArray) ?? [])
                .SelectMany(usage => usage.Value)
                .Max(usage => usage.EstimatedTimeToRegainAccess);
            return minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes.Value, TimeSpan.MinutesPerDay)) : null;
        }
        catch (JsonException)
        {
            // The header is a courtesy: without it the planner's own pace holds.
            return null;
        }
    }
}
