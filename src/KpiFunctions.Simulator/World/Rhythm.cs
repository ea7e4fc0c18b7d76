namespace KpiFunctions.Simulator.World;

/// <summary>How an account's activity moves without any event: over the week, over the years, towards Christmas.</summary>
internal sealed record Rhythm
{
    /// <summary>The day on which a profile's numbers hold as they are written; trends grow away from it.</summary>
    public static readonly DateOnly Reference = new(2026, 11, 1);

    /// <summary>Relative activity from Monday to Sunday; the mean is 1.</summary>
    public IReadOnlyList<double> Week { get; init; } = [1.02, 1.04, 1.03, 1.05, 1.02, 0.92, 0.92];

    /// <summary>Growth per year: 0.1 is a tenth more.</summary>
    public double YearlyGrowth { get; init; } = 0.08;

    /// <summary>How much higher the middle of December stands; 0 where Christmas changes nothing.</summary>
    public double ChristmasPeak { get; init; }

    /// <summary>How far a day strays from what the rhythm says: about this fraction.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>The day's level, relative to an ordinary day around <see cref="Reference"/>.</summary>
    public double At(DateOnly day)
    {
        var years = Math.Clamp((day.DayNumber - Reference.DayNumber) / 365.0, -6, 6);
        var weekday = ((int)day.DayOfWeek + 6) % 7;
        var toChristmas = (day.DayOfYear - 350) / 14.0;
        return Week[weekday] * Math.Pow(1 + YearlyGrowth, years) * (1 + (ChristmasPeak * Math.Exp(-toChristmas * toChristmas)));
    }
}

/// <summary>Something that happens every year from a given date on.</summary>
/// <param name="Month">Month of its first day.</param>
/// <param name="Day">Its first day in that month.</param>
/// <param name="Days">How long it lasts, within the same year.</param>
/// <param name="Factor">What it multiplies activity by at its height; below 1 for a loss.</param>
/// <param name="Course">How it comes and goes.</param>
internal sealed record WorldEvent(int Month, int Day, int Days, double Factor, Course Course)
{
    /// <summary>What the event multiplies a day's activity by.</summary>
    public double At(DateOnly day)
    {
        var age = day.DayNumber - new DateOnly(day.Year, Month, Day).DayNumber;
        var on = age >= 0 && age < Days;
        return Course switch
        {
            Course.Only => on ? Factor : 0,
            _ when !on => 1,
            Course.Spike => 1 + ((Factor - 1) * Math.Exp(-1.2 * age)),
            Course.Slide => 1 + ((Factor - 1) * (1 - Math.Abs((2.0 * (age + 1) / (Days + 1)) - 1))),
            _ => Factor,
        };
    }

    /// <summary>What several events do together.</summary>
    public static double Together(IEnumerable<WorldEvent> events, DateOnly day) => events.Aggregate(1.0, (factor, happening) => factor * happening.At(day));
}

/// <summary>How an event comes and goes.</summary>
internal enum Course
{
    /// <summary>Highest on its first day, then fading.</summary>
    Spike,

    /// <summary>The same on all of its days.</summary>
    Plateau,

    /// <summary>Slowly to its height in the middle, and slowly back.</summary>
    Slide,

    /// <summary>The thing exists on these days alone.</summary>
    Only,
}
