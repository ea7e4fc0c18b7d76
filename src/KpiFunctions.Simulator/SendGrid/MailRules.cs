using System.Text.Json;

namespace KpiFunctions.Simulator.SendGrid;

/// <summary>What SendGrid finds wrong with a body, in its words.</summary>
/// <param name="Field">Where, with dots; null for the body as a whole.</param>
internal sealed record MailFault(string? Field, string Message);

/// <summary>The rules of <c>/v3/mail/send</c> that a digest can break.</summary>
internal static class MailRules
{
    private const int MaxCustomArgs = 10_000;
    private static readonly string[] ReservedHeaders = ["x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding", "to", "from", "subject", "reply-to", "cc", "bcc"];

    /// <summary>Everything that is wrong; empty for a body that is accepted.</summary>
    public static IReadOnlyList<MailFault> Check(JsonElement mail)
    {
        if (mail.ValueKind != JsonValueKind.Object) return [new(null, "Bad Request")];
        return [.. Personalizations(mail), .. From(mail), .. Subject(mail), .. Content(mail), .. Headers(mail, ""), .. Categories(mail), .. Attachments(mail)];
    }

    private static IEnumerable<MailFault> Personalizations(JsonElement mail)
    {
        if (!mail.TryGetProperty("personalizations", out var all) || all.ValueKind != JsonValueKind.Array || all.GetArrayLength() == 0)
        {
            yield return new("personalizations", "The personalizations field is required and must have at least one personalization.");
            yield break;
        }

        var index = 0;
        foreach (var one in all.EnumerateArray())
        {
            var field = $"personalizations.{index++}";
            var to = Addresses(one, "to").ToList();
            if (to.Count == 0) yield return new($"{field}.to", "The to array is required for all personalization objects, and must have at least one email object with a valid email address.");
            foreach (var (_, place) in to.Select((address, place) => (address, place)).Where(pair => !IsAddress(pair.address)))
                yield return new($"{field}.to.{place}.email", "Does not contain a valid address.");

            var everybody = to.Concat(Addresses(one, "cc")).Concat(Addresses(one, "bcc")).OfType<string>();
            if (everybody.GroupBy(address => address, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
                yield return new(field, $"Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [{twice.Key}] in the {field}.to field.");
            foreach (var fault in CustomArgs(one, field).Concat(Headers(one, $"{field}."))) yield return fault;
        }
    }

    private static IEnumerable<MailFault> CustomArgs(JsonElement one, string field)
    {
        if (!one.TryGetProperty("custom_args", out var args)) yield break;
        if (args.ValueKind != JsonValueKind.Object || args.EnumerateObject().Any(arg => arg.Value.ValueKind != JsonValueKind.String))
            yield return new($"{field}.custom_args", "The custom_args values must be strings.");
        else if (args.GetRawText().Length > MaxCustomArgs)
            yield return new($"{field}.custom_args", "The total size of the custom args must not exceed 10,000 bytes.");
    }

    private static IEnumerable<MailFault> From(JsonElement mail)
    {
        if (!mail.TryGetProperty("from", out var from) || from.ValueKind != JsonValueKind.Object)
            yield return new("from", "The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.");
        else if (!IsAddress(Text(from, "email")))
            yield return new("from.email", "The from email does not contain a valid address.");
        if (mail.TryGetProperty("reply_to", out var reply) && !IsAddress(Text(reply, "email")))
            yield return new("reply_to.email", "The reply_to email does not contain a valid address.");
    }

    private static IEnumerable<MailFault> Subject(JsonElement mail)
    {
        var template = mail.TryGetProperty("template_id", out _);
        var everywhere = mail.TryGetProperty("personalizations", out var all) && all.ValueKind == JsonValueKind.Array && all.EnumerateArray().All(one => !string.IsNullOrEmpty(Text(one, "subject")));
        if (!template && !everywhere && string.IsNullOrEmpty(Text(mail, "subject")))
            yield return new("subject", "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.");
    }

    private static IEnumerable<MailFault> Content(JsonElement mail)
    {
        if (mail.TryGetProperty("template_id", out _)) yield break;
        if (!mail.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array || content.GetArrayLength() == 0)
        {
            yield return new("content", "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block.");
            yield break;
        }

        var parts = content.EnumerateArray().Select(part => (Type: Text(part, "type"), Value: Text(part, "value"))).ToList();
        for (var place = 0; place < parts.Count; place++)
        {
            if (string.IsNullOrEmpty(parts[place].Type)) yield return new($"content.{place}.type", "The content type must be a string at least one character in length.");
            if (string.IsNullOrEmpty(parts[place].Value)) yield return new($"content.{place}.value", "The content value must be a string at least one character in length.");
        }

        if (parts.FindIndex(part => part.Type == "text/plain") > 0)
            yield return new("content", "If present, text/plain and text/html may only be provided once. The text/plain must be first, followed by text/html, followed by any other content.");
    }

    private static IEnumerable<MailFault> Headers(JsonElement owner, string before)
    {
        if (!owner.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Object) yield break;
        foreach (var header in headers.EnumerateObject())
        {
            if (ReservedHeaders.Contains(header.Name, StringComparer.OrdinalIgnoreCase)) yield return new($"{before}headers", $"The headers parameter cannot contain the reserved header {header.Name}.");
            if (header.Value.ValueKind != JsonValueKind.String || header.Name.Any(char.IsControl) || header.Value.GetString()!.Any(char.IsControl))
                yield return new($"{before}headers", "Headers must be key-value pairs of strings, without line breaks.");
        }
    }

    private static IEnumerable<MailFault> Categories(JsonElement mail)
    {
        if (mail.TryGetProperty("categories", out var categories) && (categories.ValueKind != JsonValueKind.Array || categories.GetArrayLength() > 10))
            yield return new("categories", "The categories parameter must be an array of at most 10 strings.");
    }

    private static IEnumerable<MailFault> Attachments(JsonElement mail)
    {
        if (!mail.TryGetProperty("attachments", out var attachments) || attachments.ValueKind != JsonValueKind.Array) yield break;
        foreach (var (attachment, place) in attachments.EnumerateArray().Select((attachment, place) => (attachment, place)))
        {
            if (string.IsNullOrEmpty(Text(attachment, "filename"))) yield return new($"attachments.{place}.filename", "The attachment filename must be a string at least one character in length.");
            if (!attachment.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.String || !content.TryGetBytesFromBase64(out var bytes) || bytes.Length == 0)
                yield return new($"attachments.{place}.content", "The attachment content must be base64 encoded.");
        }
    }

    private static IEnumerable<string?> Addresses(JsonElement one, string list) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty(list, out var found) && found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().Select(address => Text(address, "email")) : [];

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsAddress(string? text) =>
        text is not null && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && text.LastIndexOf('@') == at && !text.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign is '<' or '>' or ',');
}
