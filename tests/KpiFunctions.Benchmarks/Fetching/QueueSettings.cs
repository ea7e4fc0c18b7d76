using Microsoft.Extensions.Configuration;

namespace KpiFunctions.Benchmarks.Fetching;

/// <summary>How many messages the Functions host works on, by <c>host.json</c>.</summary>
/// <param name="BatchSize">Messages that are taken at once.</param>
/// <param name="NewBatchThreshold">The next batch is taken when no more than so many are being worked on.</param>
internal sealed record QueueSettings(int BatchSize, int NewBatchThreshold)
{
    /// <summary>The most that are worked on at the same time.</summary>
    public int AtOnce => BatchSize + NewBatchThreshold;

    /// <summary>Reads the file that was built into the program's folder.</summary>
    public static QueueSettings Read()
    {
        var queues = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build().GetRequiredSection("extensions:queues");
        return new(queues.GetValue<int>("batchSize"), queues.GetValue<int>("newBatchThreshold"));
    }
}
