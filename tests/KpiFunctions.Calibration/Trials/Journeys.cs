using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Trials;

/// <summary>A world's figure on its way to a target.</summary>
/// <param name="Start">The figure's expectation where nothing changes, which the target declares as its start.</param>
/// <param name="SizeOf">The size of the world's weeks (<see cref="IWorld.Week"/>) that makes the expectation so many times the start.</param>
internal sealed record Wayfarer(IWorld World, double Start, Func<double, double> SizeOf)
{
    public Wayfarer(IWorld world, double start)
        : this(world, start, times => times)
    {
    }

    /// <summary>Whether less is better: then a goal of "× 2" is half the start.</summary>
    public bool IsLessBetter { get; init; }
}

/// <summary>How the way to a target goes: 28 weeks, so that its quarters are whole weeks.</summary>
/// <param name="Times">The goal, in times the start.</param>
/// <param name="Pace">What part of the needed pace the client keeps: 0 stands still.</param>
internal sealed record Journey(double Times, double Pace)
{
    public const int Weeks = 28;

    /// <summary>Known weeks up to the start.</summary>
    public int Before { get; init; } = 8;

    /// <summary>What the config declares as the start.</summary>
    public StartKind Start { get; init; } = StartKind.Expectation;

    /// <summary>How often a week lacks its figure.</summary>
    public double Missing { get; init; }

    private static readonly IsoWeek First = IsoWeek.Parse("2026-W40");

    /// <summary>The figure of each judged week.</summary>
    /// <param name="judged">Weeks after the start, 1 to 28.</param>
    public IReadOnlyDictionary<int, Kpi> Run(Wayfarer wayfarer, Random random, IEnumerable<int> judged)
    {
        var (world, goal) = (wayfarer.World, wayfarer.IsLessBetter ? 1 / Times : Times);
        var readings = new List<Reading>();
        Reading? last = null;

        // A change needs a level before it.
        for (var i = -Before; i <= Weeks; i++)
        {
            var week = world.Week(First.Plus(i).Monday, wayfarer.SizeOf(1 + (goal - 1) * Pace * Math.Max(0, i) / Weeks), random, last).ToList();
            last = week[^1];
            if (Missing == 0 || i == 0 || random.NextDouble() >= Missing) readings.AddRange(week);
        }

        double? atStart = Start == StartKind.Expectation ? wayfarer.Start : Start == StartKind.FirstWeek ? KpiOf(0, null).Value.Value : null;
        var target = new TargetConfig(
            world.Kpi, wayfarer.IsLessBetter ? null : wayfarer.Start * goal, wayfarer.IsLessBetter ? wayfarer.Start * goal : null,
            First.Plus(Weeks).Sunday, atStart is { } value ? new(value, First.Sunday) : null);
        return judged.ToDictionary(week => week, week => KpiOf(week, target));

        Kpi KpiOf(int week, TargetConfig? of) =>
            SimulatedClient.Judge(world, readings, First.Plus(week), of is null ? [] : [of]).Primary.Single(kpi => kpi.Traits.Name == world.Kpi);
    }

    /// <summary>The same by the rule that looks at one week; unknown where no start is declared.</summary>
    public static Pace PaceOfTheWeek(Kpi kpi, int week) => kpi.Target is { Target.Start: { } start } progress && kpi.Value.Value is { } value
        ? OtherRules.PaceOfTheWeek(progress.Target, start, value, kpi.Expected, First.Plus(week).Sunday)
        : Pipeline.Kpis.Pace.Unknown;
}

/// <summary>Where the start of a way comes from.</summary>
internal enum StartKind
{
    /// <summary>The declared start is what weeks are on average.</summary>
    Expectation,

    /// <summary>The declared start is the figure of one week, with that week's luck.</summary>
    FirstWeek,

    /// <summary>None is declared: the way starts with the first known week.</summary>
    None,
}

/// <summary>How ways to a target are judged, over many series. The same seed gives the same shares.</summary>
/// <param name="Series">How many.</param>
internal sealed record Journeys(int Series, int Seed)
{
    private static readonly int[] Quarters = [Journey.Weeks / 4, Journey.Weeks / 2, Journey.Weeks * 3 / 4];

    /// <summary>The shares of series with each pace at 25, 50 and 75 % of the time, and of those that were once told in the second half to have reached the goal.</summary>
    public (Paces Now, Paces Before) Of(Wayfarer wayfarer, Journey journey, bool withReached = true)
    {
        var (now, before) = (new Tally(Series), new Tally(Series));
        int[] judged = withReached ? [.. Quarters, .. Enumerable.Range(Journey.Weeks / 2, Journey.Weeks / 2)] : Quarters;
        Parallel.For(0, Series, i =>
        {
            var kpis = journey.Run(wayfarer, RandomOf(i), judged.Distinct());
            Add(now, week => kpis[week].Target!.Pace);
            Add(before, week => Journey.PaceOfTheWeek(kpis[week], week));

            void Add(Tally tally, Func<int, Pace> paceOf)
            {
                for (var quarter = 0; quarter < Quarters.Length; quarter++) tally.Add(quarter, paceOf(Quarters[quarter]));
                if (withReached && judged.Any(week => week >= Journey.Weeks / 2 && paceOf(week) == Pace.Reached)) tally.AddReached();
            }
        });
        return (now.Shares, before.Shares);
    }

    /// <summary>The share of series that are told to be behind, in each week before the last.</summary>
    public IReadOnlyList<double> BehindByWeek(Wayfarer wayfarer, Journey journey)
    {
        var behind = new int[Journey.Weeks - 1];
        Parallel.For(0, Series, i =>
        {
            foreach (var (week, kpi) in journey.Run(wayfarer, RandomOf(i), Enumerable.Range(1, behind.Length)))
                if (kpi.Target!.Pace == Pace.Behind) Interlocked.Increment(ref behind[week - 1]);
        });
        return [.. behind.Select(count => (double)count / Series)];
    }

    private Random RandomOf(int series) => new(unchecked(Seed * 1_000_003 + series));

    private sealed class Tally(int series)
    {
        private readonly int[] counts = new int[Quarters.Length * 3];
        private int reached;

        public Paces Shares => new([.. Column(0)], [.. Column(1)], [.. Column(2)], (double)reached / series);

        public void Add(int quarter, Pace pace)
        {
            var column = pace switch { Pace.Behind => 0, Pace.TooEarly => 1, Pace.OnTrack or Pace.Ahead => 2, _ => -1 };
            if (column >= 0) Interlocked.Increment(ref counts[column * Quarters.Length + quarter]);
        }

        public void AddReached() => Interlocked.Increment(ref reached);

        private IEnumerable<double> Column(int column) => Enumerable.Range(0, Quarters.Length).Select(quarter => (double)counts[column * Quarters.Length + quarter] / series);
    }
}

/// <summary>Shares of series at 25, 50 and 75 % of the time.</summary>
/// <param name="Reached">Told once in the second half to have reached the goal.</param>
internal sealed record Paces(IReadOnlyList<double> Behind, IReadOnlyList<double> TooEarly, IReadOnlyList<double> OnTrack, double Reached);
