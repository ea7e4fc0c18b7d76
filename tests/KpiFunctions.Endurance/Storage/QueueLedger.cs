using System.Collections.Concurrent;

namespace KpiFunctions.Endurance.Storage;

/// <summary>How many messages each queue holds, hidden ones included, by what was sent and deleted: empty queues need no question.</summary>
internal sealed class QueueLedger
{
    private readonly ConcurrentDictionary<string, int> messages = new(StringComparer.Ordinal);

    public bool IsEmpty => messages.Values.All(count => count == 0);

    public string Text => string.Join(", ", messages.Where(pair => pair.Value != 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));

    public int In(string queue) => messages.GetValueOrDefault(queue);

    public void Note(Call call, int status)
    {
        if (status is < 200 or > 299 || call.Service != Service.Queues) return;
        var change = call.IsMessageSent ? 1 : call.IsMessageDeleted ? -1 : 0;
        if (change != 0) messages.AddOrUpdate(call.Resource[..call.Resource.IndexOf('/', StringComparison.Ordinal)], change, (_, count) => count + change);
    }

    public void Clear() => messages.Clear();
}
