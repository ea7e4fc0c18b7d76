using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>How a world's weeks go, and which of them are judged.</summary>
/// <param name="History">Known weeks before the first judged one.</param>
internal sealed record Course(int History)
{
    /// <summary>How many weeks are judged, one after the other.</summary>
    public int Judged { get; init; } = 1;

    /// <summary>What a week's expectation is multiplied by; 0 is the first judged week, −1 the one before it.</summary>
    public Func<int, double> SizeOf { get; init; } = _ => 1;

    /// <summary>How often a week of the history lacks its figure.</summary>
    public double Missing { get; init; }

    private static readonly IsoWeek First = IsoWeek.Parse("2026-W40");

    /// <summary>The judged weeks' figures, by the engine, each with what was known on its Sunday.</summary>
    public IReadOnlyList<Kpi> Run(IWorld world, Random random)
    {
        var readings = Readings(world, random);
        return [.. Enumerable.Range(0, Judged).Select(i => SimulatedClient.Judge(world, readings, First.Plus(i)).Primary.Single(kpi => kpi.Traits.Name == world.Kpi))];
    }

    /// <summary>The objective's first judged week.</summary>
    public static ObjectiveResult Judge(IWorld world, IReadOnlyList<Reading> readings) => SimulatedClient.Judge(world, readings, First);

    /// <summary>A world's weeks, in order of day. A level gets a week before the first, to change from.</summary>
    public IReadOnlyList<Reading> Readings(IWorld world, Random random)
    {
        var isKnown = new Stack<bool>();
        for (var known = 0; known < History;)
        {
            isKnown.Push(random.NextDouble() >= Missing);
            if (isKnown.Peek()) known++;
        }

        if (world.Objective == ObjectiveKind.Image || world.Formula is not null) isKnown.Push(true);
        var readings = new List<Reading>();
        Reading? last = null;
        var first = -isKnown.Count;
        for (var i = first; i < Judged; i++)
        {
            var week = world.Week(First.Plus(i).Monday, SizeOf(i), random, last).ToList();
            last = week[^1];
            if (i >= 0 || isKnown.Pop()) readings.AddRange(week);
        }

        return readings;
    }
}
