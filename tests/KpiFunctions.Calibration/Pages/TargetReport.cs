using KpiFunctions.Calibration.Trials;
using KpiFunctions.Calibration.Worlds;

namespace KpiFunctions.Calibration.Pages;

/// <summary>Every table of the page on targets.</summary>
internal sealed class TargetReport(Journeys journeys, VerdictPage page)
{
    private static readonly double[] Kept = [1, 0.9, 0.7, 0.5, 0];

    /// <summary>The kinds of figure. Reach is 5,000 on average: its weeks' median is exp(σ²/2) times lower.</summary>
    private static readonly Wayfarer[] Wayfarers =
    [
        new(new Counts(200, 5), 200),
        new(new Counts(200, 2), 200),
        new(new ReachOfWeeks(5000 * Math.Exp(-0.3 * 0.3 / 2), 0.3), 5000),
        new(new Shares(0.6, 500, 0.01), 0.6) { IsLessBetter = true },
        new(new Followers(60, 20, 2), 40, times => (40 * times + 20) / 60),
    ];

    private static readonly IReadOnlyList<(string Name, Action<TargetReport> Write)> Parts =
    [
        ("targets-doubled", report => report.Told("targets-doubled", 2)),
        ("targets-fifth", report => report.Told("targets-fifth", 1.2)),
        ("targets-weeks", report => report.Weeks()),
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

    private void Told(string section, double times) =>
        page.Write(section, Table.Of(
            ["figure, pace kept", .. ((string[])["25 %", "50 %", "75 %"]).SelectMany(time => (string[])[$"{time}: behind", "cannot be told", "on track"]), "reached, once"],
            Wayfarers.SelectMany(wayfarer => Kept.Select(pace =>
            {
                var (now, before) = journeys.Of(wayfarer, new(times, pace));
                return (IReadOnlyList<string>)
                [
                    $"{wayfarer.World.Name}, {Table.Percent(pace, "0")} %",
                    .. Enumerable.Range(0, 3).SelectMany(quarter => (string[])
                    [
                        Both(now.Behind[quarter], before.Behind[quarter]), Table.Percent(now.TooEarly[quarter]), Both(now.OnTrack[quarter], before.OnTrack[quarter]),
                    ]),
                    Both(now.Reached, before.Reached),
                ];
            }))));

    private void Weeks() =>
        page.Write("targets-weeks", Table.Of(
            ["figure, goal", "declared start", "worst week", "every fifth week missing", "no week before", "declared from one week", "no start declared"],
            Wayfarers.SelectMany(wayfarer => ((double[])[2, 1.2]).Select(times =>
            {
                var journey = new Journey(times, 1);
                var declared = journeys.BehindByWeek(wayfarer, journey);
                double Mean(Journey other) => journeys.BehindByWeek(wayfarer, other).Average();
                return (IReadOnlyList<string>)
                [
                    $"{wayfarer.World.Name}, × {times.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                    Table.Percent(declared.Average()),
                    Table.Percent(declared.Max()),
                    Table.Percent(Mean(journey with { Missing = 0.2 })),
                    Table.Percent(Mean(journey with { Before = 0 })),
                    Table.Percent(Mean(journey with { Start = StartKind.FirstWeek })),
                    Table.Percent(Mean(journey with { Start = StartKind.None, Before = 0 })),
                ];
            }))));

    private static string Both(double now, double before) => $"{Table.Percent(now)} / {Table.Percent(before)}";
}
