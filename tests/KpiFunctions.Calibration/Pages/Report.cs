using KpiFunctions.Calibration.Trials;
using KpiFunctions.Calibration.Worlds;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;

namespace KpiFunctions.Calibration.Pages;

/// <summary>Every table and picture of the page on verdicts.</summary>
internal sealed class Report(Alarms alarms, VerdictPage page, string pictures)
{
    private static readonly int[] Histories = [4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 52];
    private static readonly int[] SomeHistories = [4, 8, 12, 24, 52];
    private static readonly double[] Sizes = [1.1, 1.2, 1.3, 1.5, 2];
    private static readonly int[] Figures = [1, 2, 4, 8, 12];

    /// <summary>The world of the aim: a change of 30 % has to be seen within two weeks in 80 of 100 cases.</summary>
    private static readonly Counts Aim = new(200, 2);

    private static readonly IWorld[] Worlds =
    [
        new Counts(200, 1), Aim, new Counts(200, 5), new Counts(200, 5, ByWeek: true),
        new Counts(3, 1), new Counts(3, 5), new Counts(20, 2), new Counts(5000, 5, ByWeek: true),
        new Shares(0.6, 500, 0), new Shares(0.6, 500, 0.01), new Shares(0.05, 2000, 0.005),
        new Followers(60, 20, 2), new Followers(60, 20, 5), new ReachOfWeeks(5000, 0.2), new ReachOfWeeks(5000, 0.6),
    ];

    private static readonly IWorld[] SeasonWorlds = [Aim, new Counts(200, 5), new Counts(20, 2), new ReachOfWeeks(5000, 0.3), new ReachOfWeeks(5000, 0.5)];
    private static readonly int[] SomeFigures = [3, 6, 12];

    /// <summary>Four weeks of each quarter of a year, so that the wave is met rising, falling and at its turns.</summary>
    private static readonly IReadOnlyList<IsoWeek> WaveWeeks = [.. Enumerable.Range(0, 13).Select(i => Week(2 + (4 * i)))];

    private static readonly IsoWeek EasterMonday = Week(15);

    private static readonly IReadOnlyList<(string Name, Action<Report> Write)> Parts =
    [
        ("false-alarms", report => report.FalseAlarms()),
        ("missing-weeks", report => report.MissingWeeks()),
        ("changes", report => report.Changes()),
        ("trend-and-spike", report => report.TrendAndSpike()),
        ("digests", report => report.Digests()),
        ("records", report => report.Records()),
        ("memory", report => report.Memory()),
        ("accidents", report => report.Accidents()),
        ("levels", report => report.Levels()),
        ("growing-posts", report => report.OfGrowingPosts()),
        ("coverage", report => report.Coverage()),
        ("seasons", report => report.OfSeasons()),
        ("changes-beside-years", report => report.ChangesBesideYears()),
        ("digests-of-worlds", report => report.DigestsOfWorlds()),
        ("a-year", report => report.AYear()),
        ("other-rules", report => report.Others()),
    ];

    private SeasonTrials Seasons => new(alarms.Series, alarms.Seed);

    /// <summary>Of each of thirteen weeks.</summary>
    private SeasonTrials Waves => new(alarms.Series / 10, alarms.Seed);

    /// <summary>The page's sections, in its order.</summary>
    public static IEnumerable<string> Sections => Parts.Select(part => part.Name);

    /// <param name="only">The section to write; null for all.</param>
    public void Write(TextWriter log, string? only)
    {
        foreach (var part in Parts.Where(part => only is null || part.Name == only))
        {
            part.Write(this);
            log.WriteLine(part.Name);
        }
    }

    private void FalseAlarms()
    {
        var rows = Worlds.Select(world => (world.Name, Shares: (IReadOnlyList<double>)[.. Histories.Select(weeks => alarms.InAWeek(world, new(weeks)))])).ToList();
        page.Write("false-alarms", Table.Of(["weeks known", .. Histories.Select(Whole)], rows.Select(row => (IReadOnlyList<string>)[row.Name, .. row.Shares.Select(share => Table.Percent(share))])));
        Plots.Save(Path.Combine(pictures, "false-alarms.png"), "weeks known", "false alarms, % of weeks", [.. Histories.Select(Whole)], rows, (0.05, "the most that is allowed"));
    }

    private void MissingWeeks() =>
        page.Write("missing-weeks", Table.Of(
            ["weeks known, every fifth missing", .. SomeHistories.Select(Whole)],
            Worlds.Select(world => (IReadOnlyList<string>)[world.Name, .. SomeHistories.Select(weeks => Table.Percent(alarms.InAWeek(world, new(weeks) { Missing = 0.2 })))])));

