using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>Creates the links by which a consultant acts from a mail.</summary>
public sealed class ActionLinks
{
    private readonly Task<Uri?> none = Task.FromResult<Uri?>(null);

    /// <summary>The address of the page that asks whether to act.</summary>
    /// <param name="consultant">The e-mail address that the link is for.</param>
    /// <param name="occurrence">The week that identifies the digest (not the week that it reports).</param>
    /// <param name="action">One of <see cref="ActionNames"/>; about one recipient with the hash of the address behind a colon: <c>lift:0f3c…</c>.</param>
    /// <returns>Null where the pipeline has no public address or no keys.</returns>
    public Task<Uri?> OfAsync(string consultant, string client, IsoWeek occurrence, string action, CancellationToken cancellationToken) => none;
}
