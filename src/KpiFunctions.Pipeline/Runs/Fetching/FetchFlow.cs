using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Fetches the figures of each client's accounts from the sources.</summary>
public sealed class FetchFlow(FetchPlanner planner, FetchJob fetch) : IFlow
{
    /// <inheritdoc/>
    public IReadOnlyList<TimerJob> Timers => [new("PlanFetches", Schedules.PlanFetches, planner.RunAsync) { SendsWhatIsDue = true }];

    /// <inheritdoc/>
    public IReadOnlyList<QueueHandler> Queues => [QueueHandler.Of<FetchMessage>("FetchReadings", QueueNames.Fetch, "RecordFetchFailure", fetch.RunAsync, fetch.InTimeUntilAsync, (_, _, _) => Task.CompletedTask)];
}
