namespace KpiFunctions.Pipeline.Periods.Calendars;

/// <summary>A country's special days.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Source">The law that has the public holidays.</param>
public sealed record CountryDays(string Code, string Country, string Source, IReadOnlyList<SpecialDay> Days);

/// <summary>
/// The special days of each country that there are any of: public holidays of the whole country, and the days on which the
/// sales begin. Of other countries Easter and New Year alone. The table in docs/kpis/calendar.md is made from this.
/// </summary>
public static class SpecialDays
{
    private static readonly SpecialDay NewYear = SpecialDay.Fixed("New Year", 1, 1) with { Leads = true };
    private static readonly SpecialDay Epiphany = SpecialDay.Fixed("Epiphany", 1, 6);
    private static readonly SpecialDay GoodFriday = SpecialDay.AfterEaster("Good Friday", -2);
    private static readonly SpecialDay EasterSunday = SpecialDay.AfterEaster("Easter Sunday", 0);
    private static readonly SpecialDay EasterMonday = SpecialDay.AfterEaster("Easter Monday", 1);
    private static readonly SpecialDay Ascension = SpecialDay.AfterEaster("Ascension", 39);
    private static readonly SpecialDay WhitMonday = SpecialDay.AfterEaster("Whit Monday", 50);
    private static readonly SpecialDay CorpusChristi = SpecialDay.AfterEaster("Corpus Christi", 60);
    private static readonly SpecialDay LabourDay = SpecialDay.Fixed("Labour Day", 5, 1);
    private static readonly SpecialDay Assumption = SpecialDay.Fixed("Assumption", 8, 15);
    private static readonly SpecialDay AllSaints = SpecialDay.Fixed("All Saints", 11, 1);
    private static readonly SpecialDay Immaculate = SpecialDay.Fixed("Immaculate Conception", 12, 8);
    private static readonly SpecialDay Christmas = SpecialDay.Fixed("Christmas", 12, 25) with { Leads = true };
    private static readonly SpecialDay SecondChristmas = SpecialDay.Fixed("second day of Christmas", 12, 26);
    private static readonly SpecialDay BlackFriday = new("Black Friday", "the day after the fourth Thursday of November", year => SpecialDay.NthOf(year, 11, 4, DayOfWeek.Thursday).AddDays(1)) { Leads = true };

