using KpiFunctions.Pipeline.Periods.Calendars;

namespace KpiFunctions.Tests.Docs;

/// <summary>The special days of each country, from their declarations.</summary>
internal static class CalendarTable
{
    public static string All() => Markdown.Table(
        ["country", "days", "source"],
        [
            .. SpecialDays.Countries.OrderBy(country => country.Code, StringComparer.Ordinal).Select(country => (IReadOnlyList<string>)[$"{Markdown.Code(country.Code)} {country.Country}", Days(country.Days), country.Source]),
            ["others", Days(SpecialDays.Elsewhere), "–"],
        ]);

    private static string Days(IEnumerable<SpecialDay> days) =>
        string.Join("; ", days.Select(day => $"{(day.Leads ? $"**{day.Name}**" : day.Name)} ({day.When}{(day.Weeks > 1 ? $", {day.Weeks} weeks" : "")})"));
}
