using System.Text.RegularExpressions;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Queues;

/// <summary>The account's queues.</summary>
internal sealed partial class QueueSet
{
    private readonly SortedDictionary<string, MessageQueue> queues = new(StringComparer.Ordinal);

    public IEnumerable<MessageQueue> All => queues.Values;

    public MessageQueue Get(string name) => queues.GetValueOrDefault(name) ?? throw new ServiceError(404, "QueueNotFound", "The specified queue does not exist.");

    /// <summary>False where it is there already, with the same metadata.</summary>
    public bool Create(string name, IReadOnlyDictionary<string, string> metadata)
    {
        if (!Name().IsMatch(name)) throw new ServiceError(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
        if (queues.TryAdd(name, new(name, metadata))) return true;
        var current = queues[name].Metadata;
        var isSame = current.Count == metadata.Count && metadata.All(pair => current.TryGetValue(pair.Key, out var value) && value == pair.Value);
        return isSame ? false : throw new ServiceError(409, "QueueAlreadyExists", "The specified queue already exists.");
    }

    public MessageQueue Ensure(string name)
    {
        Create(name, queues.GetValueOrDefault(name)?.Metadata ?? new Dictionary<string, string>());
        return queues[name];
    }

    public void Delete(string name)
    {
        if (!queues.Remove(name)) throw new ServiceError(404, "QueueNotFound", "The specified queue does not exist.");
    }

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();
}
