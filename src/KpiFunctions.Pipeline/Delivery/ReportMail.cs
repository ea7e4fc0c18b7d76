using SendGrid.Helpers.Mail;

namespace KpiFunctions.Pipeline.Delivery;

/// <summary>The mail to a consultant that is handed to SendGrid.</summary>
internal static class ReportMail
{
    public static SendGridMessage Of(ReportEnvelope envelope)
    {
        var report = envelope.Report;
        var mail = new SendGridMessage
        {
            From = new(report.Sender.Email, DigestMail.NameOf(report.Sender.Name)),
            Subject = DigestMail.OneLine(report.Subject),
            PlainTextContent = report.Text,
            HtmlContent = report.Html,
        };
        mail.AddTo(new EmailAddress(envelope.Recipient.Email, DigestMail.NameOf(envelope.Recipient.Name)));

        // SendGrid's events carry these arguments, which identify the delivery.
        mail.AddCustomArg("client", envelope.Consultant);
        mail.AddCustomArg("occurrence", envelope.Occurrence.ToString());
        mail.AddCustomArg("delivery_id", envelope.Key.DeliveryId);
        mail.SetClickTracking(enable: false, enableText: false);
        mail.SetOpenTracking(enable: false);
        mail.SetSubscriptionTracking(enable: false);
        return mail;
    }
}
