using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>An answer as a function writes it.</summary>
public abstract class HttpResponseData
{
    public abstract HttpStatusCode StatusCode { get; set; }

    public abstract HttpHeadersCollection Headers { get; set; }

    public abstract Stream Body { get; set; }
}

/// <summary>An answer's headers, those of its content included.</summary>
#pragma warning disable MA0053 // The real one is not sealed.
public class HttpHeadersCollection : HttpHeaders;
#pragma warning restore MA0053

/// <summary>What is written on top of an answer.</summary>
public static class HttpResponseDataExtensions
{
    /// <summary>Writes a text, in UTF-8 unless another encoding is given.</summary>
    public static async Task WriteStringAsync(this HttpResponseData response, string value, CancellationToken cancellationToken, Encoding? encoding = null) =>
        await response.Body.WriteAsync((encoding ?? Encoding.UTF8).GetBytes(value), cancellationToken);
}
