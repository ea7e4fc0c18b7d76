using KpiFunctions.Cli.Explaining;
using KpiFunctions.Pipeline.Kpis;

namespace KpiFunctions.EndToEnd;

/// <summary>What <c>kpi explain</c> writes for a person.</summary>
public sealed class ExplanationTests
{
    private static readonly DateOnly Monday = new(2026, 11, 9);
    private static readonly DateTimeOffset Fetched = new(2026, 11, 16, 6, 10, 0, TimeSpan.Zero);

    [Fact]
    public void A_figure_is_told_with_all_that_it_was_made_from()
    {
        var text = Write(Week(Kpi(28, 7)), null);
        text.ShouldBe("""
            shop, week 2026-W46; no digest of it has been made

            sales / conversions
              figure     28, provisional; Steady
              formula    conversions of the seven days, added up over accounts
              complete   7 of 7 days known, 1 provisional
              usual      30, four weeks in five between 20 and 40.5, from 8 weeks
              evidence   this week strays by -0.40 spreads, as 70 % of usual weeks do; with the week before by -0.51, as 62 % do
              before     W44 NoData, W45 31
              from       ga4:1 conversions, the week's days added up
                Mon 2026-11-09            4  fetched 2026-11-16 06:10Z, settled
                Tue 2026-11-10            7  fetched 2026-11-16 06:10Z, provisional, counted as since 2026-11-01
                Wed 2026-11-11    no figure  nothing stored

            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public void What_the_digest_showed_stands_beside_it_with_the_days_that_have_changed() =>
        Write(Week(Kpi(28, 7)), Week(Kpi(26, 5)))
            .ShouldContain("  shown      26, provisional; Steady. Changed since: ga4:1 conversions of 2026-11-10 was 5 and is 7 since 2026-11-16 06:10Z.");

    [Fact]
    public void An_input_that_two_figures_share_is_told_once() =>
        Write(Week(Kpi(28, 7), Kpi(28, 7) with { Name = new("sales", "again", "") }), null).Split("Mon 2026-11-09").Length.ShouldBe(2);

    private static string Write(WeekTrace now, WeekTrace? shown)
    {
        using var text = new StringWriter();
        ExplanationWriter.Write(text, now, shown);
        return text.ToString();
    }

    private static WeekTrace Week(params KpiTrace[] kpis) => new("shop", "2026-W46", kpis, [], []);

    private static KpiTrace Kpi(double value, double tuesday) => new()
    {
        Name = new("sales", "conversions", ""),
        IsPrimary = true,
        Value = value,
        IsProvisional = true,
        Verdict = "Steady",
        Formula = "conversions of the seven days, added up over accounts",
        Expected = new(20, 30, 40.5, 8),
        Evidence = new(new(-0.4, 0.7), new(-0.51, 0.62)),
        Completeness = new(7, 7, 1),
        Before = [new("2026-W44", null, "NoData"), new("2026-W45", 31, null)],
        Inputs = [new("ga4:1", "conversions", Aggregation.DaysAddedUp,
        [
            new(Monday, 4, Fetched, true, null), new(Monday.AddDays(1), tuesday, Fetched, false, "2026-11-01"), new(Monday.AddDays(2), null, null, false, null),
        ])],
    };
}
