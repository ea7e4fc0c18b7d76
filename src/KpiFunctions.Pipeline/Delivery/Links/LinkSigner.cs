using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Links;

/// <summary>
/// Writes and reads the tokens of links: <c>{key's name}.{payload}.{signature}</c>, the last two in base64url. The
/// signature covers everything before it, and the payload begins with the link's purpose, so that a link is valid for one
/// purpose only. The same link and key always give the same token.
/// </summary>
public static class LinkSigner
{
    /// <summary>The longest token that is read, in characters: far longer than any that is written here.</summary>
    public const int LongestToken = 512;

    private const string View = "view";
    private const string Unsubscribe = "unsubscribe";
    private const string Act = "act";
    private const char Dot = '.';
    private const char Bar = '|';
    private const string Day = "yyyy-MM-dd";

    /// <summary>The token of a link to a digest.</summary>
    public static string Sign(LinkKeys keys, DigestLink link) =>
        Sign(keys, [View, link.Client, link.Week.ToString(), link.LastDay.ToString(Day, CultureInfo.InvariantCulture), .. link.Language is { } language ? [language] : Array.Empty<string>()]);

    /// <summary>The token of a link that ends a recipient's digests.</summary>
    public static string Sign(LinkKeys keys, UnsubscribeLink link) => Sign(keys, Unsubscribe, link.Client, link.Recipient);

    /// <summary>The token of a link by which a consultant acts.</summary>
    public static string Sign(LinkKeys keys, ActionLink link) => Sign(
        keys, Act, link.Client, link.Occurrence.ToString(), link.Action, link.Recipient, link.Consultant, link.LastDay.ToString(Day, CultureInfo.InvariantCulture));

    /// <summary>Reads the token of a link to a digest.</summary>
    /// <param name="today">The day in UTC.</param>
    public static LinkReading<DigestLink> ReadDigest(LinkKeys keys, string token, DateOnly today)
    {
        if (Verified(keys, token) is not [View, var client, var week, var lastDay, .. { Length: <= 1 } language]) return default;
        var link = new DigestLink(client, IsoWeek.Parse(week), DateOnly.ParseExact(lastDay, Day, CultureInfo.InvariantCulture)) { Language = language.FirstOrDefault() };
        return new(today > link.LastDay ? LinkOutcome.Expired : LinkOutcome.Good, link);
    }

    /// <summary>Reads the token of a link that ends a recipient's digests.</summary>
    public static LinkReading<UnsubscribeLink> ReadUnsubscribe(LinkKeys keys, string token) =>
        Verified(keys, token) is [Unsubscribe, var client, var recipient] ? new(LinkOutcome.Good, new(client, recipient)) : default;

    /// <summary>Reads the token of a link by which a consultant acts.</summary>
    /// <param name="today">The day in UTC.</param>
    public static LinkReading<ActionLink> ReadAction(LinkKeys keys, string token, DateOnly today)
    {
        if (Verified(keys, token) is not [Act, var client, var occurrence, var action, var recipient, var consultant, var lastDay]) return default;
        var link = new ActionLink(client, IsoWeek.Parse(occurrence), action, recipient, consultant, DateOnly.ParseExact(lastDay, Day, CultureInfo.InvariantCulture));
        return new(today > link.LastDay ? LinkOutcome.Expired : LinkOutcome.Good, link);
    }

    private static string Sign(LinkKeys keys, params string[] parts)
    {
        if (parts.Any(part => part.Contains(Bar, StringComparison.Ordinal))) throw new ArgumentException($"A part of a link cannot have a '{Bar}' in it.");
        var signed = $"{keys.Current}{Dot}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Bar, parts)))}";
        return $"{signed}{Dot}{Base64Url.EncodeToString(keys.Sign(keys.Current, signed)!)}";
    }

    /// <summary>The payload's parts, as this class wrote them; null where no key here gives the signature.</summary>
    private static string[]? Verified(LinkKeys keys, string token)
    {
        if (token.Length > LongestToken || token.Split(Dot) is not [var keyId, var payload, var signature]) return null;
        if (keys.Sign(keyId, $"{keyId}{Dot}{payload}") is not { } expected) return null;

        // Compared as text: several base64url texts can stand for the same bytes, and only the one that was written is valid.
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Base64Url.EncodeToString(expected)), Encoding.UTF8.GetBytes(signature))
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)).Split(Bar)
            : null;
    }
}
