using System.Globalization;

namespace KpiFunctions.Pipeline.Periods;

/// <summary>A week from Monday to Sunday, numbered as ISO 8601 does; written <c>2026-W46</c>.</summary>
public readonly record struct IsoWeek : IComparable<IsoWeek>
{
    private IsoWeek(DateOnly monday) => Monday = monday;

    /// <summary>The week's first day.</summary>
    public DateOnly Monday { get; }

    /// <summary>The week's last day.</summary>
    public DateOnly Sunday => Monday.AddDays(6);

    /// <summary>The ISO year, which differs from the calendar's in some days around New Year.</summary>
    public int Year => ISOWeek.GetYear(Monday);

    /// <summary>1 to 53.</summary>
    public int Number => ISOWeek.GetWeekOfYear(Monday);

    /// <summary>The seven days, Monday first.</summary>
    public DayRange Days => new(Monday, Sunday);

    /// <summary>The week that a day falls in.</summary>
    public static IsoWeek Of(DateOnly day) => new(day.AddDays(-(((int)day.DayOfWeek + 6) % 7)));

    /// <summary>The week <paramref name="count"/> weeks later; earlier when negative.</summary>
    public IsoWeek Plus(int count) => new(Monday.AddDays(7 * count));

    /// <summary>Reads <c>2026-W46</c>.</summary>
    /// <returns>False for any other form and for a week that its year does not have.</returns>
    public static bool TryParse(string? text, out IsoWeek week)
    {
        week = default;
        if (text is not { Length: 8 } || text[4] != '-' || text[5] != 'W'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year < 1 || year > 9998 || number < 1 || number > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        week = new(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, number, DayOfWeek.Monday)));
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is not such a week.</exception>
    public static IsoWeek Parse(string text) =>
        TryParse(text, out var week) ? week : throw new FormatException($"'{text}' is not an ISO week such as 2026-W46.");

    /// <inheritdoc/>
    public int CompareTo(IsoWeek other) => Monday.CompareTo(other.Monday);

    /// <inheritdoc/>
    public override string ToString() => $"{Year:0000}-W{Number:00}";

    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;
}
