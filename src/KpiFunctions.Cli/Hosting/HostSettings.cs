using System.Text.Json;

namespace KpiFunctions.Cli.Hosting;

/// <summary>The queue settings of <c>host.json</c>, as the Functions host understands them.</summary>
/// <param name="BatchSize">Messages taken at once from one queue.</param>
/// <param name="MaxDequeueCount">Tries before a message goes to the poison queue.</param>
/// <param name="RetryDelay"><c>visibilityTimeout</c>: how long a message hides after a failure.</param>
/// <param name="PollingInterval"><c>maxPollingInterval</c>: how long an empty queue is left alone.</param>
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
