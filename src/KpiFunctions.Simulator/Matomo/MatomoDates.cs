using System.Globalization;

namespace KpiFunctions.Simulator.Matomo;

/// <summary>The days that a <c>date</c> names.</summary>
/// <param name="Several">Whether the answer is keyed by date: a range is, even one of a single day.</param>
internal sealed record MatomoDates(IReadOnlyList<DateOnly> Days, bool Several)
{
    private const int MaxDays = 1_000;

    /// <exception cref="MatomoError">No form of date that Matomo takes.</exception>
    public static MatomoDates Parse(string text, DateOnly today)
    {
        if (text.Split(',') is [var from, var to]) return Range(Day(from, today), Day(to, today), text);
        if (Number(text, "last") is { } last) return Range(today.AddDays(1 - last), today, text);
        if (Number(text, "previous") is { } previous) return Range(today.AddDays(-previous), today.AddDays(-1), text);
        return new([Day(text, today)], false);
    }

    private static MatomoDates Range(DateOnly from, DateOnly to, string text)
    {
        var count = to.DayNumber - from.DayNumber + 1;
        return count is < 1 or > MaxDays
            ? throw new MatomoError($"The date '{text}' is not a correct date range.")
            : new([.. Enumerable.Range(0, count).Select(from.AddDays)], true);
    }

    private static int? Number(string text, string word) =>
        text.StartsWith(word, StringComparison.Ordinal) && int.TryParse(text.AsSpan(word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxDays
            ? number
            : null;

    private static DateOnly Day(string text, DateOnly today) => text switch
    {
        "today" => today,
        "yesterday" => today.AddDays(-1),
        _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw new MatomoError($"Date format must be: YYYY-MM-DD, or 'today' or 'yesterday' or any keyword supported by the strtotime function. Found: '{text}'."),
    };
}
