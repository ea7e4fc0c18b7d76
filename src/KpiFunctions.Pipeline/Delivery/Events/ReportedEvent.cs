using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Delivery.Events;

/// <summary>An event that SendGrid reports of one of the pipeline's mails.</summary>
/// <param name="Id">SendGrid's id of the event; null where it gives none.</param>
/// <param name="Client">The mail's custom argument.</param>
/// <param name="Occurrence">The mail's custom argument.</param>
/// <param name="DeliveryId">The mail's custom argument.</param>
/// <param name="Suppresses">Why the recipient is to get no more mails; null where the event says nothing against the address.</param>
public sealed record ReportedEvent(string? Id, string Client, IsoWeek Occurrence, string DeliveryId, MailEvent Mail, Suppression? Suppresses);
