using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>Reads what stands in a cell. Nothing is guessed: what can be read in two ways is not read.</summary>
/// <param name="decimalComma">Whether a comma may be the decimal sign: not where it parts the cells.</param>
/// <param name="zone">Where a time without an offset was.</param>
/// <param name="today">The newest day that is possible.</param>
internal sealed partial class Cells(bool decimalComma, Zone zone, DateOnly today)
{
    /// <summary>The first network that anybody exports from began then.</summary>
    private const int FirstYear = 2004;

    /// <summary>Beyond any figure of any network.</summary>
    private const double LargestNumber = 1e12;

    private static readonly string[] Absent = ["", "-", "–", "—", "N/A", "n/a", "NA", "null", "NULL"];

    /// <summary>Whether the cell says that there is no figure.</summary>
    public static bool IsAbsent(string cell) => Absent.Contains(cell);

    /// <summary>A number that is not negative: 1234.5 or 1,234.5; with <c>decimalComma</c> also 1234,5 or 1.234,5.</summary>
    /// <returns>The number, or why it is none.</returns>
    public (double? Number, string? Problem) Number(string cell)
    {
        var plain = InThousands().IsMatch(cell) ? Spaces().Replace(cell, "") : cell;
        double?[] readings =
        [
            DecimalPoint().IsMatch(plain) ? Parse(plain.Replace(",", "", StringComparison.Ordinal)) : null,
            decimalComma && DecimalComma().IsMatch(plain) ? Parse(plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')) : null,
        ];
        return readings.OfType<double>().Distinct().ToList() switch
        {
            [] => (null, "is not a number: write 1234 or 1234.5, or leave the cell empty where the figure is not known"),
            [< 0] => (null, "is negative, which this figure cannot be: leave the cell empty where it is not known"),
            [> LargestNumber] => (null, $"is larger than any figure ({LargestNumber:0}): look at the cell"),
            // Adding nothing makes a plain zero of "-0".
            [var number] => (number + 0.0, null),
            _ => (null, "can be read in more than one way: write it without thousands separators"),
        };
    }

    /// <summary>A date, or a time in ISO 8601; without an offset it is a time in the client's zone.</summary>
    public (Moment? Moment, string? Problem) Moment(string cell)
    {
        DateTimeOffset? withOffset = null;
        if (!DateTime.TryParseExact(cell, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            if (!DateTimeOffset.TryParseExact(cell, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var found))
                return (null, "is not a date: write year-month-day, 2026-11-15 or 2026-11-15T09:30:00");
            (withOffset, clock) = (found, found.DateTime);
        }

        // Years first: beyond them a change of zone would leave the calendar.
        var day = DateOnly.FromDateTime(clock);
        if (day.Year < FirstYear) return (null, $"is before {FirstYear}, when there was no network to export from");
        if (day > today.AddDays(1)) return (null, InFuture);
        var instant = withOffset ?? zone.InstantOf(day, TimeOnly.FromDateTime(clock));
        return zone.DayAt(instant) > today ? (null, InFuture) : (new(instant.ToUniversalTime(), day), null);
    }

    private const string InFuture = "lies in the future: drop the file again when the day has come";

    private static readonly string[] LocalForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] OffsetForms = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-dd HH:mm:sszzz"];

    private static double? Parse(string number) =>
        double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>Spaces, narrow ones and apostrophes where thousands have them: "12 34" is two numbers.</summary>
    [GeneratedRegex(@"^[+-]?[0-9]{1,3}([\s'’][0-9]{3})+([.,][0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InThousands();

    [GeneratedRegex(@"[\s'’]", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[+-]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalPoint();

    [GeneratedRegex(@"^[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)(,[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalComma();
}

/// <summary>When something was.</summary>
/// <param name="Day">The day of the wall clock that the file shows.</param>
internal readonly record struct Moment(DateTimeOffset Instant, DateOnly Day);
