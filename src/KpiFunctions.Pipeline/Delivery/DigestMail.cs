using System.Globalization;
using System.Text;
using SendGrid.Helpers.Mail;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>The mail that is handed to SendGrid. Its values were validated when the config was read.</summary>
internal static class DigestMail
{
    /// <summary>What the subject of a test begins with, in every language.</summary>
    public const string TestMark = "[Test]";

    public static SendGridMessage Of(Envelope envelope)
    {
        var client = envelope.Client;
        var byMail = $"mailto:{client.ReplyTo}?subject=unsubscribe%20{client.Id}";
        var digest = envelope.Digest.For(envelope.Unsubscribe ?? new(byMail));
        var mail = new SendGridMessage
        {
            From = new(digest.Sender.Email, NameOf(digest.Sender.Name)),
            ReplyTo = new(client.ReplyTo),
            Subject = OneLine(SubjectOf(envelope, digest.Subject)),
            PlainTextContent = digest.Text,
            HtmlContent = digest.Html,
        };
        mail.AddTo(new EmailAddress(envelope.Recipient.Email, NameOf(envelope.Recipient.Name)));

        foreach (var picture in digest.Pictures)
        {
            mail.AddAttachment(new Attachment
            {
                Content = Convert.ToBase64String(picture.Png),
                Type = "image/png",
                Filename = picture.ContentId + ".png",
                Disposition = "inline",
                ContentId = picture.ContentId,
            });
        }

        // SendGrid's events carry these arguments, which identify the delivery.
        mail.AddCustomArg("client", client.Id);
        mail.AddCustomArg("occurrence", envelope.Occurrence.ToString());
        mail.AddCustomArg("delivery_id", envelope.Key.DeliveryId);

        var from = digest.Sender.Email;
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        mail.AddHeader("List-Id", $"<{client.Id}.digest.{domain}>");
        mail.AddHeader("List-Unsubscribe", envelope.Unsubscribe is { } link ? $"<{link.AbsoluteUri}>, <{byMail}>" : $"<{byMail}>");

        // RFC 8058: mail programs may post to the link themselves.
        if (envelope.Unsubscribe is not null) mail.AddHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");

        // Tracking would rewrite links and add a picture that reports when the mail is opened.
        mail.SetClickTracking(enable: false, enableText: false);
        mail.SetOpenTracking(enable: false);
        mail.SetSubscriptionTracking(enable: false);
        return mail;
    }

    /// <summary>The news first; the client's name before it for those who read of several clients.</summary>
    private static string SubjectOf(Envelope envelope, string news)
    {
        var named = envelope.ReadsOfSeveral ? $"{envelope.Client.Name} · {news}" : news;
        return envelope.Key.IsTest ? $"{TestMark} {named}" : named;
    }

    /// <summary>A name in a header, without format characters that could reverse the direction of the address after it.</summary>
    internal static string? NameOf(string? name) =>
        name is null ? null : string.Concat(name.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)));

    /// <summary>SendGrid's client does not check its input: a line break would start another header.</summary>
    internal static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