    private void Changes()
    {
        var rows = SomeHistories.Select(weeks => (Weeks: weeks, Seen: Sizes.Select(size => Seen(Aim, new(weeks), size)).ToList())).ToList();
        page.Write("changes", Table.Of(
            ["weeks known", .. Sizes.Select(size => $"+{100 * (size - 1):0} %")],
            rows.Select(row => (IReadOnlyList<string>)[Whole(row.Weeks), .. row.Seen.Select(Both)])));
        Plots.Save(
            Path.Combine(pictures, "changes.png"), "change that stays", "seen within two weeks, %", [.. Sizes.Select(size => $"+{100 * (size - 1):0} %")],
            rows.Select(row => ($"{row.Weeks} weeks known", (IReadOnlyList<double>)[.. row.Seen.Select(seen => seen[1])])), (0.8, "aim at +30 % with 8 weeks"));
    }

    private void TrendAndSpike()
    {
        var kinds = new (string Name, Func<int, double> SizeOf)[]
        {
            ("nothing but chance", _ => 1),
            ("one week of the history × 3", week => week == -4 ? 3 : 1),
            ("one week of the history × 10", week => week == -4 ? 10 : 1),
            ("the week just before × 3", week => week == -1 ? 3 : 1),
            ("+1 % every week", week => Math.Pow(1.01, week)),
            ("+2 % every week", week => Math.Pow(1.02, week)),
            ("+5 % every week", week => Math.Pow(1.05, week)),
        };
        int[] histories = [8, 24];
        page.Write("trend-and-spike", Table.Of(
            ["", .. histories.SelectMany(weeks => (string[])[$"{weeks} weeks: told to have changed", $"{weeks} weeks: +30 % seen"])],
            kinds.Select(kind => (IReadOnlyList<string>)
            [
                kind.Name,
                .. histories.SelectMany(weeks => (string[])
                [
                    Table.Percent(alarms.InAWeek(Aim, new(weeks) { SizeOf = kind.SizeOf })),
                    Both(Seen(Aim, new(weeks) { SizeOf = kind.SizeOf }, 1.3)),
                ]),
            ])));
    }

    private void Digests()
    {
        var world = new Followers(60, 20, 2);
        int[] histories = [8, 24];
        page.Write("digests", Table.Of(
            ["figures in the digest", .. histories.SelectMany(weeks => (string[])[$"{weeks} weeks: nothing changed, a change told", $"{weeks} weeks: +100 % of one, seen"])],
            Figures.Select(figures => (IReadOnlyList<string>)
            [
                Whole(figures),
                .. histories.SelectMany(weeks => (string[])
                [
                    Table.Percent(alarms.InADigest(world, new(weeks), figures).Any),
                    Table.Percent(alarms.InADigest(world, new(weeks) { SizeOf = week => week >= 0 ? 2 : 1 }, figures).First, "0"),
                ]),
            ])));
    }

    private void Records()
    {
        IWorld[] worlds = [Aim, new Followers(60, 20, 2), new ReachOfWeeks(5000, 0.3), new ReachWithMemory(5000, 0.5, 0.3), new ReachWithMemory(5000, 0.5, 0.6)];
        page.Write("records", Table.Of(
            ["a record told where nothing changed, 24 weeks known", .. SomeFigures.Prepend(1).Select(figures => $"{figures} figures")],
            worlds.Select(world => (IReadOnlyList<string>)[world.Name, .. SomeFigures.Prepend(1).Select(figures => Table.Percent(alarms.InADigest(world, new(24), figures).Record))])));
    }

    private void Memory()
    {
        IWorld[] worlds = [new ReachWithMemory(5000, 0.5, 0), new ReachWithMemory(5000, 0.5, 0.3), new ReachWithMemory(5000, 0.5, 0.6), new ReachWithMemory(5000, 0.2, 0.3), new ReachWithMemory(5000, 0.2, 0.6)];
        page.Write("memory", Table.Of(["weeks known", .. SomeHistories.Select(Whole)], worlds.Select(world => (IReadOnlyList<string>)[world.Name, .. SomeHistories.Select(weeks => Table.Percent(alarms.InAWeek(world, new(weeks))))])));
    }

