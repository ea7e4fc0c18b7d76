using System.Net;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Tests.Digest;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiFunctions.Tests.Delivery;

/// <summary>A mail, and the HTTP client that hands it over.</summary>
internal static class GivenMail
{
    /// <summary>A digest of one recipient.</summary>
    public static Envelope Envelope()
    {
        var client = new HandMade("en").Client();
        return new(client, HandMade.Week, client.Recipients[0], new RenderedDigest(client.Id, HandMade.Week, "Subject", "<p>", "text") { Language = client.Language, Sender = new("studio@agency.example", "Studio") });
    }

    /// <summary>A gateway whose requests a function answers.</summary>
    public static MailGateway Gateway(TimeProvider time, Func<CancellationToken, Task<HttpResponseMessage>> answer, Func<CancellationToken, Task<string?>>? apiKey = null) =>
        new(new Clients(answer), apiKey ?? (_ => Task.FromResult<string?>("SG.key")), time, new(time, NullLogger<StandstillLog>.Instance));

    /// <summary>As SendGrid accepts a mail.</summary>
    public static HttpResponseMessage Accepted(string messageId = "m-1")
    {
        var answer = new HttpResponseMessage(HttpStatusCode.Accepted);
        answer.Headers.Add("X-Message-Id", messageId);
        return answer;
    }

    private sealed class Clients(Func<CancellationToken, Task<HttpResponseMessage>> answer) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => name == MailGateway.HttpClientName ? new(new Handler(answer)) : throw new ArgumentOutOfRangeException(nameof(name), name, null);
    }

    private sealed class Handler(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(cancellationToken);
    }
}
