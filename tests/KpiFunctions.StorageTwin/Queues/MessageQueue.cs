using System.Globalization;
using System.Text;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Queues;

/// <summary>A queue's messages in the order in which they are given out. Not safe for concurrent use: the service holds a lock.</summary>
internal sealed class MessageQueue(string name, IReadOnlyDictionary<string, string> metadata)
{
    private const int LargestText = 64 * 1024;

    private readonly Dictionary<string, Message> byId = new(StringComparer.Ordinal);
    private readonly SortedSet<Message> inOrder = new(Comparer<Message>.Create((one, other) => (one.VisibleAt, one.Sequence).CompareTo((other.VisibleAt, other.Sequence))));
    private long last;

    public string Name => name;

    public IReadOnlyDictionary<string, string> Metadata { get; set; } = metadata;

    public IReadOnlyCollection<Message> Live(DateTimeOffset now)
    {
        foreach (var old in inOrder.Where(message => message.Expires <= now).ToList()) Remove(old);
        return inOrder;
    }

    public Message Add(string text, TimeSpan visibility, TimeSpan? timeToLive, DateTimeOffset now)
    {
        CheckText(text);
        CheckVisibility(visibility, TimeSpan.Zero);
        if (timeToLive <= visibility) throw OutOfRange("visibilitytimeout");
        var number = ++last;
        var expires = timeToLive is { } live ? now + live : DateTimeOffset.MaxValue;
        return Put(new(IdOf(number), number, text, now, expires, now + visibility, NextReceipt(), 0));
    }

    /// <summary>Hides messages that are visible and gives them with new pop receipts.</summary>
    public IReadOnlyList<Message> Receive(int count, TimeSpan visibility, DateTimeOffset now)
    {
        CheckVisibility(visibility, TimeSpan.FromSeconds(1));
        return [.. Visible(count, now).Select(message =>
            Replace(message, message with { VisibleAt = now + visibility, PopReceipt = NextReceipt(), DequeueCount = message.DequeueCount + 1 }))];
    }

    public IReadOnlyList<Message> Visible(int count, DateTimeOffset now)
    {
        if (count is < 1 or > 32) throw OutOfRange("numofmessages");
        // The order ends the search at the first hidden message: a long queue is not read to its end.
        return [.. inOrder.TakeWhile(message => message.VisibleAt <= now).Where(message => message.Expires > now).Take(count)];
    }

    /// <param name="text">The new text; null leaves it as it is.</param>
    public Message Update(string id, string popReceipt, string? text, TimeSpan visibility, DateTimeOffset now)
    {
        var message = Get(id, popReceipt, now);
        CheckVisibility(visibility, TimeSpan.Zero);
        if (text is not null) CheckText(text);
        if (now + visibility > message.Expires) throw OutOfRange("visibilitytimeout");
        return Replace(message, message with { Text = text ?? message.Text, VisibleAt = now + visibility, PopReceipt = NextReceipt() });
    }

    public void Delete(string id, string popReceipt, DateTimeOffset now) => Remove(Get(id, popReceipt, now));

    public void Clear()
    {
        byId.Clear();
        inOrder.Clear();
    }

    /// <summary>A receipt is good until another one is given out, also after the message became visible again.</summary>
    private Message Get(string id, string popReceipt, DateTimeOffset now) =>
        byId.TryGetValue(id, out var message) && message.Expires > now && message.PopReceipt == popReceipt
            ? message
            : throw new ServiceError(404, "MessageNotFound", "The specified message does not exist.");

    private Message Replace(Message old, Message message)
    {
        Remove(old);
        return Put(message);
    }

    private Message Put(Message message)
    {
        byId[message.Id] = message;
        inOrder.Add(message);
        return message;
    }

    private void Remove(Message message)
    {
        byId.Remove(message.Id);
        inOrder.Remove(message);
    }

    private string NextReceipt() => Convert.ToBase64String(Encoding.UTF8.GetBytes((++last).ToString("D16", CultureInfo.InvariantCulture)));

    private static string IdOf(long number) => new Guid(0, 0, 0, BitConverter.GetBytes(number)).ToString();

    private static void CheckText(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > LargestText)
            throw new ServiceError(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
    }

    private static void CheckVisibility(TimeSpan visibility, TimeSpan least)
    {
        if (visibility < least || visibility > TimeSpan.FromDays(7)) throw OutOfRange("visibilitytimeout");
    }

    private static ServiceError OutOfRange(string parameter) =>
        new(400, "OutOfRangeQueryParameterValue", $"One of the query parameters specified in the request URI is outside the permissible range: {parameter}.");
}
