using System.Globalization;
using System.Xml.Linq;
using KpiFunctions.StorageTwin.Blobs;
using KpiFunctions.StorageTwin.Http;
using KpiFunctions.StorageTwin.Lines;

namespace KpiFunctions.StorageTwin.Queues;

/// <summary>The queue service: its operations by path and method, one at a time.</summary>
internal sealed class QueueService(TimeProvider time)
{
    private static readonly TimeSpan DefaultVisibility = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromDays(7);

    private readonly Lock oneAtATime = new();
    private readonly QueueSet queues = new();

    public Answer Execute(Incoming request)
    {
        var parts = request.Path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        lock (oneAtATime)
        {
            return parts switch
            {
                [""] => request is { Method: "GET" } && request.Argument("comp") == "list" ? List(request) : throw request.Unknown(),
                [var queue] => OnQueue(request, queue),
                [var queue, "messages"] => OnMessages(request, queues.Get(queue), time.GetUtcNow()),
                [var queue, "messages", var id] => OnMessage(request, queues.Get(queue), id, time.GetUtcNow()),
                _ => throw request.Unknown(),
            };
        }
    }

    public void Load(AccountLines lines)
    {
        lock (oneAtATime)
        {
            foreach (var name in lines.Queues) queues.Ensure(name);
            foreach (var line in lines.Messages) queues.Ensure(line.Queue).Add(line.Text, TimeSpan.Zero, null, time.GetUtcNow());
        }
    }

    public IEnumerable<AccountLine> Dump()
    {
        lock (oneAtATime)
        {
            return [.. queues.All.SelectMany(queue => queue.Live(time.GetUtcNow())
                .Select(message => (AccountLine)new MessageLine(queue.Name, message.Text))
                .Prepend(new QueueLine(queue.Name)))];
        }
    }

    private Answer OnQueue(Incoming request, string name)
    {
        switch (request.Method, request.Argument("comp"))
        {
            case ("PUT", null):
                return Answer.Empty(queues.Create(name, BlobHeaders.MetadataOf(request)) ? 201 : 204);
            case ("DELETE", null):
                queues.Delete(name);
                return Answer.Empty(204);
            case ("GET" or "HEAD", "metadata"):
                var queue = queues.Get(name);
                var answer = Answer.Empty(200).With("x-ms-approximate-messages-count", queue.Live(time.GetUtcNow()).Count.ToString(CultureInfo.InvariantCulture));
                foreach (var (key, value) in queue.Metadata) answer.With(BlobHeaders.MetadataPrefix + key, value);
                return answer;
            case ("PUT", "metadata"):
                queues.Get(name).Metadata = BlobHeaders.MetadataOf(request);
                return Answer.Empty(204);
            default:
                throw request.Unknown();
        }
    }

    private static Answer OnMessages(Incoming request, MessageQueue queue, DateTimeOffset now)
    {
        switch (request.Method)
        {
            case "POST":
                var visibility = SecondsOf(request, "visibilitytimeout") ?? TimeSpan.Zero;
                var timeToLive = SecondsOf(request, "messagettl") ?? DefaultTimeToLive;
                return QueueXml.Sent(queue.Add(QueueXml.TextOf(request)!, visibility, timeToLive < TimeSpan.Zero ? null : timeToLive, now));
            case "GET":
                var count = int.Parse(request.Argument("numofmessages") ?? "1", CultureInfo.InvariantCulture);
                return request.Argument("peekonly") == "true"
                    ? QueueXml.Peeked(queue.Visible(count, now))
                    : QueueXml.Received(queue.Receive(count, SecondsOf(request, "visibilitytimeout") ?? DefaultVisibility, now));
            case "DELETE":
                queue.Clear();
                return Answer.Empty(204);
            default:
                throw request.Unknown();
        }
    }

    private static Answer OnMessage(Incoming request, MessageQueue queue, string id, DateTimeOffset now)
    {
        var receipt = request.Argument("popreceipt") ?? throw request.Unknown();
        switch (request.Method)
        {
            case "PUT":
                var updated = queue.Update(id, receipt, QueueXml.TextOf(request), SecondsOf(request, "visibilitytimeout") ?? throw request.Unknown(), now);
                return Answer.Empty(204).With("x-ms-popreceipt", updated.PopReceipt).With("x-ms-time-next-visible", BlobHeaders.Rfc(updated.VisibleAt));
            case "DELETE":
                queue.Delete(id, receipt, now);
                return Answer.Empty(204);
            default:
                throw request.Unknown();
        }
    }

    private Answer List(Incoming request) => request.Argument("marker") is { Length: > 0 } || request.Argument("maxresults") is not null || request.Argument("include") is { Length: > 0 }
        ? throw request.Unknown("a list of queues with more than a prefix")
        : Answer.Xml(200, new(
            "EnumerationResults",
            new XElement("Queues", queues.All
                .Where(queue => queue.Name.StartsWith(request.Argument("prefix") ?? "", StringComparison.Ordinal))
                .Select(queue => new XElement("Queue", new XElement("Name", queue.Name)))),
            new XElement("NextMarker")));

    private static TimeSpan? SecondsOf(Incoming request, string parameter) =>
        request.Argument(parameter) is { } text ? TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture)) : null;
}
