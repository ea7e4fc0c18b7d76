using System.Globalization;
using System.Xml.Linq;
using KpiFunctions.StorageTwin.Blobs;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Queues;

/// <summary>Messages as XML.</summary>
internal static class QueueXml
{
    /// <summary>The text of a message in a request; null without a body.</summary>
    public static string? TextOf(Incoming request) => request.Body.Length == 0 ? null : request.Xml().Root!.Element("MessageText")!.Value;

    public static Answer Sent(Message message) => Answer.Xml(201, new("QueueMessagesList", new XElement("QueueMessage", Identity(message), Receipt(message))));

    public static Answer Received(IEnumerable<Message> messages) => List(messages, message => [Identity(message), Receipt(message), Content(message)]);

    public static Answer Peeked(IEnumerable<Message> messages) => List(messages, message => [Identity(message), Content(message)]);

    private static Answer List(IEnumerable<Message> messages, Func<Message, object[]> write) =>
        Answer.Xml(200, new("QueueMessagesList", messages.Select(message => new XElement("QueueMessage", write(message)))));

    private static XElement[] Identity(Message message) =>
    [
        new("MessageId", message.Id),
        new("InsertionTime", BlobHeaders.Rfc(message.Inserted)),
        new("ExpirationTime", BlobHeaders.Rfc(message.Expires)),
    ];

    private static XElement[] Receipt(Message message) =>
        [new("PopReceipt", message.PopReceipt), new("TimeNextVisible", BlobHeaders.Rfc(message.VisibleAt))];

    private static XElement[] Content(Message message) =>
        [new("DequeueCount", message.DequeueCount.ToString(CultureInfo.InvariantCulture)), new("MessageText", message.Text)];
}
