using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>Shows the archived digest of a link. It is shown after the client was retired, too.</summary>
public sealed class DigestPageJob(SignedLinks links, DigestArchive digests, NoticePages notices)
{
    /// <summary>The page: 200 with the digest; 410 where the link has expired, 404 where it was not signed here or the digest does not exist, 503 without keys.</summary>
    public async Task<WebReply> ShowAsync(WebJobRequest request, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadDigestAsync(request.Token, cancellationToken);
        if (outcome == LinkOutcome.Good && await digests.FindPageAsync(link!.Client, link.Week, link.Language, cancellationToken) is { } page) return WebReply.Page(200, page);

        var (status, notice) = outcome switch
        {
            LinkOutcome.Expired => (410, Notice.Expired),
            LinkOutcome.Unchecked => (503, Notice.Later),
            _ => (404, Notice.Missing),
        };
        return WebReply.Page(status, await notices.WriteAsync(notice, link?.Client, link?.Language, cancellationToken));
    }
}
