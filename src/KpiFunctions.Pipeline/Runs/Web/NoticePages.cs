using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Notices in the language of a link's reader, with the client's face.</summary>
public sealed class NoticePages(ClientDirectory clients, BrandDirectory brands, NoticeRenderer renderer)
{
    /// <summary>The page of a notice.</summary>
    /// <param name="clientId">Null where the link is not valid. A client that is no longer in force is not named either.</param>
    /// <param name="language">The reader's, as an ISO 639-1 code; null for the client's.</param>
    public async Task<string> WriteAsync(Notice notice, string? clientId, string? language, CancellationToken cancellationToken) =>
        await WriteAsync(notice, clientId is null ? null : (await clients.FindAsync(clientId, cancellationToken))?.Config.In(language), cancellationToken);

    /// <summary>The page of a notice to a recipient, in the language that the recipient reads.</summary>
    /// <param name="recipientHash">The hash of the address.</param>
    public async Task<string> WriteToAsync(Notice notice, string clientId, string recipientHash, CancellationToken cancellationToken)
    {
        var client = (await clients.FindAsync(clientId, cancellationToken))?.Config;
        return await WriteAsync(notice, client?.In(RecipientHash.FindIn(client, recipientHash)?.Language), cancellationToken);
    }

    private async Task<string> WriteAsync(Notice notice, ClientConfig? client, CancellationToken cancellationToken) =>
        renderer.Render(notice, client, client is null ? null : await brands.FaceOfAsync(client, cancellationToken));
}
