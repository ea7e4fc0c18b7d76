using System.Globalization;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.Files;

/// <summary>Reads what stands in a cell. Nothing is guessed: what can be read in two ways is not read.</summary>
/// <param name="decimalComma">Whether a comma may be the decimal sign: not where it parts the cells.</param>
/// <param name="zone">Where a time without an offset was.</param>
/// <param name="newest">The latest instant that is possible.</param>
internal sealed partial class Cells(bool decimalComma, Zone zone, DateTimeOffset newest)
{
    /// <summary>The first network that anybody exports from began in 2004.</summary>
    private static readonly DateTimeOffset Oldest = new(2004, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Absent = ["", "-", "–", "—", "N/A", "n/a", "NA", "null", "NULL"];

    /// <summary>Whether the cell says that there is no figure.</summary>
    public static bool IsAbsent(string cell) => Absent.Contains(cell);

    /// <summary>A number that is not negative.</summary>
    /// <returns>The number, or why it is none.</returns>
    public (double? Number, string? Problem) Number(string cell)
    {
        var plain = Spaces().Replace(cell, "");
        if (decimalComma && plain.Contains(',', StringComparison.Ordinal))
        {
            if (plain.Contains('.', StringComparison.Ordinal) || plain.IndexOf(',', StringComparison.Ordinal) != plain.LastIndexOf(','))
                return (null, "can be read in more than one way: write it without thousands separators");
            plain = plain.Replace(',', '.');
        }
        else if (Thousands().IsMatch(plain))
        {
            plain = plain.Replace(",", "", StringComparison.Ordinal);
        }

        return double.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number >= 0 ? (number, null) : (null, "is negative, which this figure cannot be")
            : (null, "is not a number");
    }

    /// <summary>An instant: ISO 8601; without an offset it is a time in the client's zone.</summary>
    public (DateTimeOffset? Instant, string? Problem) Instant(string cell)
    {
        DateTimeOffset instant;
        if (DateTime.TryParseExact(cell, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            instant = zone.InstantOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        else if (!DateTimeOffset.TryParseExact(cell, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant))
            return (null, "is not a date: write year-month-day, 2026-11-15 or 2026-11-15T09:30:00");
        return instant < Oldest || instant > newest
            ? (null, $"is not between {Oldest.Year} and the day of the import")
            : (instant.ToUniversalTime(), null);
    }

    /// <summary>The source's day of a date or a time; a time is a day of the wall clock that it shows.</summary>
    public (DateOnly? Day, string? Problem) Day(string cell)
    {
        var (_, problem) = Instant(cell);
        return problem is null ? (DateOnly.ParseExact(cell[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture), null) : (null, problem);
    }

    private static readonly string[] LocalForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] OffsetForms = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-dd HH:mm:sszzz"];

    [GeneratedRegex(@"[\s\u00A0\u202F'’]", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3})+(\.\d+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Thousands();
}
