using System.Net;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using WebRequest = KpiFunctions.Pipeline.Runs.Web.WebRequest;

namespace KpiFunctions.Triggers;

/// <summary>The functions that links in mails start.</summary>
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

    private async Task<HttpResponseData> AnswerAsync(string name, HttpRequestData request, string token, CancellationToken cancellationToken)
    {
        var reply = await jobs.AnswerAsync(name, request.Method, new WebRequest(token, request.Headers, request.Body), cancellationToken);
        var response = request.CreateResponse((HttpStatusCode)reply.Status);
        response.Headers.Add("Content-Type", reply.ContentType);
        foreach (var (header, value) in reply.Headers) response.Headers.Add(header, value);
        await response.WriteStringAsync(reply.Body, cancellationToken);
        return response;
    }
}
