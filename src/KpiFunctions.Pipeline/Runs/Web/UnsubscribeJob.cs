using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>
/// Ends a client's digests to one recipient as RFC 8058 requires: a GET of the link changes nothing, a POST of its form
/// unsubscribes at once, without a cookie or a further question. It also works after the client's config was deleted.
/// </summary>
public sealed partial class UnsubscribeJob(
    SignedLinks links, SuppressionTable suppressions, RecipientPlaces places, AlertTable alerts, NoticePages notices, ILogger<UnsubscribeJob> logger)
{
    /// <summary>The page with the button: 200; 404 for a link that was not signed here, 503 without keys. It changes nothing.</summary>
    public Task<WebReply> ShowAsync(WebJobRequest request, CancellationToken cancellationToken) => ShowAsync(request, 200, cancellationToken);

    /// <summary>
    /// Unsubscribes and reports it to the consultant: 200, otherwise as <see cref="ShowAsync(WebJobRequest, CancellationToken)"/>. A
    /// repetition changes nothing. A body other than the form's gets the page with the button and changes nothing: 400, 408 or 413.
    /// </summary>
    public async Task<WebReply> UnsubscribeAsync(WebJobRequest request, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadUnsubscribeAsync(request.Token, cancellationToken);
        if (link is null) return await RefuseAsync(outcome, cancellationToken);

        var body = await request.ReadBodyAsync(OneClick.LongestBody, cancellationToken);
        if (body.Refusal != 0 || !OneClick.IsIn(request.Header("Content-Type"), body.Bytes.Span))
            return await ShowAsync(request, body.Refusal == 0 ? 400 : body.Refusal, cancellationToken);

        var place = await places.OfAsync(link.Client, link.Recipient, cancellationToken);
        await suppressions.AddAsync(link.Client, link.Recipient, SuppressionReasons.Unsubscribed, cancellationToken);
        Log.Unsubscribed(logger, link.Client);
        await alerts.RecordAsync(
            link.Client, AlertKinds.Unsubscribed, link.Recipient, $"{place} unsubscribed and gets no more digests. Remove the address from the config.", cancellationToken);
        return WebReply.Page(200, await notices.WriteToAsync(Notice.Unsubscribed, link.Client, link.Recipient, cancellationToken));
    }

    private async Task<WebReply> ShowAsync(WebJobRequest request, int status, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadUnsubscribeAsync(request.Token, cancellationToken);
        if (link is null) return await RefuseAsync(outcome, cancellationToken);

        return await suppressions.FindReasonAsync(link.Client, link.Recipient, cancellationToken) is null
            ? WebReply.Page(status, await notices.WriteToAsync(Notice.Unsubscribe, link.Client, link.Recipient, cancellationToken), hasForm: true)
            : WebReply.Page(status, await notices.WriteToAsync(Notice.Unsubscribed, link.Client, link.Recipient, cancellationToken));
    }

    private async Task<WebReply> RefuseAsync(LinkOutcome outcome, CancellationToken cancellationToken)
    {
        var (status, notice) = outcome == LinkOutcome.Unchecked ? (503, Notice.Later) : (404, Notice.Missing);
        return WebReply.Page(status, await notices.WriteAsync(notice, null, null, cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A recipient of {Client} unsubscribed.")]
        public static partial void Unsubscribed(ILogger logger, string client);
    }
}
