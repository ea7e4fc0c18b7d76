using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>
/// Origins of visits that were known stay known: while an analytics tool works a day out again, it may say of fewer visits
/// where they came from than it did before.
/// </summary>
internal static class KnownOrigins
{
    /// <summary>By how much more of a day's visits has to be of unknown sender for the earlier origins to stay.</summary>
    private const double Worse = 0.02;

    /// <summary>The part by which a day's visits may have been restated for its earlier origins to be still those of the day.</summary>
    private const double Restated = 0.1;

    /// <summary>Readings as they are to be stored. What is stored is read only where much of an answer is of unknown sender.</summary>
    public static async Task<IReadOnlyList<Reading>> KeptAsync(ReadingTable table, string client, IReadOnlyList<Reading> answered, CancellationToken cancellationToken)
    {
        var doubtful = answered.Where(reading => UnknownPartOf(reading) > Worse).Select(reading => reading.Day).ToList();
        if (doubtful.Count == 0) return answered;
        var account = answered[0].Account;
        var stored = (await table.ReadAsync(client, new DayRange(doubtful.Min(), doubtful.Max()), cancellationToken)).Where(reading => reading.Account == account).ToDictionary(reading => reading.Day);
        return [.. answered.Select(reading => stored.TryGetValue(reading.Day, out var known) ? Kept(reading, known) : reading)];
    }

    /// <summary>A day's answer without its origins where those that are stored say more.</summary>
    internal static Reading Kept(Reading answered, Reading stored)
    {
        if (answered.Traffic is null || stored.Traffic is not { Count: > 0 } || UnknownPartOf(answered) <= UnknownPartOf(stored) + Worse) return answered;
        var (now, before) = (SessionsOf(answered), SessionsOf(stored));
        return Math.Abs(now - before) <= Restated * now ? answered with { Traffic = null, Settled = answered.Settled || stored.Settled } : answered;
    }

    private static double SessionsOf(Reading reading) => (reading.Traffic ?? []).Sum(slice => slice.Sessions);

    private static double UnknownPartOf(Reading reading) =>
        SessionsOf(reading) is > 0 and var all ? reading.Traffic!.Where(slice => slice.HasUnknownReferrer).Sum(slice => slice.Sessions) / all : 0;
}