    private void Accidents()
    {
        (string Name, IWorld World, Func<int, double> SizeOf)[] rows =
        [
            .. new IWorld[] { new MostlyNothing(50), new MostlyNothing(400) }.Select(world => (world.Name, world, (Func<int, double>)(_ => 1.0))),
        ];
        page.Write("accidents", Table.Of(
            ["nothing changed", .. SomeHistories.Select(Whole)],
            rows.Select(row => (IReadOnlyList<string>)[row.Name, .. SomeHistories.Select(weeks => Table.Percent(alarms.InAWeek(row.World, new(weeks) { SizeOf = row.SizeOf })))])));
        IWorld[] worlds = [new ReachOfWeeks(5000, 0.2), new ReachOfWeeks(5000, 0.3), new Counts(200, 5)];
        double[] sizes = [10, 30];
        page.Write("two-viral-weeks", Table.Of(
            ["24 weeks known, a doubling seen", "no viral week", .. sizes.SelectMany(size => (string[])[$"one × {size:0}", $"two in a row × {size:0}"])],
            worlds.Select(world => (IReadOnlyList<string>)
            [
                world.Name,
                Both(Seen(world, new(24), 2)),
                .. sizes.SelectMany(size => (string[])[Both(Seen(world, new(24) { SizeOf = week => week == -4 ? size : 1 }, 2)), Both(Seen(world, new(24) { SizeOf = week => week is -4 or -3 ? size : 1 }, 2))]),
            ])));
    }

    private void Levels()
    {
        IWorld[] worlds = [new LevelFormula("followers", 60, 20), new LevelFormula("followers", 20, 20), new LevelFormula("followers / 1000", 60, 20), new LevelFormula("followers + mentions", 60, 20)];
        page.Write("levels", Table.Of(
            ["weeks known", .. SomeHistories.Select(Whole), "24 weeks: growth × 3, seen"],
            worlds.Select(world => (IReadOnlyList<string>)[world.Name, .. SomeHistories.Select(weeks => Table.Percent(alarms.InAWeek(world, new(weeks)))), Both(Seen(world, new(24), 3))])));
    }

    private void OfGrowingPosts()
    {
        GrowingPosts[] worlds = [new(3, 0.35, 1.5), new(3, 0.35, 2), new(7, 0.35, 2), new(3, 0.6, 2), new(3, 0.6, 3)];
        page.Write("growing-posts", Table.Of(
            ["12 weeks known", "told to have changed", "by today's figures", "a doubling seen in its week"],
            worlds.Select(world =>
            {
                var told = alarms.Of(random => world.IsTold(12, 1, random));
                return (IReadOnlyList<string>)[world.Name, Table.Percent(told.One), Table.Percent(told.Other), Table.Percent(alarms.Of(random => world.IsTold(12, 2, random)).One, "0")];
            })));
    }

    private void Coverage()
    {
        int[] histories = [6, 8, 12, 24, 52];
        IWorld[] worlds = [.. Worlds, new ReachWithMemory(5000, 0.5, 0.3), new ReachWithMemory(5000, 0.5, 0.6), new MostlyNothing(50)];
        var inside = 0.0;
        page.Write("coverage", Table.Of(
            ["weeks known", .. histories.Select(Whole)],
            worlds.Select(world => (IReadOnlyList<string>)
            [
                world.Name,
                .. histories.Select(weeks =>
                {
                    var (covered, told) = alarms.Ranges(world, new(weeks));
                    inside += told;
                    return Table.Percent(covered);
                }),
            ])));
        if (inside > 0) throw new InvalidOperationException("A week that is told as a change by itself lies in the range that is shown.");
    }

    private void OfSeasons()
    {
        int[] years = [0, 1, 2, 3];
        var cells =
            from world in SeasonWorlds
            from known in years
            select (IReadOnlyList<string>)
            [
                $"{world.Name}, {Years(known)}",
                .. new[] { Week(32), Week(33), Week(34) }.Select(week => Table.Percent(Seasons.Told(world, week, known, August).Told)),
                Table.Percent(Seasons.Told(world, EasterMonday, known, AtEaster).Told),
                Table.Percent(WaveWeeks.Average(week => Waves.Told(world, week, known, Wave).Told)),
            ];
        page.Write("seasons", Table.Of(["told to have changed", "August − 40 %: W32", "W33", "W34", "week of Easter Monday − 50 %", "yearly wave ± 30 %"], cells));
    }

