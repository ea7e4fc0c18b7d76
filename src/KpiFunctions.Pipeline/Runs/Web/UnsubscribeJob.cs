using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Digest.Notices;
using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>
/// Ends a client's digests to one recipient as RFC 8058 requires: a GET of the link changes nothing, a POST unsubscribes at
/// once, without a cookie or a further question. It also works after the client's config was deleted.
/// </summary>
public sealed partial class UnsubscribeJob(
    SignedLinks links, ClientDirectory clients, SuppressionTable suppressions, AlertTable alerts, NoticePages notices, ILogger<UnsubscribeJob> logger)
{
    private const string Reason = AlertKinds.Unsubscribed;

    /// <summary>The page with the button: 200; 404 for a link that was not signed here, 503 without keys. It changes nothing.</summary>
    public async Task<WebReply> ShowAsync(string token, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadUnsubscribeAsync(token, cancellationToken);
        if (link is null) return await RefuseAsync(outcome, cancellationToken);

        return await suppressions.FindReasonAsync(link.Client, link.Recipient, cancellationToken) is null
            ? WebReply.Page(200, await notices.WriteAsync(Notice.Unsubscribe, link.Client, cancellationToken), hasForm: true)
            : WebReply.Page(200, await notices.WriteAsync(Notice.Unsubscribed, link.Client, cancellationToken));
    }

    /// <summary>Unsubscribes and reports it to the consultant: 200, otherwise as <see cref="ShowAsync"/>. A repetition changes nothing.</summary>
    public async Task<WebReply> UnsubscribeAsync(string token, CancellationToken cancellationToken)
    {
        var (outcome, link) = await links.ReadUnsubscribeAsync(token, cancellationToken);
        if (link is null) return await RefuseAsync(outcome, cancellationToken);

        var client = (await clients.FindAsync(link.Client, cancellationToken))?.Config;
        await suppressions.AddAsync(link.Client, link.Recipient, Reason, cancellationToken);
        Log.Unsubscribed(logger, link.Client);
        await alerts.RecordAsync(link.Client, Reason, link.Recipient, $"{NameOf(link, client)} unsubscribed and gets no more digests. Remove the address from the config.", cancellationToken);
        return WebReply.Page(200, await notices.WriteAsync(Notice.Unsubscribed, link.Client, cancellationToken));
    }

    /// <summary>The recipient by the place in the config, since no table holds an address.</summary>
    private static string NameOf(UnsubscribeLink link, ClientConfig? client) =>
        (client?.Recipients ?? []).Select((recipient, index) => (recipient.Email, Place: $"recipients[{index}]"))
            .FirstOrDefault(recipient => RecipientHash.Of(recipient.Email) == link.Recipient).Place ?? "A recipient who is no longer in the config";

    private async Task<WebReply> RefuseAsync(LinkOutcome outcome, CancellationToken cancellationToken)
    {
        var (status, notice) = outcome == LinkOutcome.Unchecked ? (503, Notice.Later) : (404, Notice.Missing);
        return WebReply.Page(status, await notices.WriteAsync(notice, null, cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A recipient of {Client} unsubscribed.")]
        public static partial void Unsubscribed(ILogger logger, string client);
    }
}
