using KpiFunctions.Calibration.Recomputing.Telling;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Simulator.Faults;
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
            var ways = WaysOf(plan, account, asked[account]).Select(way => Replay(plan, account, way)).ToList();
            courses = [.. from course in courses from way in ways select (IReadOnlyList<Told>)[.. course, way]];
        }

        return courses;
    }

    /// <summary>The fetches that were answered, each with whether it brought anything: the uncertain ones up to each of them did.</summary>
    private static IEnumerable<IReadOnlyList<(int Number, bool IsEmpty)>> WaysOf(RandomWorld plan, PlannedAccount account, IReadOnlyList<int> asked)
    {
        var fault = plan.Faults.FirstOrDefault(fault => fault.Account == account && fault.Effect == Effect.Uncertain);
        var uncertain = asked.Where(number => fault?.IsOnAt(number) == true).ToList();
        for (var good = 0; good <= uncertain.Count; good++)
        {
            var brought = asked.Where(number => !uncertain.Contains(number) || uncertain.IndexOf(number) < good).ToList();
            yield return [.. brought.Select(number => (number, false))];

            // A platform that answers with nothing has answered.
            if (fault?.Kind == FaultKind.NoData && good < uncertain.Count) yield return [.. asked.Select(number => (number, !brought.Contains(number)))];
        }
    }

    private static Told Replay(RandomWorld plan, PlannedAccount account, IReadOnlyList<(int Number, bool IsEmpty)> fetches)
    {
        var told = new Told(account, plan.Zone, plan.Newest.AddDays(DaysFromMonday));
        foreach (var (number, isEmpty) in fetches)
        {
            told.LastAnswer = plan.Fetches[number];
            var faults = plan.Faults.Where(fault => fault.Account == account && fault.IsOnAt(number)).ToList();
            var world = new SimulatedWorld(plan.Seed, new LeapingClock(plan.Fetches[number]), [])
            {
                IsLate = faults.Exists(fault => fault.Effect == Effect.Late),
                IsRestated = faults.Exists(fault => fault.Effect == Effect.Restated),
            };
            var odd = faults.Select(fault => fault.Odd).OfType<OddAnswer>().ToList();
            var asking = new Asking(world, plan.Zone, odd.SelectMany(answer => answer.Metrics).ToHashSet(StringComparer.Ordinal), plan.Monday.AddDays(-DaysBefore));
            if (isEmpty) Accounts.TellNothing(told, asking);
            else Accounts.Tell(told, asking);
            foreach (var metric in odd.Where(answer => answer.IsImpossible).SelectMany(answer => answer.Metrics)) told.Gives(metric);
        }

        return told;
    }
}
