using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Actions;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Cli.Commands;

/// <summary>The client that a command is about.</summary>
internal static class KnownClient
{
    /// <summary>The client in force.</summary>
    /// <exception cref="UsageException">No config of it is in force: the message says what there is.</exception>
    public static async Task<ClientInForce> FindAsync(LocalPipeline pipeline, string id, CancellationToken cancellationToken) =>
        await pipeline.Get<ClientDirectory>().FindAsync(id, cancellationToken) ?? throw await MissingAsync(pipeline, id, cancellationToken);

    /// <summary>Refuses a week that has not begun where the client is.</summary>
    /// <returns>The day that it is there.</returns>
    /// <exception cref="UsageException">The week has not begun.</exception>
    public static DateOnly RequireBegun(ClientConfig client, IsoWeek week)
    {
        var today = client.Schedule.Zone.DayAt(TimeProvider.System.GetUtcNow());
        return week.Monday <= today ? today : throw new UsageException($"--week: {week} has not begun; it begins on {week.Monday:yyyy-MM-dd}.");
    }

    /// <summary>That no config of a client is in force, with what there is.</summary>
    public static async Task<UsageException> MissingAsync(LocalPipeline pipeline, string id, CancellationToken cancellationToken)
    {
        var there = ActionWords.OfCommands.ExistingOf(await pipeline.Get<StatusReader>().NoClientAsync(id, cancellationToken));
        return new(string.Join('\n', [$"No client '{id}' is in force here. Add its config first: kpi add {id}.json", .. there]));
    }
}
