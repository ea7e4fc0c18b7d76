using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;

namespace KpiFunctions.Tests.Periods;

public sealed class HolidayCalendarTests
{
    private static readonly HolidayCalendar France = new("FR");

    [Theory]
    [InlineData("2019-04-21")]
    [InlineData("2020-04-12")]
    [InlineData("2021-04-04")]
    [InlineData("2022-04-17")]
    [InlineData("2023-04-09")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2029-04-01")]
    [InlineData("2030-04-21")]
    [InlineData("2031-04-13")]
    [InlineData("2032-03-28")]
    [InlineData("2038-04-25")]
    [InlineData("2285-03-22")]
    public void Easter_is_on_the_days_that_are_known(string sunday) => Easter.Of(DateOnly.Parse(sunday).Year).ShouldBe(DateOnly.Parse(sunday));

    [Theory]
    [InlineData("FR", "Ascension", "2026-05-14")]
    [InlineData("FR", "Whit Monday", "2026-05-25")]
    [InlineData("FR", "winter sales", "2024-01-10")]
    [InlineData("FR", "winter sales", "2025-01-08")]
    [InlineData("FR", "winter sales", "2026-01-07")]
    [InlineData("FR", "summer sales", "2023-06-28")]
    [InlineData("FR", "summer sales", "2024-06-26")]
    [InlineData("FR", "summer sales", "2027-06-23")]
    [InlineData("FR", "Black Friday", "2026-11-27")]
    [InlineData("BE", "winter sales", "2027-01-02")]
    [InlineData("BE", "summer sales", "2029-06-30")]
    [InlineData("DE", "Good Friday", "2026-04-03")]
    [InlineData("PT", "Corpus Christi", "2026-06-04")]
    [InlineData("GB", "early May bank holiday", "2026-05-04")]
    [InlineData("GB", "summer bank holiday", "2026-08-31")]
    [InlineData("IE", "Saint Brigid's Day", "2030-02-01")]
    [InlineData("IE", "Saint Brigid's Day", "2026-02-02")]
    [InlineData("IE", "October holiday", "2026-10-26")]
    [InlineData("US", "Thanksgiving", "2026-11-26")]
    [InlineData("US", "Memorial Day", "2026-05-25")]
    [InlineData("CA", "Victoria Day", "2026-05-18")]
    [InlineData("CA", "Victoria Day", "2027-05-24")]
    public void A_day_falls_where_the_law_has_it(string country, string name, string date) =>
        SpecialDays.Of(country).Single(day => day.Name == name).In(DateOnly.Parse(date).Year).ShouldBe(DateOnly.Parse(date));

    [Theory]
    [InlineData("2026-W15", 1, "2025-W17")] // Easter Monday
    [InlineData("2026-W15", 2, "2024-W14")]
    [InlineData("2026-W14", 1, "2025-W16")] // ends with Easter Sunday
    [InlineData("2025-W15", 1, "2024-W15")] // Easter was elsewhere
    [InlineData("2026-W53", 1, "2026-W01")] // 1 January 2027 and 2026
    [InlineData("2026-W52", 1, "2025-W52")] // 25 December
    [InlineData("2026-W02", 1, "2025-W02")] // the winter sales begin
    [InlineData("2026-W48", 1, "2025-W48")] // Black Friday
    [InlineData("2026-W33", 1, "2025-W33")]
    [InlineData("2026-W10", 3, "2023-W09")] // 5 March is nearer to its Thursday, the 2nd
    public void A_week_is_like_the_one_with_the_same_days(string week, int years, string same) =>
        France.SameWeek(IsoWeek.Parse(week), years).ShouldBe(IsoWeek.Parse(same));

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_week_of_Easter_is_found_in_every_year(string country)
    {
        var calendar = new HolidayCalendar(country);
        for (var year = 2016; year <= 2060; year++)
        {
            for (var years = 1; years <= 3; years++)
                calendar.SameWeek(IsoWeek.Of(Easter.Of(year)), years).ShouldBe(IsoWeek.Of(Easter.Of(year - years)), $"{country} {year} −{years}");
        }
    }

    [Theory]
    [InlineData("FR", "2026-W15", true)]
    [InlineData("FR", "2026-W03", true)] // the second week of the sales
    [InlineData("FR", "2026-W09", false)]
    [InlineData("FR", "2026-W46", true)] // 11 November
    [InlineData("GB", "2026-W46", false)]
    [InlineData("JP", "2026-W01", true)]
    [InlineData("JP", "2026-W18", false)]
    [InlineData(null, "2026-W14", true)]
    public void A_week_is_special_by_the_days_of_its_country(string? country, string week, bool isSpecial) =>
        new HolidayCalendar(country).IsSpecial(IsoWeek.Parse(week)).ShouldBe(isSpecial);

    public static TheoryData<string> Codes => [.. SpecialDays.Countries.Select(country => country.Code), "JP"];

    [Theory]
    [InlineData("Europe/Paris", "FR")]
    [InlineData("Europe/Brussels", "BE")]
    [InlineData("Europe/Zurich", "CH")]
    [InlineData("Europe/Luxembourg", "LU")]
    [InlineData("America/Toronto", "CA")]
    [InlineData("America/New_York", "US")]
    [InlineData("Asia/Calcutta", "IN")]
    [InlineData("Etc/UTC", null)]
    public void A_zone_is_of_its_country(string zone, string? country) => Zone.Find(zone)!.Country.ShouldBe(country);
}
