using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>The links that mails carry, and what they say when somebody follows one.</summary>
public sealed class SignedLinks
{
    /// <summary>Days after its week's Monday on which a digest can still be opened: a year, and the weeks around it.</summary>
    public const int DaysOpen = 400;

    private readonly Uri? publicAddress;
    private readonly TimeProvider time;
    private readonly CoalescedReads<string, LinkKeys?> reads;

    /// <param name="publicAddress">Where the pipeline is reached from outside; null where it is not.</param>
    /// <param name="keys">Asked for each link, so that a new key is taken up; null where there are none.</param>
    public SignedLinks(Uri? publicAddress, Func<CancellationToken, Task<LinkKeys?>> keys, TimeProvider time)
    {
        (this.publicAddress, this.time) = (publicAddress, time);

        // Anybody may knock: however many do at once, the vault is asked once.
        reads = new((_, cancellationToken) => keys(cancellationToken), TimeProvider.System);
    }

    /// <summary>The address of a week's digest; null where the pipeline has no public address or no keys.</summary>
    public Task<Uri?> ToDigestAsync(string client, IsoWeek week, CancellationToken cancellationToken) =>
        ToAsync(LinkRoutes.Digest, keys => LinkSigner.Sign(keys, new DigestLink(client, week, week.Monday.AddDays(DaysOpen))), cancellationToken);

    /// <summary>The address that ends a client's digests to a recipient; null where the pipeline has no public address or no keys.</summary>
    public Task<Uri?> ToUnsubscribeAsync(string client, string recipientHash, CancellationToken cancellationToken) =>
        ToAsync(LinkRoutes.Unsubscribe, keys => LinkSigner.Sign(keys, new UnsubscribeLink(client, recipientHash)), cancellationToken);

    /// <summary>What the token of a link to a digest says.</summary>
    public async Task<LinkReading<DigestLink>> ReadDigestAsync(string token, CancellationToken cancellationToken) =>
        await KeysAsync(cancellationToken) is { } keys
            ? LinkSigner.ReadDigest(keys, token, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
            : new(LinkOutcome.Unchecked, null);

    /// <summary>What the token of a link that ends a recipient's digests says.</summary>
    public async Task<LinkReading<UnsubscribeLink>> ReadUnsubscribeAsync(string token, CancellationToken cancellationToken) =>
        await KeysAsync(cancellationToken) is { } keys ? LinkSigner.ReadUnsubscribe(keys, token) : new(LinkOutcome.Unchecked, null);

    private async Task<Uri?> ToAsync(string route, Func<LinkKeys, string> sign, CancellationToken cancellationToken) =>
        publicAddress is not null && await KeysAsync(cancellationToken) is { } keys
            ? new Uri($"{publicAddress.AbsoluteUri.TrimEnd('/')}/{LinkRoutes.Prefix}/{route.Replace(LinkRoutes.Token, sign(keys), StringComparison.Ordinal)}")
            : null;

    private Task<LinkKeys?> KeysAsync(CancellationToken cancellationToken) => reads.ReadAsync("", cancellationToken);
}
