using System.Net;
using System.Text;

namespace KpiFunctions.Tests.Sources;

/// <summary>Stands in for a platform. A request that no answer was laid out for throws, so that no test reaches the network unnoticed.</summary>
internal sealed class StubPlatform : HttpMessageHandler
{
    private readonly List<(Func<StubRequest, bool> Matches, Func<StubRequest, HttpResponseMessage> Answer)> answers = [];

    /// <summary>What was asked, in order.</summary>
    public List<StubRequest> Requests { get; } = [];

    /// <summary>Answers requests whose address, decoded, contains a text. Answers laid out later come first.</summary>
    public StubPlatform On(string part, string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) =>
        On(request => request.Address.Contains(part, StringComparison.Ordinal), _ => Json(body, status, headers));

    /// <summary>Answers requests of a kind.</summary>
    public StubPlatform On(Func<StubRequest, bool> matches, Func<StubRequest, HttpResponseMessage> answer)
    {
        answers.Insert(0, (matches, answer));
        return this;
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) answer.Headers.Add(name, value);
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = new StubRequest(Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri), body, request.Headers.Authorization?.ToString())
        {
            Method = request.Method,
            Headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
        };
        Requests.Add(asked);
        foreach (var (matches, answer) in answers)
        {
            if (!matches(asked)) continue;
            var message = answer(asked);
            message.RequestMessage = request;
            return message;
        }

        throw new InvalidOperationException($"No answer was laid out for {request.Method} {asked.Address} {body}");
    }
}

/// <summary>A request as it went out.</summary>
/// <param name="Address">Decoded.</param>
/// <param name="Body">As sent.</param>
/// <param name="Authorization">The header; null where there is none.</param>
internal sealed record StubRequest(string Address, string Body, string? Authorization)
{
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>Every header, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A parameter of the address's query.</summary>
    public string? Query(string name) => new Uri(Address).Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?[1];
}
