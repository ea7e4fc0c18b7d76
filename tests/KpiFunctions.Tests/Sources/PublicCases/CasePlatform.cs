using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Sources.PublicCases;

/// <summary>Answers requests as a case says.</summary>
internal sealed class CasePlatform : IDisposable
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMinutes(1);

    private readonly List<string> unanswered = [];

    public CasePlatform(ConnectorCase given)
    {
        var answers = given.Answers.Select(answer => (Matching: new Regex(answer.Match, RegexOptions.None, LongestMatch), Answer: answer)).ToList();
        Handler.On(_ => true, request => answers.Find(answer => answer.Matching.IsMatch(TextOf(request))).Answer is { } found ? AnswerOf(found, request) : OwnAnswer(request));
    }

    /// <summary>In place of the network.</summary>
    public StubPlatform Handler { get; } = new();

    /// <summary>The requests that the case has no answer for.</summary>
    public IReadOnlyList<string> Unanswered => unanswered;

    public void Dispose() => Handler.Dispose();

    private static string TextOf(StubRequest request) => $"{request.Method} {request.Address} {request.Body}".TrimEnd();

    /// <summary>The exchange of Google's credentials is no part of the cases; everything else is.</summary>
    private HttpResponseMessage OwnAnswer(StubRequest request)
    {
        if (request.Address == "https://oauth2.googleapis.com/token") return StubPlatform.Json("""{"access_token":"ya29.case","expires_in":3599,"token_type":"Bearer"}""");
        unanswered.Add(TextOf(request));
        throw new InvalidOperationException($"The case has no answer for {TextOf(request)}");
    }

    private static HttpResponseMessage AnswerOf(CaseAnswer answer, StubRequest request)
    {
        var body = answer.Bulk is null ? answer.Body : BulkOf(answer.Bulk, request);
        return StubPlatform.Json(body!.ToJsonString(), (HttpStatusCode)(answer.Status ?? 200));
    }

    /// <summary>The answers of the methods that a bulk request names, in its order.</summary>
    private static JsonArray BulkOf(JsonObject bulk, StubRequest request) => [.. request.Body.Split('&')
        .Select(field => WebUtility.UrlDecode(field)).Where(field => field.StartsWith("urls[", StringComparison.Ordinal))
        .Select(field => field[(field.IndexOf('=') + 1)..].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]))
        .Select(asked => PartOf(bulk[asked["method"]], asked["date"].Split(',')))];

    /// <summary>A method's answer for the days asked for; an empty list, as of a server without any data, where the case has none.</summary>
    private static JsonNode PartOf(JsonNode? answer, string[] days) => answer switch
    {
        null => new JsonArray(),
        JsonObject byDay when byDay.Count > 0 && byDay.All(day => DateOnly.TryParse(day.Key, out _)) => new JsonObject(byDay
            .Where(day => string.CompareOrdinal(day.Key, days[0]) >= 0 && string.CompareOrdinal(day.Key, days[^1]) <= 0)
            .Select(day => KeyValuePair.Create(day.Key, day.Value?.DeepClone()))),
        _ => answer.DeepClone(),
    };
}
