using System.Text.Json;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Events;

/// <summary>The events of one post of SendGrid's.</summary>
/// <param name="Events">Those that say something of a delivery, each once.</param>
/// <param name="Ignored">How many others there were: kinds that say nothing here, such as <c>open</c>, and mails that are not the pipeline's.</param>
/// <param name="Repeated">How many had the id of an earlier one of the same post.</param>
public sealed record EventBatch(IReadOnlyList<ReportedEvent> Events, int Ignored, int Repeated)
{
    private const int LongestArgument = 200;

    /// <summary>What a <c>dropped</c> event says where the address is the cause. Other reasons are a mail's or the account's.</summary>
    private static readonly string[] DropsForTheAddress = ["Bounced Address", "Spam Reporting Address", "Unsubscribed Address", "Invalid"];

    /// <summary>The one reason that begins like one of an address, and is about a mail.</summary>
    private const string DropForAHeader = "Invalid SMTPAPI header";

    /// <summary>Reads a body, an array of objects.</summary>
    /// <exception cref="FormatException">It is something else. Nothing of it is quoted.</exception>
    public static EventBatch Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Array) throw new FormatException("The body should be an array of events.");
            var read = json.RootElement.EnumerateArray().Select(EventOf).ToList();
            var known = read.OfType<ReportedEvent>().ToList();
            var events = known.DistinctBy(reported => reported.Id ?? (object)reported).ToList();
            return new(events, read.Count - known.Count, known.Count - events.Count);
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    // The exception may quote the body, which holds addresses: only the position is used.
    private static FormatException NotJson(JsonException exception) => new($"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");

    private static ReportedEvent? EventOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || Text(element, "client") is not { } client || Text(element, "delivery_id") is not { } delivery
            || !IsoWeek.TryParse(Text(element, "occurrence"), out var occurrence) || InstantOf(element) is not { } at) return null;

        var (kind, suppresses) = MeaningOf(element, at);
        if (kind is not { } meant) return null;

        // What a server says when it takes a mail is of no interest.
        var reason = meant is MailEventKind.Deferred or MailEventKind.Dropped or MailEventKind.Bounced ? Words(element) : null;
        return new(Text(element, "sg_event_id"), client, occurrence, delivery, new(meant, at, reason), suppresses);
    }

    /// <summary>What an event says of the mail, and of the address. Nothing where it is of another kind.</summary>
    private static (MailEventKind? Kind, Suppression? Suppresses) MeaningOf(JsonElement element, DateTimeOffset at)
    {
        switch (Text(element, "event"))
        {
            case "processed": return (MailEventKind.Processed, null);
            case "deferred": return (MailEventKind.Deferred, null);
            case "delivered": return (MailEventKind.Delivered, null);

            // A blocked mail is lost as well, but for a temporary reason: SendGrid goes on mailing the address.
            case "bounce" when Text(element, "type") == "blocked": return (MailEventKind.Bounced, null);
            case "bounce": return (MailEventKind.Bounced, Because(SuppressionReasons.Bounced));
            case "dropped": return (MailEventKind.Dropped, IsForTheAddress(Words(element)) ? Because(SuppressionReasons.Dropped) : null);

            // Whoever reports a mail has got it.
            case "spamreport": return (MailEventKind.Delivered, new(SuppressionReasons.SpamReported, null, at));
            default: return (null, null);
        }

        Suppression Because(string reason) => new(reason, ReasonText.Excerpt(Words(element)), at);
    }

    private static bool IsForTheAddress(string? reason) =>
        reason is not null && !reason.StartsWith(DropForAHeader, StringComparison.OrdinalIgnoreCase)
        && DropsForTheAddress.Any(start => reason.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the receiving server, or SendGrid, said.</summary>
    private static string? Words(JsonElement element) => element.TryGetProperty("reason", out _) ? TextOf(element, "reason") : TextOf(element, "response");

    private static DateTimeOffset? InstantOf(JsonElement element) =>
        element.TryGetProperty("timestamp", out var timestamp) && timestamp.ValueKind == JsonValueKind.Number && timestamp.TryGetInt64(out var seconds)
            && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? Text(JsonElement element, string name) => TextOf(element, name) is { Length: > 0 and <= LongestArgument } text ? text : null;

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? StringOf(value) : null;

    /// <summary>Null where the text holds half of a surrogate pair.</summary>
    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
