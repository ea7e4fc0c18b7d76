using System.Net;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Web;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace KpiFunctions.Triggers;

/// <summary>The functions that requests from outside start: links in mails, and SendGrid's events.</summary>
public sealed class Web(PipelineJobs jobs)
{
    [Function(nameof(ViewDigest))]
    public Task<HttpResponseData> ViewDigest([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = LinkRoutes.Digest)] HttpRequestData request, string token, CancellationToken cancellationToken) =>
        AnswerAsync(nameof(ViewDigest), request, token, cancellationToken);

    [Function(nameof(Unsubscribe))]
    public Task<HttpResponseData> Unsubscribe([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = LinkRoutes.Unsubscribe)] HttpRequestData request, string token, CancellationToken cancellationToken) =>
        AnswerAsync(nameof(Unsubscribe), request, token, cancellationToken);

    [Function(nameof(Act))]
    public Task<HttpResponseData> Act([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = LinkRoutes.Act)] HttpRequestData request, string token, CancellationToken cancellationToken) =>
        AnswerAsync(nameof(Act), request, token, cancellationToken);

    [Function(nameof(SendGridEvents))]
    public Task<HttpResponseData> SendGridEvents([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = LinkRoutes.Events)] HttpRequestData request, CancellationToken cancellationToken) =>
        AnswerAsync(nameof(SendGridEvents), request, "", cancellationToken);

    private async Task<HttpResponseData> AnswerAsync(string name, HttpRequestData request, string token, CancellationToken cancellationToken)
    {
        var reply = await jobs.AnswerAsync(name, request.Method, new WebJobRequest(token, request.Headers, request.Body), cancellationToken);
        var response = request.CreateResponse((HttpStatusCode)reply.Status);
        response.Headers.Add("Content-Type", reply.ContentType);
        foreach (var (header, value) in reply.Headers) response.Headers.Add(header, value);
        await response.WriteStringAsync(reply.Body, cancellationToken);
        return response;
    }
}
