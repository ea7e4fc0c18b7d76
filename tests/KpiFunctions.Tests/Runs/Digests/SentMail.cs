using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using KpiFunctions.Simulator.SendGrid;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>A mail as SendGrid got it.</summary>
/// <param name="Types">The content types of its parts, in order.</param>
/// <param name="Pictures">Its attachments' bytes.</param>
internal sealed record SentMail(string To, string Subject, IReadOnlyList<string> Types, string Text, string Html, IReadOnlyList<byte[]> Pictures, DateTimeOffset At, bool IsDuplicate)
{
    /// <summary>The HTML part as a mail program parses it.</summary>
    public IHtmlDocument Page => new HtmlParser().ParseDocument(Html);

    public static SentMail Of(ReceivedMail mail)
    {
        using var body = JsonDocument.Parse(mail.Body);
        var parts = body.RootElement.GetProperty("content").EnumerateArray().Select(part => (Type: part.GetProperty("type").GetString()!, Value: part.GetProperty("value").GetString()!)).ToList();
        var pictures = body.RootElement.TryGetProperty("attachments", out var attachments)
            ? attachments.EnumerateArray().Select(attachment => attachment.GetProperty("content").GetBytesFromBase64()).ToList()
            : [];
        return new(
            mail.To.Single(), mail.Subject!, [.. parts.Select(part => part.Type)], Part("text/plain"), Part("text/html"), pictures, mail.ReceivedAt, mail.IsDuplicate);

        string Part(string type) => parts.Single(part => part.Type == type).Value;
    }
}
