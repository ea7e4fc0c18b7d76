using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace KpiFunctions.Triggers;

/// <summary>Asks whoever follows an unsubscribe link (GET), and unsubscribes who posts to it (POST).</summary>
public sealed class Unsubscribe(PipelineJobs jobs)
{
    [Function(nameof(Unsubscribe))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = LinkRoutes.Unsubscribe)] HttpRequestData request,
        string token,
        CancellationToken cancellationToken) =>
        await request.AnswerAsync(
            HttpMethod.Post.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)
                ? await jobs.UnsubscribeAsync(token, cancellationToken)
                : await jobs.ShowUnsubscribeAsync(token, cancellationToken),
            cancellationToken);
}
