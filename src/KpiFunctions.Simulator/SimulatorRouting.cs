namespace KpiFunctions.Simulator;

/// <summary>
/// Sends every request to the simulator instead of the host in its address, which becomes the first segment of the
/// path: <c>https://HOST/path</c> goes to <c>http://127.0.0.1:PORT/HOST/path</c>. Nothing leaves the machine through it.
/// The request is given back with its own address, so that it can be repeated.
/// </summary>
/// <param name="simulator">The simulator's address.</param>
public sealed class SimulatorRouting(Uri simulator) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = Redirect(request);
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = original;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = Redirect(request);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = original;
        }
    }

    private Uri Redirect(HttpRequestMessage request)
    {
        var original = request.RequestUri is { IsAbsoluteUri: true } address
            ? address
            : throw new InvalidOperationException("A request needs an absolute address to be routed to the simulator.");
        request.RequestUri = new Uri($"{simulator.GetLeftPart(UriPartial.Authority)}/{original.IdnHost}{original.PathAndQuery}");
        request.Headers.Host = null;
        return original;
    }
}
