using System.Net;
using KpiFunctions.Pipeline.Runs.Web;
using Microsoft.Azure.Functions.Worker.Http;

namespace KpiFunctions;

/// <summary>The pipeline's answers in the worker's form.</summary>
internal static class Answers
{
    /// <summary>Answers a request.</summary>
    public static async Task<HttpResponseData> AnswerAsync(this HttpRequestData request, WebReply reply, CancellationToken cancellationToken)
    {
        var response = request.CreateResponse((HttpStatusCode)reply.Status);
        response.Headers.Add("Content-Type", reply.ContentType);
        foreach (var (name, value) in reply.Headers) response.Headers.Add(name, value);
        await response.WriteStringAsync(reply.Body, cancellationToken);
        return response;
    }
}
