using System.Globalization;
using System.Text.RegularExpressions;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What comes first in a file's dates with slashes.</summary>
internal enum SlashOrder
{
    /// <summary>Nothing in the file shows it.</summary>
    Unknown,
    DayFirst,
    MonthFirst,

    /// <summary>Some lines show the one, and some the other.</summary>
    Mixed,
}

/// <summary>Dates with slashes and the year at the end: 03/04/2026 is a day in March or in April, and only the file as a whole can tell which.</summary>
internal static partial class SlashDates
{
    /// <summary>What a file's dates show: one that only reads in one way speaks for all.</summary>
    /// <param name="unless">What holds where no date shows anything.</param>
    public static SlashOrder OrderOf(IEnumerable<string> dates, SlashOrder unless = SlashOrder.Unknown)
    {
        var (dayFirst, monthFirst) = (false, false);
        foreach (var match in dates.Select(date => Form().Match(date)).Where(match => match.Success))
        {
            var (first, second) = (Part(match, "first"), Part(match, "second"));
            dayFirst |= first is > 12 and <= 31 && second is >= 1 and <= 12;
            monthFirst |= second is > 12 and <= 31 && first is >= 1 and <= 12;
        }

        return (dayFirst, monthFirst) switch
        {
            (true, true) => SlashOrder.Mixed,
            (true, false) => SlashOrder.DayFirst,
            (false, true) => SlashOrder.MonthFirst,
            _ => unless,
        };
    }

    /// <summary>The date and time of a cell.</summary>
    /// <returns>Nothing at all where the cell is no date with slashes.</returns>
    public static (DateTime? Clock, string? Problem) Read(string cell, SlashOrder order)
    {
        var match = Form().Match(cell);
        if (!match.Success) return default;
        var (first, second, year) = (Part(match, "first"), Part(match, "second"), Part(match, "year"));
        if (order == SlashOrder.Mixed) return (null, "cannot be read: some dates of the file have the day first, and some the month; write year-month-day");
        if (order == SlashOrder.Unknown && first != second && first <= 12 && second <= 12)
            return (null, "may have the day or the month first, and no date of the file shows which: write year-month-day, or export more days, with one after the 12th");

        var (day, month) = order == SlashOrder.MonthFirst || (order == SlashOrder.Unknown && second > 12) ? (second, first) : (first, second);
        var clock = $"{year:0000}-{month:00}-{day:00} {(match.Groups["time"].Success ? match.Groups["time"].Value : "00:00")}{match.Groups["half"].Value}".Trim().ToUpperInvariant();
        string[] forms = match.Groups["half"].Value.Trim().Length > 0
            ? ["yyyy-MM-dd h:mm tt", "yyyy-MM-dd h:mm:ss tt", "yyyy-MM-dd h:mmtt", "yyyy-MM-dd h:mm:sstt"]
            : ["yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss"];
        return DateTime.TryParseExact(clock, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? (at, null)
            : (null, "is no day of the calendar: look at the cell");
    }

    private static int Part(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<first>[0-9]{1,2})/(?<second>[0-9]{1,2})/(?<year>[0-9]{4})(,?[ T]+(?<time>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)(?<half> ?[AaPp][Mm])?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
