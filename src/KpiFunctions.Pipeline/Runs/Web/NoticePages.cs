using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Notices in the language of a link's client, with the client's face.</summary>
public sealed class NoticePages(ClientDirectory clients, BrandDirectory brands, NoticeRenderer renderer)
{
    /// <summary>The page of a notice.</summary>
    /// <param name="clientId">Null where the link is not valid. A client that is no longer in force is not named either.</param>
    public async Task<string> WriteAsync(Notice notice, string? clientId, CancellationToken cancellationToken)
    {
        var client = clientId is null ? null : (await clients.FindAsync(clientId, cancellationToken))?.Config;
        return renderer.Render(notice, client, client is null ? null : await brands.FaceOfAsync(client, cancellationToken));
    }
}
