using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What comes first in a file's dates whose year stands at the end.</summary>
internal enum DateOrder
{
    /// <summary>Nothing in the file shows it.</summary>
    Unknown,
    DayFirst,
    MonthFirst,

    /// <summary>Some lines show the one, and some the other.</summary>
    Mixed,
}

/// <summary>What a cell shows of an instant.</summary>
/// <param name="Offset">From UTC; null where the cell names none.</param>
/// <param name="HasTime">Whether it shows a time of day.</param>
internal readonly record struct DateCell(DateTime Clock, TimeSpan? Offset, bool HasTime);

/// <summary>
/// Reads dates as exports and spreadsheets write them: year first, with the month in words, as a spreadsheet's day number,
/// or with the year at the end. Of the last, 03/04/2026 is a day in March or in April, and only the file as a whole tells which.
/// </summary>
internal static partial class DateCells
{
    public const string NoDate = "is not a date: write year-month-day, 2026-11-15 or 2026-11-15T09:30:00";

    private const string NoYear = "has no year, and a year is not guessed: add it to the dates, as in 2026-11-15, or export from where they have one";

    private const string NoDay = "is no day of the calendar: look at the cell";

    /// <summary>Day numbers of a spreadsheet count from here, and are those of 2004 at least.</summary>
    private static readonly DateTime SerialStart = new(1899, 12, 30);

    private const double FirstSerial = 37_987;
    private const double LastSerial = 73_050;

    /// <summary>Whether the cell is a spreadsheet's day number.</summary>
    public static bool IsSerial(string cell) =>
        Serial().IsMatch(cell) && double.Parse(cell, CultureInfo.InvariantCulture) is >= FirstSerial and < LastSerial;

    /// <summary>Whether the cell shows a time, and not where that was.</summary>
    public static bool IsLocalTime(string cell) => cell.Contains(':', StringComparison.Ordinal) && Form().Match(cell) is { Success: true } match && !match.Groups["offset"].Success;

    /// <summary>The date and time of a cell.</summary>
    /// <returns>What it shows, or why it cannot be read.</returns>
    public static (DateCell? Date, string? Problem) Read(string cell, DateOrder order)
    {
        if (IsSerial(cell)) return (new(SerialStart.AddSeconds(Math.Round(double.Parse(cell, CultureInfo.InvariantCulture) * 86_400)), null, cell.Contains('.', StringComparison.Ordinal)), null);
        if (Form().Match(cell) is not { Success: true } match) return (null, IsWithoutYear(cell) ? NoYear : NoDate);

        int year, month, day;
        if (match.Groups["compact"].Success)
        {
            var digits = match.Groups["compact"].ValueSpan;
            (year, month, day) = (Number(digits[..4]), Number(digits[4..6]), Number(digits[6..]));
        }
        else
        {
            year = Part(match, "year");
            if (match.Groups["first"].Success)
            {
                var (found, problem) = ByOrder(Part(match, "first"), Part(match, "next"), OrderIn(match, order));
                if (problem is not null) return (null, problem);
                (day, month) = found;
            }
            else
            {
                day = Part(match, "day");
                month = match.Groups["word"].Success ? MonthNames.Find(match.Groups["word"].Value) : Part(match, "month");
                if (month == 0) return (null, NoDate);
            }
        }

        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return (null, NoDay);
        return TimeIn(match) is not { } time ? (null, NoDay) : (new(new DateTime(year, month, day) + time, OffsetIn(match), match.Groups["hour"].Success), null);
    }

    private static bool IsWithoutYear(string cell) => WithoutYear().Match(cell) is { Success: true } match && MonthNames.Find(match.Groups["word"].Value) > 0;

    private static ((int Day, int Month) Found, string? Problem) ByOrder(int first, int second, DateOrder order)
    {
        if (order == DateOrder.Mixed) return (default, "cannot be read: some dates of the file have the day first, and some the month; write year-month-day");
        if (order == DateOrder.Unknown && first != second && first <= 12 && second <= 12)
        {
            return (default,
                $"is {second} {MonthNames.English(first)} with the month first, or {first} {MonthNames.English(second)} with the day first, and no date of the file shows which: "
                + "write year-month-day, or export more days, with one after the 12th");
        }

        return (order == DateOrder.MonthFirst || (order == DateOrder.Unknown && second > 12) ? (second, first) : (first, second), null);
    }

