using KpiFunctions.Calibration.Recomputing.Telling;
using KpiFunctions.Simulator.World;

namespace KpiFunctions.Calibration.Recomputing;

/// <summary>What the accounts of a world have told by the end, taken from the simulated world itself.</summary>
internal static class Courses
{
    /// <summary>Days further before the week decide nothing.</summary>
    private const int DaysBefore = 21;

    /// <summary>Readings are looked at until the end of the week after the newest one.</summary>
    private const int DaysFromMonday = 13;

    /// <summary>
    /// All that may be known: one course, and where a fault leaves it open whether a fetch brought anything, one for each way
    /// that it may have gone.
    /// </summary>
    /// <param name="asked">The fetches in which each account was asked.</param>
    public static IReadOnlyList<IReadOnlyList<Told>> Of(RandomWorld plan, IReadOnlyDictionary<PlannedAccount, IReadOnlyList<int>> asked)
    {
        IReadOnlyList<IReadOnlyList<Told>> courses = [[]];
        foreach (var account in plan.Accounts)
        {
            var ways = WaysOf(plan, account, asked[account]).Select(fetches => Replay(plan, account, fetches)).ToList();
            courses = [.. from course in courses from way in ways select (IReadOnlyList<Told>)[.. course, way]];
        }

        return courses;
    }

    /// <summary>The fetches that brought something: with and without the uncertain ones, up to each of them.</summary>
    private static IEnumerable<IReadOnlyList<int>> WaysOf(RandomWorld plan, PlannedAccount account, IReadOnlyList<int> asked)
    {
        var uncertain = asked.Where(number => plan.Faults.Any(fault => fault.Account == account && fault.Effect == Effect.Uncertain && fault.IsOnAt(number))).ToList();
        for (var good = 0; good <= uncertain.Count; good++)
            yield return [.. asked.Where(number => !uncertain.Contains(number) || uncertain.IndexOf(number) < good)];
    }

    private static Told Replay(RandomWorld plan, PlannedAccount account, IReadOnlyList<int> fetches)
    {
        var told = new Told(account, plan.Zone, plan.Newest.AddDays(DaysFromMonday));
        foreach (var number in fetches)
        {
            var faults = plan.Faults.Where(fault => fault.Account == account && fault.IsOnAt(number)).ToList();
            var world = new SimulatedWorld(plan.Seed, new HurriedClock(plan.Fetches[number]), [])
            {
                IsLate = faults.Exists(fault => fault.Effect == Effect.Late),
                IsRestated = faults.Exists(fault => fault.Effect == Effect.Restated),
            };
            var refused = faults.Where(fault => fault.Effect == Effect.Refused).SelectMany(fault => RefusedMetrics.Without(account.Type, fault.Metric!)).ToHashSet(StringComparer.Ordinal);
            Accounts.Tell(told, new(world, plan.Zone, refused, plan.Monday.AddDays(-DaysBefore)));
        }

        return told;
    }
}
