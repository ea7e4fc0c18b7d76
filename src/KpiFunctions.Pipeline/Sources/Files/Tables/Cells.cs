using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>Reads what stands in a cell. Nothing is guessed: what can be read in two ways is not read.</summary>
/// <param name="decimalComma">Whether a comma may be the decimal sign where the column does not show it: not where it parts the cells.</param>
/// <param name="zone">Where a time without an offset was.</param>
/// <param name="today">The newest day that is possible.</param>
/// <param name="slashes">What the file's dates with slashes show.</param>
/// <param name="columns">What the numbers of its columns show, by place.</param>
internal sealed partial class Cells(
    bool decimalComma, Zone zone, DateOnly today, SlashOrder slashes = SlashOrder.Unknown, IReadOnlyDictionary<int, DecimalSign>? columns = null)
{
    /// <summary>The first network that anybody exports from began then.</summary>
    private const int FirstYear = 2004;

    /// <summary>Beyond any figure of any network.</summary>
    private const double LargestNumber = 1e12;

    private static readonly string[] Absent = ["", "-", "--", "–", "—", "N/A", "n/a", "NA", "null", "NULL"];

    /// <summary>Whether the cell says that there is no figure.</summary>
    public static bool IsAbsent(string cell) => Absent.Contains(cell);

    /// <summary>What the file's table shows: the order of its dates, and the decimal sign of each of its figures.</summary>
    /// <param name="dates">The places of its dates.</param>
    /// <param name="unless">The order of its dates where none shows it.</param>
    public static Cells Of(CsvTable table, IEnumerable<int> dates, IEnumerable<MetricColumn> figures, Zone zone, DateOnly today, SlashOrder unless = SlashOrder.Unknown) => new(
        table.Delimiter != ',', zone, today,
        SlashDates.OrderOf(dates.SelectMany(date => table.Lines.Select(line => line[date])), unless),
        figures.Select(figure => figure.Index).Distinct().ToDictionary(index => index, index => SignOf(table.Lines.Select(line => line[index]))));

    /// <inheritdoc cref="Number(string)"/>
    /// <param name="column">Where it stands: the column's other cells may show how it is to be read.</param>
    public (double? Number, string? Problem) Number(string cell, MetricColumn column) =>
        Number(column.Metric is MoneyMetric ? WithoutCurrency(cell) : cell, columns?.GetValueOrDefault(column.Index) ?? DecimalSign.Unknown);

    /// <summary>A number that is not negative: 1234.5 or 1,234.5; with <c>decimalComma</c> also 1234,5 or 1.234,5.</summary>
    /// <returns>The number, or why it is none.</returns>
    public (double? Number, string? Problem) Number(string cell) => Number(cell, DecimalSign.Unknown);

    /// <summary>The ISO 4217 code of an amount's sign; null where there is none, or several currencies share it.</summary>
    public static string? CurrencyOf(string cell) => cell.Trim() switch
    {
        ['€', ..] or [.., '€'] => "EUR",
        ['£', ..] or [.., '£'] => "GBP",
        var amount when Code().Match(amount) is { Success: true } code => code.Value.ToUpperInvariant(),
        _ => null,
    };

    /// <summary>The decimal sign that a column's numbers show: one that only reads in one way speaks for all.</summary>
    internal static DecimalSign SignOf(IEnumerable<string> cells)
    {
        var (point, comma) = (false, false);
        foreach (var cell in cells)
        {
            var (withPoint, withComma) = ReadingsOf(WithoutCurrency(cell));
            point |= withPoint is not null && withComma is null;
            comma |= withComma is not null && withPoint is null;
            if (point && comma) return DecimalSign.Mixed;
        }

        return point ? DecimalSign.Point : comma ? DecimalSign.Comma : DecimalSign.Unknown;
    }

    private (double? Number, string? Problem) Number(string cell, DecimalSign sign)
    {
        if (cell.EndsWith('%')) return (null, "is not a number of people or events, but a share: choose another column");
        var (withPoint, withComma) = ReadingsOf(cell);
        double?[] readings = sign switch
        {
            DecimalSign.Point => [withPoint],
            DecimalSign.Comma => [withComma],
            DecimalSign.Mixed => [withPoint, withComma],
            _ => [withPoint, decimalComma ? withComma : null],
        };
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

    /// <summary>A date, or a time in ISO 8601 or with slashes; without an offset it is a time in the client's zone.</summary>
    public (Moment? Moment, string? Problem) Moment(string cell)
    {
        DateTimeOffset? withOffset = null;
        var (slashed, unclear) = SlashDates.Read(cell, slashes);
        if (unclear is not null) return (null, unclear);
        var clock = slashed ?? default;
        if (slashed is null && !DateTime.TryParseExact(cell, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out clock))
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

    /// <summary>The number with a decimal point, and the number with a decimal comma.</summary>
    private static (double? WithPoint, double? WithComma) ReadingsOf(string cell)
    {
        var plain = InThousands().IsMatch(cell) ? Spaces().Replace(cell, "") : cell;
        return (
            DecimalPoint().IsMatch(plain) ? Parse(plain.Replace(",", "", StringComparison.Ordinal)) : null,
            DecimalComma().IsMatch(plain) ? Parse(plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')) : null);
    }

    private static string WithoutCurrency(string cell) => Currency().Replace(cell, "").Trim();

    private static double? Parse(string number) =>
        double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"^[€$£¥]\s?|\s?[€$£¥]$|^[A-Z]{3}\s|\s[A-Z]{3}$", RegexOptions.None, 1000)]
    private static partial Regex Currency();

    [GeneratedRegex(@"^[A-Z]{3}(?=\s)|(?<=\s)[A-Z]{3}$", RegexOptions.None, 1000)]
    private static partial Regex Code();

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

/// <summary>What a column's numbers show of their decimal sign.</summary>
internal enum DecimalSign
{
    Unknown,
    Point,
    Comma,

    /// <summary>Some have the one, and some the other.</summary>
    Mixed,
}

/// <summary>When something was.</summary>
/// <param name="Day">The day of the wall clock that the file shows.</param>
internal readonly record struct Moment(DateTimeOffset Instant, DateOnly Day);
