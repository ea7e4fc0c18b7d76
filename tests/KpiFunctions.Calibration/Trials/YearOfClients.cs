using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>A year of digests of clients at which nothing changes.</summary>
internal static class YearOfClients
{
    private const int Weeks = 52;

    private static readonly IsoWeek First = IsoWeek.Parse("2025-W40");

    /// <summary>Per client, how many of its 52 digests tell of a change; the fewest first.</summary>
    /// <param name="world">A figure of each account.</param>
    /// <param name="figures">How many accounts a client has.</param>
    public static IReadOnlyList<int> DigestsThatTell(IWorld world, int figures, int clients, int seed)
    {
        var told = new int[clients];
        Parallel.For(0, clients, client =>
        {
            var random = new Random(unchecked(seed * 1_000_003 + client));
            var readings = Enumerable.Range(0, figures).SelectMany(figure => Readings(world, random).Select(reading => reading with { Account = reading.Account with { Account = $"page {figure}" } }))
                .OrderBy(reading => reading.Day).ToList();
            for (var week = 0; week < Weeks; week++)
            {
                var last = First.Plus(week);
                IReadOnlyList<Reading> known = [.. readings.Where(reading => reading.Day <= last.Sunday && reading.Day >= last.Plus(-Weeks).Monday)];
                if (SimulatedClient.Judge(world, known, last).Primary.Any(kpi => kpi.Verdict is KpiVerdict.Better or KpiVerdict.Worse)) told[client]++;
            }
        });
        return [.. told.Order()];
    }

    private static IEnumerable<Reading> Readings(IWorld world, Random random)
    {
        Reading? last = null;
        for (var week = -Weeks; week < Weeks; week++)
        {
            foreach (var day in world.Week(First.Plus(week).Monday, 1, random, last))
            {
                last = day;
                yield return day;
            }
        }
    }
}
