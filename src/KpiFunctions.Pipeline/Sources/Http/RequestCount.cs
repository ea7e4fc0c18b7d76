namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>Takes a request out of the fetch's allowance for every try that goes out, retries included.</summary>
internal sealed class RequestCount : DelegatingHandler
{
    /// <summary>The allowance that a request is to be taken from; a request without one is free.</summary>
    public static readonly HttpRequestOptionsKey<IAllowance> Allowance = new("allowance");

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Allowance, out var allowance)) await allowance.TakeAsync(1, 1, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
