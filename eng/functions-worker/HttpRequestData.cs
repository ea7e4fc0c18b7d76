using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A request as a function sees it.</summary>
public abstract class HttpRequestData
{
    public abstract string Method { get; }

    public abstract HttpResponseData CreateResponse();
}

/// <summary>What is written on top of a request.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>An answer with a status.</summary>
    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }
}
