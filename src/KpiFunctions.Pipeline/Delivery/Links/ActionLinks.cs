using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>Creates the links by which a consultant acts from a mail, and reads their tokens.</summary>
public sealed class ActionLinks(SignedLinks links, TimeProvider time)
{
    /// <summary>Days for which a link is valid, the day on which it is made not counted.</summary>
    public const int DaysOpen = 14;

    /// <summary>Separates an action from the recipient that it is about.</summary>
    private const char Of = ':';

    /// <summary>The address of the page that asks whether to act. Links of the same day are the same.</summary>
    /// <param name="consultant">The e-mail address that the link is for: nobody else's link does anything for the client.</param>
    /// <param name="occurrence">The week that identifies the digest (not the week that it reports).</param>
    /// <param name="action">One of <see cref="ActionNames"/>; about one recipient with the hash of the address behind a colon: <c>lift:0f3c…</c>.</param>
    /// <returns>Null where the pipeline has no public address or no keys.</returns>
    public Task<Uri?> OfAsync(string consultant, string client, IsoWeek occurrence, string action, CancellationToken cancellationToken)
    {
        var (name, recipient) = action.Split(Of, 2) is [var before, var after] ? (before, after) : (action, "");
        return links.ToActionAsync(new(client, occurrence, name, recipient, RecipientHash.Of(consultant), Today.AddDays(DaysOpen)), cancellationToken);
    }

    /// <summary>Reads a token.</summary>
    public Task<LinkReading<ActionLink>> ReadAsync(string token, CancellationToken cancellationToken) => links.ReadActionAsync(token, cancellationToken);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
