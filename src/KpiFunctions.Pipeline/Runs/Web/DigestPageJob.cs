using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Intake;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Shows the digest that a link opens, as it was archived; it stays what it was when the client is gone.</summary>
public sealed class DigestPageJob(SignedLinks links, ClientDirectory clients, DigestArchive digests, NoticeRenderer notices)
{
    /// <summary>The page: 200 with the digest, 410 where the link has expired, 404 where it is none of ours or the digest is gone, 503 without keys.</summary>
    public async Task<WebReply> ShowAsync(string token, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadDigestAsync(token, cancellationToken);
        if (outcome == LinkOutcome.Good && await digests.FindPageAsync(link!.Client, link.Week, cancellationToken) is { } page) return WebReply.Page(200, page);

        var client = link is null ? null : (await clients.FindAsync(link.Client, cancellationToken))?.Config;
        return outcome switch
        {
            LinkOutcome.Expired => Tell(410, Notice.Expired, client),
            LinkOutcome.Unchecked => Tell(503, Notice.Later, client),
            _ => Tell(404, Notice.Missing, client),
        };
    }

    private WebReply Tell(int status, Notice notice, ClientConfig? client) => WebReply.Page(status, notices.Render(notice, client));
}
