using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Notices in the language and with the face of the client that a link is about.</summary>
public sealed class NoticePages(ClientDirectory clients, BrandDirectory brands, NoticeRenderer renderer)
{
    /// <param name="clientId">Null where the link is nobody's; a client that is gone is not named either.</param>
    public async Task<string> WriteAsync(Notice notice, string? clientId, CancellationToken cancellationToken)
    {
        var client = clientId is null ? null : (await clients.FindAsync(clientId, cancellationToken))?.Config;
        return renderer.Render(notice, client, client is null ? null : await brands.FaceOfAsync(client, cancellationToken));
    }
}
