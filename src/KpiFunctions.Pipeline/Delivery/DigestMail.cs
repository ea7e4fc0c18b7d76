using System.Globalization;
using System.Text;
using SendGrid.Helpers.Mail;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>The mail that SendGrid is asked to send. Everything in it was validated when the config was read.</summary>
internal static class DigestMail
{
    public static SendGridMessage Of(Envelope envelope)
    {
        var client = envelope.Client;
        var byMail = $"mailto:{client.ReplyTo}?subject=unsubscribe%20{client.Id}";
        var digest = envelope.Digest.For(envelope.Unsubscribe ?? new(byMail));
        var mail = new SendGridMessage
        {
            From = new(digest.Sender.Email, NameOf(digest.Sender.Name)),
            ReplyTo = new(client.ReplyTo),
            Subject = OneLine(digest.Subject),
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

        // By these an event of SendGrid's finds its delivery.
        mail.AddCustomArg("client", client.Id);
        mail.AddCustomArg("occurrence", envelope.Occurrence.ToString());
        mail.AddCustomArg("delivery_id", envelope.Key.DeliveryId);

        var from = digest.Sender.Email;
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        mail.AddHeader("List-Id", $"<{client.Id}.digest.{domain}>");
        mail.AddHeader("List-Unsubscribe", envelope.Unsubscribe is { } link ? $"<{link.AbsoluteUri}>, <{byMail}>" : $"<{byMail}>");

        // RFC 8058: the reader's mail program may post to the link itself.
        if (envelope.Unsubscribe is not null) mail.AddHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");

        // Tracking rewrites links and adds a picture that reports the reader.
        mail.SetClickTracking(enable: false, enableText: false);
        mail.SetOpenTracking(enable: false);
        mail.SetSubscriptionTracking(enable: false);
        return mail;
    }

    /// <summary>A name in a header: nothing in it turns the direction of the address beside it.</summary>
    private static string? NameOf(string? name) =>
        name is null ? null : string.Concat(name.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)));

    /// <summary>SendGrid's client passes on whatever it is given: a line break would begin another header.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
