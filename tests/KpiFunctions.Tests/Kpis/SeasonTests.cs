using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Periods.Calendars;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

/// <summary>Mentions of 100 a week, ± 4, and 40 in the week of Easter Monday: 6 April 2026, 21 April 2025.</summary>
public sealed class SeasonTests
{
    private static readonly IsoWeek EasterWeek = IsoWeek.Parse("2026-W15");

    [Fact]
    public void What_happens_at_every_Easter_is_told_as_the_season()
    {
        var given = Client(weeks: 70, easterOfEachYear: true);
        var mentions = given.Kpi("mentions");
        mentions.Verdict.ShouldBe(KpiVerdict.Seasonal);
        mentions.Season!.Years.ShouldBe(1);
        given.Compute().Notes.ShouldNotContain(new DataCaveat.SeasonUnknown());
        given.Result().Verdict.ShouldBe(ObjectiveVerdict.Seasonal);
    }

    [Fact]
    public void What_happened_at_no_Easter_before_is_a_change() => Client(weeks: 70, easterOfEachYear: false).Kpi("mentions").Verdict.ShouldBe(KpiVerdict.Worse);

    [Fact]
    public void With_less_than_a_year_the_reader_is_told_that_it_may_be_the_season()
    {
        var given = Client(weeks: 30, easterOfEachYear: true);
        given.Kpi("mentions").Verdict.ShouldBe(KpiVerdict.Worse);
        given.Compute().Notes.ShouldContain(new DataCaveat.SeasonUnknown());
    }

    [Fact]
    public void In_a_week_without_holidays_nothing_is_said_of_seasons()
    {
        var given = new Given(ObjectiveKind.Awareness) { Week = IsoWeek.Parse("2026-W10") }.Weeks(Facebook, Metrics.Mentions, [.. Steady(20), 40]);
        given.Kpi("mentions").Verdict.ShouldBe(KpiVerdict.Worse);
        given.Compute().Notes.ShouldNotContain(new DataCaveat.SeasonUnknown());
    }

    /// <summary>They are read apart, so that nothing else changes by them.</summary>
    [Fact]
    public void Earlier_years_serve_the_season_alone()
    {
        var all = Client(weeks: 70, easterOfEachYear: true);
        var first = EasterWeek.Plus(-20).Monday;
        var readings = all.History().Readings;
        var history = all.History() with
        {
            Days = new(first, EasterWeek.Sunday),
            Readings = [.. readings.Where(reading => reading.Day >= first)],
            Earlier = [new(new(readings[0].Day, first.AddDays(-1)), [.. readings.Where(reading => reading.Day < first)], [])],
        };
        var mentions = KpiEngine.Compute(all.Client(), history, EasterWeek).Objectives[0].Primary.Single(kpi => kpi.Traits.Name == "mentions");
        mentions.Verdict.ShouldBe(KpiVerdict.Seasonal);
        mentions.YearBefore.ShouldBeNull();
        mentions.Expected!.Weeks.ShouldBe(20);
    }

    /// <summary>Thirteen weeks a year for the week itself, and four more for those that are computed again.</summary>
    [Fact]
    public void A_digest_reads_stretches_of_three_earlier_years_and_not_the_years()
    {
        var client = Client(weeks: 1, easterOfEachYear: true).Client();
        for (var week = IsoWeek.Parse("2026-W01"); week <= IsoWeek.Parse("2027-W52"); week = week.Plus(1))
        {
            var stretches = DigestBuilder.EarlierDays(client, week);
            stretches.ShouldAllBe(stretch => stretch.Last < week.Plus(-DigestBuilder.WeeksRead).Monday);
            stretches.Sum(stretch => stretch.Count).ShouldBeLessThanOrEqualTo(7 * 60, $"{week}");
            for (var years = 2; years <= 3; years++)
            {
                var same = new HolidayCalendar("FR").SameWeek(week, years);
                stretches.ShouldContain(stretch => stretch.First <= same.Plus(-12).Monday && stretch.Last >= same.Sunday, $"{week} −{years}");
            }
        }
    }

    private static Given Client(int weeks, bool easterOfEachYear) => new Given(ObjectiveKind.Awareness) { Week = EasterWeek }
        .Weeks(Facebook, Metrics.Mentions, [.. Steady(weeks - 1).Select((value, i) => easterOfEachYear && EasterWeek.Plus(i + 1 - weeks) == IsoWeek.Parse("2025-W17") ? 40 : value), 40]);

    private static IEnumerable<double> Steady(int weeks) => Enumerable.Range(0, weeks).Select(week => 100.0 + (week * 7 % 9) - 4);
}
