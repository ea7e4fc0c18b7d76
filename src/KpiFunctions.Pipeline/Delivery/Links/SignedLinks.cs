using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>Creates the links of mails, and reads their tokens.</summary>
public sealed class SignedLinks
{
    /// <summary>Days after its week's Monday for which a digest can be opened: a little more than a year.</summary>
    public const int DaysOpen = 400;

    private readonly Uri? publicAddress;
    private readonly TimeProvider time;
    private readonly CoalescedReads<string, LinkKeys?> reads;

    /// <param name="publicAddress">The address at which the pipeline is reached from outside; null where there is none.</param>
    /// <param name="keys">Called for each link, so that a new key is used; returns null where there are no keys.</param>
    public SignedLinks(Uri? publicAddress, Func<CancellationToken, Task<LinkKeys?>> keys, TimeProvider time)
    {
        (this.publicAddress, this.time) = (publicAddress, time);

        // Anyone can send requests: concurrent ones share one request to the vault.
        reads = new((_, cancellationToken) => keys(cancellationToken), TimeProvider.System);
    }

    /// <summary>The address of a week's digest; null where the pipeline has no public address or no keys.</summary>
    /// <param name="language">A further language that a recipient reads; null for the client's.</param>
    public Task<Uri?> ToDigestAsync(string client, IsoWeek week, string? language, CancellationToken cancellationToken) =>
        ToAsync(LinkRoutes.Digest, keys => LinkSigner.Sign(keys, new DigestLink(client, week, week.Monday.AddDays(DaysOpen)) { Language = language }), cancellationToken);

    /// <summary>The address that ends a client's digests to a recipient; null where the pipeline has no public address or no keys.</summary>
    public Task<Uri?> ToUnsubscribeAsync(string client, string recipientHash, CancellationToken cancellationToken) =>
        ToAsync(LinkRoutes.Unsubscribe, keys => LinkSigner.Sign(keys, new UnsubscribeLink(client, recipientHash)), cancellationToken);

    /// <summary>The address of the page of an action; null where the pipeline has no public address or no keys.</summary>
    internal Task<Uri?> ToActionAsync(ActionLink link, CancellationToken cancellationToken) => ToAsync(LinkRoutes.Act, keys => LinkSigner.Sign(keys, link), cancellationToken);

    /// <summary>Reads the token of a link to a digest.</summary>
    public async Task<LinkReading<DigestLink>> ReadDigestAsync(string token, CancellationToken cancellationToken) =>
        await KeysAsync(cancellationToken) is { } keys
            ? LinkSigner.ReadDigest(keys, token, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
            : new(LinkOutcome.Unchecked, null);

    /// <summary>Reads the token of a link that ends a recipient's digests.</summary>
    public async Task<LinkReading<UnsubscribeLink>> ReadUnsubscribeAsync(string token, CancellationToken cancellationToken) =>
        await KeysAsync(cancellationToken) is { } keys ? LinkSigner.ReadUnsubscribe(keys, token) : new(LinkOutcome.Unchecked, null);

    /// <summary>Reads the token of a link by which a consultant acts.</summary>
    internal async Task<LinkReading<ActionLink>> ReadActionAsync(string token, CancellationToken cancellationToken) =>
        await KeysAsync(cancellationToken) is { } keys
            ? LinkSigner.ReadAction(keys, token, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
            : new(LinkOutcome.Unchecked, null);

    private async Task<Uri?> ToAsync(string route, Func<LinkKeys, string> sign, CancellationToken cancellationToken) =>
        publicAddress is not null && await KeysAsync(cancellationToken) is { } keys
            ? new Uri($"{publicAddress.AbsoluteUri.TrimEnd('/')}/{LinkRoutes.Prefix}/{route.Replace(LinkRoutes.Token, sign(keys), StringComparison.Ordinal)}")
            : null;

    private Task<LinkKeys?> KeysAsync(CancellationToken cancellationToken) => reads.ReadAsync("", cancellationToken);
}
