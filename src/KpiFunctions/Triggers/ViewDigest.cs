using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace KpiFunctions.Triggers;

/// <summary>Shows the archived digest that a signed link opens.</summary>
public sealed class ViewDigest(PipelineJobs jobs)
{
    [Function(nameof(ViewDigest))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = LinkRoutes.Digest)] HttpRequestData request,
        string token,
        CancellationToken cancellationToken) =>
        await request.AnswerAsync(await jobs.ViewDigestAsync(token, cancellationToken), cancellationToken);
}