    /// <summary>Points part the day from the month wherever dates are written with them.</summary>
    private static DateOrder OrderIn(Match match, DateOrder order) => match.Groups["mark"].Value == "." ? DateOrder.DayFirst : order;

    private static TimeSpan? TimeIn(Match match)
    {
        if (!match.Groups["hour"].Success) return TimeSpan.Zero;
        var (hour, minute) = (Part(match, "hour"), Part(match, "minute"));
        var second = match.Groups["second"].Success && match.Groups["second"].Length > 0 ? double.Parse(match.Groups["second"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["half"].Success)
        {
            if (hour is < 1 or > 12) return null;
            hour = (hour % 12) + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0);
        }

        return hour > 23 || minute > 59 || second >= 60 ? null : new TimeSpan(hour, minute, 0) + TimeSpan.FromSeconds(second);
    }

    private static TimeSpan? OffsetIn(Match match)
    {
        if (!match.Groups["offset"].Success) return null;
        var offset = match.Groups["offset"].Value;
        if (offset[0] is not ('+' or '-')) return TimeSpan.Zero;
        var span = new TimeSpan(Number(offset.AsSpan(1, 2)), Number(offset.AsSpan(offset.Length - 2)), 0);
        return offset[0] == '-' ? -span : span;
    }

    private static int Part(Match match, string group) => Number(match.Groups[group].ValueSpan);

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """
        ^(?:\p{L}+\.?,\s+)?
        (?:
          (?<compact>[0-9]{8})
        | (?<year>[0-9]{4})(?<mark>[-/.])(?<month>[0-9]{1,2})\k<mark>(?<day>[0-9]{1,2})
        | (?<first>[0-9]{1,2})(?<mark>[-/.])(?<next>[0-9]{1,2})\k<mark>(?<year>[0-9]{4})
        | (?<word>\p{L}+)\.?[\s-]+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,\s*|[\s-]+)(?<year>[0-9]{4})
        | (?<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+)?(?<word>\p{L}+)\.?,?[\s-]+(?:de\s+)?(?<year>[0-9]{4})
        )
        (?:(?:,\s*|T|\s+(?:at\s+|à\s+)?)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2}(?:\.[0-9]{1,9})?))?(?:\s?(?<half>[AaPp])\.?[Mm]\.?)?
          \s?(?<offset>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?
        )?$
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Form();

    [GeneratedRegex(@"^(?<word>\p{L}+)\.?\s+[0-9]{1,2}$|^[0-9]{1,2}(\.|er)?\s+(de\s+)?(?<word>\p{L}+)\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex WithoutYear();

    [GeneratedRegex(@"^[0-9]{5}(\.[0-9]+)?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Serial();

    [GeneratedRegex(@"^(\p{L}+\.?,\s+)?(?<first>[0-9]{1,2})(?<mark>[-/])(?<next>[0-9]{1,2})\k<mark>[0-9]{4}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Ordered();

    /// <summary>Gathers what dates show of their order: one that only reads in one way speaks for all.</summary>
    internal sealed class OrderEvidence
    {
        private bool dayFirst;
        private bool monthFirst;

        public void Add(string cell)
        {
            if ((dayFirst && monthFirst) || Ordered().Match(cell) is not { Success: true } match) return;
            var (first, second) = (Part(match, "first"), Part(match, "next"));
            dayFirst |= first is > 12 and <= 31 && second is >= 1 and <= 12;
            monthFirst |= second is > 12 and <= 31 && first is >= 1 and <= 12;
        }

        public DateOrder OrElse(DateOrder unless) => (dayFirst, monthFirst) switch
        {
            (true, true) => DateOrder.Mixed,
            (true, false) => DateOrder.DayFirst,
            (false, true) => DateOrder.MonthFirst,
            _ => unless,
        };
    }
}
