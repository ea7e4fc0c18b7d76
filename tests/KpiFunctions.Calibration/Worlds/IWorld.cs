using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Calibration.Worlds;

/// <summary>A client of which one figure is followed, and in whose weeks nothing changes but by chance.</summary>
internal interface IWorld
{
    /// <summary>What the tables call it.</summary>
    string Name { get; }

    /// <summary>The objective that the figure is of.</summary>
    ObjectiveKind Objective { get; }

    string Kpi { get; }

    /// <summary>The formula, where the figure is a client's own.</summary>
    string? Formula => null;

    /// <summary>One week's readings, Monday to Sunday.</summary>
    /// <param name="monday">The week's first day.</param>
    /// <param name="size">What the week's expectation is multiplied by: 1 where nothing changed.</param>
    /// <param name="random">All chance comes from here.</param>
    /// <param name="last">The reading before; null in the first week.</param>
    IEnumerable<Reading> Week(DateOnly monday, double size, Random random, Reading? last);
}

/// <summary>Days and the way a week's expectation falls on them.</summary>
internal static class Days
{
    public static readonly AccountRef Account = new("facebook", "page");

    /// <summary>A week's rhythm: shares of Monday to Sunday.</summary>
    public static readonly double[] Rhythm = [0.17, 0.16, 0.145, 0.14, 0.145, 0.115, 0.125];

    public static Reading Reading(DateOnly day, Metric metric, double value) => new()
    {
        Account = Account,
        Day = day,
        Values = new Dictionary<Metric, double> { [metric] = value },
        Settled = true,
        FetchedAt = new(day.AddDays(3), TimeOnly.MinValue, TimeSpan.Zero),
    };
}
