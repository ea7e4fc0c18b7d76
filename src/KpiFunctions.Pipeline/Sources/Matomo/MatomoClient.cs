using System.Text.Json;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.Http;

namespace KpiFunctions.Pipeline.Sources.Matomo;

/// <summary>Bulk requests to one site of one server.</summary>
/// <param name="endpoint">The server's <c>index.php</c>.</param>
/// <param name="site">The site's number.</param>
/// <param name="token">Goes into the body: an address would end up in logs.</param>
internal sealed class MatomoClient(SourceHttp http, Uri endpoint, string site, string token)
{
    /// <summary>Makes several requests at once.</summary>
    /// <returns>For each method its answer, or the failure that stands in its place.</returns>
    /// <exception cref="SourceException">The whole was refused.</exception>
    public async Task<IReadOnlyDictionary<string, MatomoAnswer>> AskAsync(DayRange days, IReadOnlyList<MatomoQuestion> questions, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("module", "API"),
            new("method", "API.getBulkRequest"),
            new("format", "json"),
            new("token_auth", token),

            // Names of rows, and errors, otherwise come in the language of the token's user.
            new("language", "en"),
        };
        fields.AddRange(questions.Select((question, i) => KeyValuePair.Create(
            $"urls[{i}]",
            $"method={question.Method}&idSite={site}&period=day&date={days.First:yyyy-MM-dd},{days.Last:yyyy-MM-dd}&format=json&format_metrics=0{question.Options}")));

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(fields) };
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            // Newer servers give errors their HTTP status as well.
            throw await SourceHttp.TryReadAsync(answer, MatomoJson.Default.MatomoError, cancellationToken) is { Message: { } message }
                ? http.Failure(MatomoErrors.KindOf(message), message)
                : http.Refused(answer);
        }

        var items = await http.ReadAsync(answer, MatomoJson.Default.JsonElement, cancellationToken);
        if (FailureOf(items) is { } failure) throw failure;
        List<JsonElement> parts = items.ValueKind switch
        {
            JsonValueKind.Array => [.. items.EnumerateArray()],
            JsonValueKind.Object => [.. items.EnumerateObject().Where(part => int.TryParse(part.Name, out _)).Select(part => part.Value)],
            _ => [],
        };
        if (parts.Count != questions.Count)
        {
            throw http.Failure(SourceFailureKind.AnswerUnreadable, $"{endpoint.Host} did not answer each of {questions.Count} requests.");
        }

        return questions.Zip(parts, (question, item) => (question.Method, Answer: new MatomoAnswer(item, FailureOf(item)?.Failure ?? UnreadableOf(question, item))))
            .ToDictionary(pair => pair.Method, pair => pair.Answer, StringComparer.Ordinal);
    }

    /// <summary>Several days come as an object by date, nothing as an empty list, and a site as an object, also in a list of one.</summary>
    private SourceFailure? UnreadableOf(MatomoQuestion question, JsonElement item) =>
        item.ValueKind == JsonValueKind.Object || (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() <= (question.Method == MatomoMethods.Site ? 1 : 0))
        ? null
        : http.Failure(SourceFailureKind.AnswerUnreadable, $"{endpoint.Host} gave a report in another form than Matomo documents.").Failure;

    private SourceException? FailureOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String && result.GetString() == "error"
            ? item.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } message
                ? http.Failure(MatomoErrors.KindOf(message), message)
                : http.Failure(SourceFailureKind.RequestRefused, $"{endpoint.Host} gave no reason.")
            : null;
}

/// <summary>One request of a bulk.</summary>
/// <param name="Method">The API method.</param>
/// <param name="Options">Further parameters, beginning with <c>&amp;</c>, or nothing.</param>
internal sealed record MatomoQuestion(string Method, string Options = "");

/// <summary>One answer of a bulk.</summary>
/// <param name="Json">What was answered.</param>
/// <param name="Failure">Why it was not; null where it was.</param>
internal sealed record MatomoAnswer(JsonElement Json, SourceFailure? Failure)
{
    /// <summary>
    /// The part of the answer for one day. Several days come as an object by date; a server without any data at all
    /// gives an empty list instead.
    /// </summary>
    /// <returns>Null where the request failed or the answer has no such day; an empty list where the day has no data.</returns>
    public JsonElement? On(DateOnly day) => Failure is not null ? null : Json.ValueKind switch
    {
        JsonValueKind.Object when Json.TryGetProperty($"{day:yyyy-MM-dd}", out var part) => part,
        JsonValueKind.Array when Json.GetArrayLength() == 0 => Json,
        _ => null,
    };
}
