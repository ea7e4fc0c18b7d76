namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>
/// Reads an answer to its end before it is handed on: a body that drips or breaks off is a failed try like any other, and
/// the try's time limit holds for it too.
/// </summary>
/// <param name="most">The largest body that is read, in bytes.</param>
internal sealed class WholeAnswer(int most) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(most, cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
