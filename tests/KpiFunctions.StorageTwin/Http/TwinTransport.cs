using Azure.Core;
using Azure.Core.Pipeline;

namespace KpiFunctions.StorageTwin.Http;

/// <summary>Takes the SDK's requests to the account instead of to the network.</summary>
internal sealed class TwinTransport(TwinAccount account, TwinService service, string host) : HttpPipelineTransport
{
    // The SDK's own request holds headers and content as they are sent; only sending it is another matter here.
    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The storage twin takes asynchronous calls only: a call that blocks could wait for itself at the gate.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var incoming = await Incoming.FromAsync(service, message.Request, message.CancellationToken);
        var answer = await account.AnswerAsync(host, incoming, message.CancellationToken);
        message.Response = new TwinResponse(answer, message.Request.ClientRequestId);
    }
}
