using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>Reads what stands in a cell. Nothing is guessed: what can be read in two ways is not read.</summary>
/// <param name="table">What the table as a whole shows: the order of its dates and its decimal signs.</param>
/// <param name="times">Where a time without an offset was.</param>
/// <param name="client">The client's zone, whose clock says what lies in the future.</param>
/// <param name="today">The newest day that is possible there.</param>
internal sealed partial class Cells(TableScan table, Zone times, Zone client, DateOnly today)
{
    /// <summary>The first network that anybody exports from began then.</summary>
    private const int FirstYear = 2004;

    /// <summary>Beyond any figure of any network.</summary>
    private const double LargestNumber = 1e12;

    private const string InFuture = "lies in the future: drop the file again when the day has come";

    private static readonly HashSet<string> Absent = new(StringComparer.OrdinalIgnoreCase) { "", "-", "--", "–", "—", "N/A", "NA", "NaN", "n.a.", "null", "none", "undefined" };

    /// <summary>Figures that may be parts of one: conversions are shared between what led to them, and amounts have cents.</summary>
    private static bool MayBeFraction(Metric metric) => metric is MoneyMetric || metric == Metrics.Conversions || metric == Metrics.ConversionsAssistedBySocial;

    /// <summary>Whether the cell says that there is no figure.</summary>
    public static bool IsAbsent(string cell) => Absent.Contains(cell);

    /// <summary>A number that is not negative, as its column or else its file writes numbers.</summary>
    /// <returns>The number, or why it is none.</returns>
    public (double? Number, string? Problem) Number(string cell, MetricColumn column)
    {
        if (cell.EndsWith('%')) return (null, "is not a number of people or events, but a share: choose another column");
        var sign = table.SignOf(column.Index);
        var (withPoint, withComma) = ReadingsOf(column.Metric is MoneyMetric ? WithoutCurrency(cell) : cell);

        // A lone 1,234 between commas is an English number, since a decimal comma would need quotes in every line.
        if (sign == DecimalSign.Unknown && table.PartsCellsWithCommas && withPoint is { } whole && whole == Math.Floor(whole)) withComma = null;
        double?[] readings = sign switch
        {
            DecimalSign.Point => [withPoint],
            DecimalSign.Comma => [withComma],
            _ => [withPoint, withComma],
        };
        return readings.OfType<double>().Distinct().ToList() switch
        {
            [] when withPoint is null && withComma is null => (null, "is not a number: write 1234 or 1234.5, or leave the cell empty where the figure is not known"),
            [] => (null, $"is no number where the {(sign == DecimalSign.Comma ? "comma" : "point")} is the decimal sign, as other cells of the file show: look at the cell"),
            [< 0] => (null, "is negative, which this figure cannot be: leave the cell empty where it is not known"),
            [> LargestNumber] => (null, $"is larger than any figure ({LargestNumber:0}): look at the cell"),
            [var number] when number != Math.Floor(number) && !MayBeFraction(column.Metric) => (null, "is not whole, and this figure counts people or events: look whether the decimal sign is right and whether it is the right column"),
            // Adding nothing makes a plain zero of "-0".
            [var number] => (number + 0.0, null),
            _ => (null, "can be read in more than one way: write it without thousands separators"),
        };
    }

    /// <summary>The ISO 4217 code of an amount's sign; null where there is none, or several currencies share it.</summary>
    public static string? CurrencyOf(string cell) => cell.Trim() switch
    {
        ['€', ..] or [.., '€'] => "EUR",
        ['£', ..] or [.., '£'] => "GBP",
        var amount when Code().Match(amount) is { Success: true } code => code.Value.ToUpperInvariant(),
        _ => null,
    };

    /// <summary>The decimal sign that a cell shows; unknown where it is no number, or reads in both ways.</summary>
    internal static DecimalSign SignOf(string cell)
    {
        var (withPoint, withComma) = ReadingsOf(WithoutCurrency(cell.EndsWith('%') ? cell[..^1].TrimEnd() : cell));
        return (withPoint, withComma) switch
        {
            (not null, null) => DecimalSign.Point,
            (null, not null) => DecimalSign.Comma,
            _ => DecimalSign.Unknown,
        };
    }

    /// <summary>A date, or a date and time; without an offset it was in the zone of the file's times.</summary>
    public (Moment? Moment, string? Problem) Moment(string cell)
    {
        var (read, problem) = DateCells.Read(cell, table.Order);
        if (read is not { } date) return (null, problem);

        // Years first: beyond them a change of zone would leave the calendar.
        var day = DateOnly.FromDateTime(date.Clock);
        if (day.Year < FirstYear) return (null, $"is before {FirstYear}, when there was no network to export from");
        if (day > today.AddDays(1)) return (null, InFuture);

        // A day without a time is taken as the client's, wherever the platform's clock stands.
        var zone = date.HasTime ? times : client;
        var instant = date.Offset is { } offset ? new DateTimeOffset(date.Clock, offset) : zone.InstantOf(day, TimeOnly.FromDateTime(date.Clock));
        return client.DayAt(instant) > today ? (null, InFuture) : (new(instant.ToUniversalTime(), day), null);
    }

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

    [GeneratedRegex(@"^[€$£¥]\s?|\s?[€$£¥]$|^[A-Z]{3}\s|\s[A-Z]{3}$", RegexOptions.None, 10_000)]
    private static partial Regex Currency();

    [GeneratedRegex(@"^[A-Z]{3}(?=\s)|(?<=\s)[A-Z]{3}$", RegexOptions.None, 10_000)]
    private static partial Regex Code();

    /// <summary>Spaces, narrow ones and apostrophes where thousands have them: "12 34" is two numbers.</summary>
    [GeneratedRegex(@"^[+-]?[0-9]{1,3}([\s'’][0-9]{3})+([.,][0-9]+)?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex InThousands();

    [GeneratedRegex(@"[\s'’]", RegexOptions.None, 10_000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[+-]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]+)?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex DecimalPoint();

    [GeneratedRegex(@"^[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)(,[0-9]+)?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex DecimalComma();
}

/// <summary>When something was.</summary>
/// <param name="Day">The day of the wall clock that the file shows.</param>
internal readonly record struct Moment(DateTimeOffset Instant, DateOnly Day);
