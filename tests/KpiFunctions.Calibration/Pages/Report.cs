using KpiFunctions.Calibration.Trials;
using KpiFunctions.Calibration.Worlds;

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

    private static readonly IReadOnlyList<(string Name, Action<Report> Write)> Parts =
    [
        ("false-alarms", report => report.FalseAlarms()),
        ("missing-weeks", report => report.MissingWeeks()),
        ("changes", report => report.Changes()),
        ("trend-and-spike", report => report.TrendAndSpike()),
        ("digests", report => report.Digests()),
        ("other-rules", report => report.Others()),
    ];

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

    /// <summary>A change that stays, in the first week and within two.</summary>
    private double[] Seen(IWorld world, Course course, double size) =>
        alarms.Within(world, course with { Judged = 2, SizeOf = week => course.SizeOf(week) * (week >= 0 ? size : 1) });

    private static string Both(double[] seen) => $"{Table.Percent(seen[0], "0")} / {Table.Percent(seen[1], "0.0")}";

    private static string Whole(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