    private void ChangesBesideYears()
    {
        int[] years = [1, 2, 3];
        var cells =
            from world in SeasonWorlds
            from known in years
            select (IReadOnlyList<string>)
            [
                $"{world.Name}, {Years(known)}",
                Beside(world, known, 1),
                Beside(world, known, 1.5),
                Beside(world, known, 1 / 1.5),
                Table.Percent(Seasons.Told(world, Week(32), known, week => August(week) * (week == Week(32) ? 1.5 : 1)).Told),
            ];
        page.Write("changes-beside-years", Table.Of(["told / without earlier years (kept)", "nothing changed", "× 1.5", "× 0.67", "× 1.5 in W32 on top of August"], cells));

        string Beside(IWorld world, int known, double size)
        {
            var (told, without) = Seasons.Told(world, Week(20), known, week => week == Week(20) ? size : 1);
            return $"{Table.Percent(told)} / {Table.Percent(without)} ({Table.Percent(told / without, "0")})";
        }
    }

    private void DigestsOfWorlds()
    {
        IWorld[] worlds = [new ReachOfWeeks(5000, 0.3), new ReachWithMemory(5000, 0.5, 0.3), new ReachWithMemory(5000, 0.5, 0.6)];
        page.Write("digests-of-worlds", Table.Of(
            ["a change told where nothing changed", .. SomeFigures.Select(figures => $"{figures} figures")],
            [
                .. worlds.Select(world => (IReadOnlyList<string>)[$"{world.Name}, 52 weeks", .. SomeFigures.Select(figures => Table.Percent(Seasons.InADigest(world, figures)))]),
                .. new[] { 1, 2, 3 }.Select(known => (IReadOnlyList<string>)
                    [$"{new ReachOfWeeks(5000, 0.3).Name}, August − 40 % (W33), {Years(known)}", .. SomeFigures.Select(figures => Table.Percent(Seasons.Told(new ReachOfWeeks(5000, 0.3), Week(33), known, August, figures).Told))]),
            ]));
    }

    private void AYear()
    {
        const int Clients = 1_000;
        IWorld[] worlds = [new ReachOfWeeks(5000, 0.3), new ReachWithMemory(5000, 0.5, 0.3), new ReachWithMemory(5000, 0.5, 0.6)];
        page.Write("a-year", Table.Of(
            ["digests of 52 that tell of a change, 6 figures", "mean", "clients with none", "1", "2", "3", "4", "5 or more"],
            worlds.Select(world =>
            {
                var told = (Seasons with { Series = Clients }).DigestsOfAYear(world, 6);
                string Of(Func<int, bool> isIt) => Table.Percent((double)told.Count(isIt) / Clients);
                return (IReadOnlyList<string>)[world.Name, told.Average().ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), Of(n => n == 0), Of(n => n == 1), Of(n => n == 2), Of(n => n == 3), Of(n => n == 4), Of(n => n >= 5)];
            })));
    }

    private void Others()
    {
        Counts[] worlds = [new(200, 1), Aim, new(200, 5), new(200, 2, ByWeek: true), new(200, 5, ByWeek: true)];
        page.Write("other-rules", Table.Of(
            ["8 weeks known", "this rule", "z-score of 2", "days pooled with weeks"],
            worlds.Select(world => (IReadOnlyList<string>)
            [
                world.Name,
                Table.Percent(alarms.InAWeek(world, new(8))),
                Table.Percent(alarms.InAWeek(world, new(8), OtherRules.ZScoreOfTwo)),
                Table.Percent(alarms.InAWeek(world, new(8), OtherRules.DaysPooled)),
            ])));
    }

    private static IsoWeek Week(int number) => IsoWeek.Parse($"2026-W{number:00}");

    private static double August(IsoWeek week) => week.Monday.AddDays(3).Month == 8 ? 0.6 : 1;

    /// <summary>In the week that Easter Monday begins.</summary>
    private static double AtEaster(IsoWeek week) => week.Monday == Easter.Of(week.Monday.Year).AddDays(1) ? 0.5 : 1;

    private static double Wave(IsoWeek week) => 1 + (0.3 * Math.Sin(2 * Math.PI * week.Monday.DayOfYear / 365.25));

    private static string Years(int known) => known switch { 0 => "half a year known", 1 => "1 earlier year", _ => $"{known} earlier years" };

    /// <summary>A change that stays, in the first week and within two.</summary>
    private double[] Seen(IWorld world, Course course, double size) =>
        alarms.Within(world, course with { Judged = 2, SizeOf = week => course.SizeOf(week) * (week >= 0 ? size : 1) });

    private static string Both(double[] seen) => $"{Table.Percent(seen[0], "0")} / {Table.Percent(seen[1], "0.0")}";

    private static string Whole(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
