namespace KpiFunctions.Pipeline.Periods.Calendars;

/// <summary>A day that comes every year, and on which people do otherwise than on others.</summary>
/// <param name="Name">In English, for the docs.</param>
/// <param name="When">The rule in words.</param>
/// <param name="In">The day in a year.</param>
public sealed record SpecialDay(string Name, string When, Func<int, DateOnly> In)
{
    /// <summary>
    /// Whether weeks are compared by it even where it moves by more than a week: feasts that Easter moves, the turn of the
    /// year, and days on which selling begins.
    /// </summary>
    public bool Leads { get; init; }

    /// <summary>How many weeks it goes on; 1 is the week of the day alone.</summary>
    public int Weeks { get; init; } = 1;

    /// <summary>The same date in every year.</summary>
    public static SpecialDay Fixed(string name, int month, int day) =>
        new(name, $"{day} {System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)}", year => new(year, month, day));

    /// <summary>So many days after Easter Sunday.</summary>
    public static SpecialDay AfterEaster(string name, int days) =>
        new(name, days switch { 0 => "Easter", < 0 => $"{-days} days before Easter", 1 => "the day after Easter", _ => $"{days} days after Easter" }, year => Easter.Of(year).AddDays(days)) { Leads = true };

    /// <summary>The nth day of the week in a month.</summary>
    public static SpecialDay Nth(string name, int nth, DayOfWeek day, int month) =>
        new(name, $"{Ordinals[nth - 1]} {day} of {MonthName(month)}", year => NthOf(year, month, nth, day));

    /// <summary>The last day of the week in a month.</summary>
    public static SpecialDay Last(string name, DayOfWeek day, int month) =>
        new(name, $"last {day} of {MonthName(month)}", year => LastOf(year, month, day));

    internal static DateOnly NthOf(int year, int month, int nth, DayOfWeek day)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)day - (int)first.DayOfWeek + 7) % 7 + 7 * (nth - 1));
    }

    internal static DateOnly LastOf(int year, int month, DayOfWeek day)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek - (int)day + 7) % 7));
    }

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth"];

    private static string MonthName(int month) => System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
}
