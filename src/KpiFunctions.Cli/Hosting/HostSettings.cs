using System.Text.Json;

namespace KpiFunctions.Cli.Hosting;

/// <summary>The queue settings of <c>host.json</c>, with the meaning that they have for the Functions host.</summary>
/// <param name="BatchSize">Messages that are received at once from one queue.</param>
/// <param name="MaxDequeueCount">Attempts before a message is moved to the poison queue.</param>
/// <param name="RetryDelay"><c>visibilityTimeout</c>: how long a message is invisible after a failure.</param>
/// <param name="PollingInterval"><c>maxPollingInterval</c>: the longest time between two looks at an empty queue.</param>
internal sealed record HostSettings(int BatchSize, int MaxDequeueCount, TimeSpan RetryDelay, TimeSpan PollingInterval)
{
    /// <summary>Reads the file that was published with the program.</summary>
    public static HostSettings Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip });
        var queues = json.RootElement.GetProperty("extensions").GetProperty("queues");
        return new(
            queues.GetProperty("batchSize").GetInt32(),
            queues.GetProperty("maxDequeueCount").GetInt32(),
            TimeSpan.Parse(queues.GetProperty("visibilityTimeout").GetString()!),
            TimeSpan.Parse(queues.GetProperty("maxPollingInterval").GetString()!));
    }
}