    /// <summary>Every country that has days of its own, by code.</summary>
    public static IReadOnlyList<CountryDays> Countries { get; } =
    [
        new("AT", "Austria", "Arbeitsruhegesetz § 7", [NewYear, Epiphany, EasterSunday, EasterMonday, LabourDay, Ascension, WhitMonday, CorpusChristi, Assumption, SpecialDay.Fixed("National Day", 10, 26), AllSaints, BlackFriday, Immaculate, Christmas, SecondChristmas]),
        new("BE", "Belgium", "Arrêté royal du 18 avril 1974, art. 1 (holidays); Code de droit économique, art. VI.25 (sales)",
        [
            NewYear, Sale("winter sales", "3 January, the 2nd where that is a Sunday", 4, year => NotOnSunday(new(year, 1, 3))), EasterSunday, EasterMonday, LabourDay, Ascension, WhitMonday,
            Sale("summer sales", "1 July, the day before where that is a Sunday", 4, year => NotOnSunday(new(year, 7, 1))), SpecialDay.Fixed("National Day", 7, 21), Assumption, AllSaints,
            SpecialDay.Fixed("Armistice", 11, 11), BlackFriday, Christmas,
        ]),
        new("CA", "Canada", "Canada Labour Code, s. 166",
        [
            NewYear, GoodFriday, EasterSunday, new("Victoria Day", "the Monday before 25 May", year => new DateOnly(year, 5, 24).AddDays(-(((int)new DateOnly(year, 5, 24).DayOfWeek + 6) % 7))),
            SpecialDay.Fixed("Canada Day", 7, 1), SpecialDay.Nth("Labour Day", 1, DayOfWeek.Monday, 9), SpecialDay.Fixed("Truth and Reconciliation", 9, 30), SpecialDay.Nth("Thanksgiving", 2, DayOfWeek.Monday, 10),
            SpecialDay.Fixed("Remembrance Day", 11, 11), BlackFriday, Christmas, SecondChristmas,
        ]),
        new("CH", "Switzerland", "Bundesverfassung Art. 110 Abs. 3 (1 August); the others are those of most cantons (Arbeitsgesetz Art. 20a)", [NewYear, GoodFriday, EasterSunday, EasterMonday, Ascension, WhitMonday, SpecialDay.Fixed("National Day", 8, 1), BlackFriday, Christmas, SecondChristmas]),
        new("DE", "Germany", "Einigungsvertrag Art. 2 Abs. 2 (3 October); the others are those that the laws of all Länder have", [NewYear, GoodFriday, EasterSunday, EasterMonday, LabourDay, Ascension, WhitMonday, SpecialDay.Fixed("Day of German Unity", 10, 3), BlackFriday, Christmas, SecondChristmas]),
        new("ES", "Spain", "Real Decreto 2001/1983, art. 45", [NewYear, Epiphany, GoodFriday, EasterSunday, LabourDay, Assumption, SpecialDay.Fixed("National Day", 10, 12), AllSaints, BlackFriday, SpecialDay.Fixed("Constitution Day", 12, 6), Immaculate, Christmas]),
        new("FR", "France", "Code du travail, art. L3133-1 (holidays); Code de commerce, art. L310-3 and D310-15-2, and arrêté du 27 mai 2019 (sales)",
        [
            NewYear, Sale("winter sales", "second Wednesday of January, the first where that is after the 12th", 4, year => SpecialDay.NthOf(year, 1, 2, DayOfWeek.Wednesday) is { Day: > 12 } late ? late.AddDays(-7) : SpecialDay.NthOf(year, 1, 2, DayOfWeek.Wednesday)),
            EasterSunday, EasterMonday, LabourDay, SpecialDay.Fixed("Victory Day", 5, 8), Ascension, WhitMonday,
            Sale("summer sales", "last Wednesday of June, the one before where that is after the 28th", 4, year => SpecialDay.LastOf(year, 6, DayOfWeek.Wednesday) is { Day: > 28 } late ? late.AddDays(-7) : SpecialDay.LastOf(year, 6, DayOfWeek.Wednesday)),
            SpecialDay.Fixed("National Day", 7, 14), Assumption, AllSaints, SpecialDay.Fixed("Armistice", 11, 11), BlackFriday, Christmas,
        ]),
        new("GB", "United Kingdom", "Banking and Financial Dealings Act 1971, Schedule 1, and royal proclamations under it (England and Wales)",
        [
            NewYear, GoodFriday, EasterSunday, EasterMonday, SpecialDay.Nth("early May bank holiday", 1, DayOfWeek.Monday, 5), SpecialDay.Last("spring bank holiday", DayOfWeek.Monday, 5),
            SpecialDay.Last("summer bank holiday", DayOfWeek.Monday, 8), BlackFriday, Christmas, SecondChristmas,
        ]),
        new("IE", "Ireland", "Organisation of Working Time Act 1997, Second Schedule",
        [
            NewYear, new("Saint Brigid's Day", "first Monday of February, the 1st where that is a Friday", year => new DateOnly(year, 2, 1) is { DayOfWeek: DayOfWeek.Friday } friday ? friday : SpecialDay.NthOf(year, 2, 1, DayOfWeek.Monday)),
            SpecialDay.Fixed("Saint Patrick's Day", 3, 17), GoodFriday, EasterSunday, EasterMonday, SpecialDay.Nth("May holiday", 1, DayOfWeek.Monday, 5), SpecialDay.Nth("June holiday", 1, DayOfWeek.Monday, 6),
            SpecialDay.Nth("August holiday", 1, DayOfWeek.Monday, 8), SpecialDay.Last("October holiday", DayOfWeek.Monday, 10), BlackFriday, Christmas, SecondChristmas,
        ]),
        new("IT", "Italy", "Legge 27 maggio 1949, n. 260, art. 2, and DPR 28 dicembre 1985, n. 792", [NewYear, Epiphany, EasterSunday, EasterMonday, SpecialDay.Fixed("Liberation Day", 4, 25), LabourDay, SpecialDay.Fixed("Republic Day", 6, 2), Assumption, AllSaints, BlackFriday, Immaculate, Christmas, SecondChristmas]),
        new("LU", "Luxembourg", "Code du travail, art. L.232-2", [NewYear, EasterSunday, EasterMonday, LabourDay, SpecialDay.Fixed("Europe Day", 5, 9), Ascension, WhitMonday, SpecialDay.Fixed("National Day", 6, 23), Assumption, AllSaints, BlackFriday, Christmas, SecondChristmas]),
        new("PT", "Portugal", "Código do Trabalho, art. 234", [NewYear, GoodFriday, EasterSunday, SpecialDay.Fixed("Freedom Day", 4, 25), LabourDay, CorpusChristi, SpecialDay.Fixed("Portugal Day", 6, 10), Assumption, SpecialDay.Fixed("Republic Day", 10, 5), AllSaints, BlackFriday, SpecialDay.Fixed("Restoration of Independence", 12, 1), Immaculate, Christmas]),
        new("US", "United States", "5 U.S.C. § 6103",
        [
            NewYear, SpecialDay.Nth("Martin Luther King Jr.'s Birthday", 3, DayOfWeek.Monday, 1), SpecialDay.Nth("Washington's Birthday", 3, DayOfWeek.Monday, 2), EasterSunday, SpecialDay.Last("Memorial Day", DayOfWeek.Monday, 5),
            SpecialDay.Fixed("Juneteenth", 6, 19), SpecialDay.Fixed("Independence Day", 7, 4), SpecialDay.Nth("Labor Day", 1, DayOfWeek.Monday, 9), SpecialDay.Nth("Columbus Day", 2, DayOfWeek.Monday, 10),
            SpecialDay.Fixed("Veterans Day", 11, 11), SpecialDay.Nth("Thanksgiving", 4, DayOfWeek.Thursday, 11) with { Leads = true }, BlackFriday, Christmas,
        ]),
    ];

    /// <summary>Of a country that has no days of its own here, and where the country is not known.</summary>
    public static IReadOnlyList<SpecialDay> Elsewhere { get; } = [NewYear, EasterSunday];

    /// <summary>A country's days.</summary>
    /// <param name="country">ISO 3166-1 alpha-2; null where it is not known.</param>
    public static IReadOnlyList<SpecialDay> Of(string? country) => Countries.FirstOrDefault(each => each.Code == country)?.Days ?? Elsewhere;

    private static SpecialDay Sale(string name, string when, int weeks, Func<int, DateOnly> start) => new(name, when, start) { Leads = true, Weeks = weeks };

    private static DateOnly NotOnSunday(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(-1) : day;
}
