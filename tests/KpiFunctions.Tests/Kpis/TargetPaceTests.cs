using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Judging;
using KpiFunctions.Pipeline.Readings;
using static KpiFunctions.Tests.Kpis.Given;

namespace KpiFunctions.Tests.Kpis;

public sealed class TargetPaceTests
{
    private static readonly DateOnly Start = new(2026, 9, 6);
    private static readonly DateOnly Sunday = new(2026, 11, 15);
    private static readonly DateOnly By = new(2027, 1, 24);
    private static readonly TargetStart From1000 = new(1000, Start);
    private static readonly TargetConfig To2000 = new("reach", 2000, null, By, From1000);

    /// <summary>What ten weeks vary by, in turn.</summary>
    private static readonly double[] Noise = [60, -80, 20, -40, 90, -30, 50, -70, 10, -10];

    [Fact]
    public void The_slope_through_the_start_is_put_beside_the_needed_one()
    {
        // 4 of 20 weeks are over: the path asks for 10, 20, 30 and 40 more than 100. The weeks gained 4, 16, 10 and 20.
        // Slope: (10 × 4 + 20 × 16 + 30 × 10 + 40 × 20) / (100 + 400 + 900 + 1600) = 1460 / 3000 = 0.48667.
        // Left over: 4² + 16² + 10² + 20² − 1460² / 3000 = 772 − 710.533 = 61.467; spread √(61.467 / 3) = 4.5265;
        // error 4.5265 / √3000 = 0.082643; deviation (0.48667 − 1) / 0.082643 = −6.2115.
        var target = new TargetConfig("own", 300, null, Start.AddDays(140), new(100, Start));
        var progress = TargetPace.Of(target, Since(104, 116, 110, 120), VarianceModel.None, isLevel: false, Start.AddDays(28));
        progress.Deviation!.Value.ShouldBe(-6.2115, 1e-3);
        progress.Recent.ShouldBe(112.5);
        progress.AskedToday.ShouldBe(140);
        progress.Pace.ShouldBe(Pace.Behind);
    }

    [Fact]
    public void A_start_that_is_a_week_itself_has_that_weeks_error()
    {
        // The same weeks, of which the first is the start: the weights of the others take its error out by
        // generalized least squares, so that the slope is less sure than one through a declared start.
        var declared = TargetPace.Of(To2000, Weeks(700), VarianceModel.Count, isLevel: false, Sunday);
        var undeclared = TargetPace.Of(To2000 with { Start = null }, [new(Start, new(1000)), .. Weeks(700)], VarianceModel.Count, isLevel: false, Sunday);
        undeclared.AskedToday!.Value.ShouldBe(declared.AskedToday!.Value, 30);
        Math.Abs(undeclared.Deviation!.Value).ShouldBeLessThan(Math.Abs(declared.Deviation!.Value));
    }

    // Half the time is over; the way is 1,000 long, and its weeks vary by about 50.
    [Theory]
    [InlineData(1000, Pace.OnTrack)]
    [InlineData(950, Pace.OnTrack)]
    [InlineData(700, Pace.Behind)]
    [InlineData(0, Pace.Behind)]
    [InlineData(1500, Pace.Ahead)]
    public void The_course_of_all_weeks_is_put_beside_the_path(double inTheWholeTime, Pace pace)
    {
        var progress = TargetPace.Of(To2000, Weeks(inTheWholeTime), VarianceModel.Count, isLevel: false, Sunday);
        progress.AskedToday.ShouldBe(1500);
        progress.Pace.ShouldBe(pace);
    }

    [Theory]
    [InlineData(0, 1400, Pace.Behind)]
    [InlineData(1000, 1300, Pace.OnTrack)]
    public void One_week_changes_no_course(double inTheWholeTime, double lastWeek, Pace pace)
    {
        // Ten weeks that stand still, the last of them near the path's 1,500; and ten that keep the path, the last of them far below.
        var weeks = Weeks(inTheWholeTime);
        weeks[^1] = new(Sunday, new(lastWeek));
        TargetPace.Of(To2000, weeks, VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldBe(pace);
    }

    [Fact]
    public void A_way_that_may_be_standing_still_or_on_the_path_cannot_be_told_yet()
    {
        DatedWeek[] weeks = [.. Since(1300, 800, 1250)];
        TargetPace.Of(To2000, weeks, VarianceModel.Count, isLevel: false, Start.AddDays(21)).Pace.ShouldBe(Pace.TooEarly);
    }

    [Fact]
    public void One_week_alone_cannot_be_told_whatever_it_is()
    {
        foreach (var value in (double[])[1, 500, 1000, 1900, 5000])
        {
            TargetPace.Of(To2000, Since(value), VarianceModel.Count, isLevel: false, Start.AddDays(7)).Pace.ShouldBe(Pace.TooEarly);
            TargetPace.Of(To2000 with { Start = null }, Since(value), VarianceModel.Count, isLevel: false, Start.AddDays(7)).Pace.ShouldBe(Pace.TooEarly);
        }
    }

    [Fact]
    public void Weeks_before_the_start_say_how_much_weeks_scatter()
    {
        // A single week that stands still, after eight that hardly varied or varied much.
        DatedWeek[] Before(double by) => [.. Enumerable.Range(-7, 8).Select(i => new DatedWeek(Start.AddDays(7 * i), new(1000 + (i % 2 == 0 ? by : -by))))];
        var target = To2000 with { By = Start.AddDays(14) };
        TargetPace.Of(target, [.. Before(5), new(Start.AddDays(7), new(1000))], VarianceModel.None, isLevel: false, Start.AddDays(7)).Pace.ShouldBe(Pace.Behind);
        TargetPace.Of(target, [.. Before(500), new(Start.AddDays(7), new(1000))], VarianceModel.None, isLevel: false, Start.AddDays(7)).Pace.ShouldBe(Pace.TooEarly);
    }

    [Fact]
    public void Missing_weeks_are_skipped()
    {
        var weeks = Weeks(700);
        TargetPace.Of(To2000, [weeks[0], weeks[3], .. weeks[5..]], VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldBe(Pace.Behind);
        TargetPace.Of(To2000, weeks[..^1], VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldBe(Pace.Unknown);
        TargetPace.Of(To2000, [], VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldBe(Pace.Unknown);
    }

    [Fact]
    public void The_last_four_known_weeks_have_reached_the_target_or_missed_it()
    {
        DatedWeek[] weeks = [.. Weeks(1000)[..6], .. Enumerable.Range(7, 4).Select(i => new DatedWeek(Start.AddDays(7 * i), new(i == 10 ? 1700 : 2100)))];
        var progress = TargetPace.Of(To2000, weeks, VarianceModel.Count, isLevel: false, Sunday);
        progress.Recent.ShouldBe(2000);
        progress.RecentWeeks.ShouldBe(4);
        progress.Pace.ShouldBe(Pace.Reached);
        TargetPace.Of(To2000 with { By = Sunday }, weeks, VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldBe(Pace.Reached);
        TargetPace.Of(To2000 with { AtLeast = 2001, By = Sunday }, weeks, VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldBe(Pace.Missed);
        TargetPace.Of(To2000 with { AtLeast = 2001, By = Sunday.AddDays(-70) }, weeks, VarianceModel.Count, isLevel: false, Sunday).AskedToday.ShouldBe(2001);
    }

    [Fact]
    public void A_week_that_meets_the_target_alone_has_not_reached_it()
    {
        var weeks = Weeks(700);
        weeks[^1] = new(Sunday, new(2500));
        TargetPace.Of(To2000, weeks, VarianceModel.Count, isLevel: false, Sunday).Pace.ShouldNotBe(Pace.Reached);
        TargetPace.Of(To2000, Since(2500), VarianceModel.Count, isLevel: false, Start.AddDays(7)).Pace.ShouldNotBe(Pace.Reached);
    }

    // From 60 % down to 40 %: half the time is over, the path asks for 50 %.
    [Theory]
    [InlineData(0.50, Pace.OnTrack)]
    [InlineData(0.56, Pace.Behind)]
    [InlineData(0.60, Pace.Behind)]
    [InlineData(0.44, Pace.Ahead)]
    [InlineData(0.38, Pace.Reached)]
    public void For_a_target_below_less_is_better(double now, Pace pace)
    {
        DatedWeek[] weeks = [.. Enumerable.Range(1, 10).Select(i => new DatedWeek(Start.AddDays(7 * i), new(0.6 + (now - 0.6) * (now < 0.4 ? 1 : i / 10.0) + Noise[i - 1] / 10_000)))];
        TargetPace.Of(new("google-share", null, 0.4, By, new(0.6, Start)), weeks, VarianceModel.Share(5000), isLevel: false, Sunday).Pace.ShouldBe(pace);
    }

    [Fact]
    public void A_level_is_judged_by_its_changes_and_reached_by_its_newest_week()
    {
        DatedWeek[] Level(double perWeek) => [.. Enumerable.Range(1, 10).Select(i => new DatedWeek(Start.AddDays(7 * i), new(1000 + perWeek * i + (i % 2 == 0 ? 5 : -5))))];
        Pace Of(DatedWeek[] weeks) => TargetPace.Of(To2000, weeks, VarianceModel.None, isLevel: true, Sunday).Pace;
        Of(Level(50)).ShouldBe(Pace.OnTrack);
        Of(Level(30)).ShouldBe(Pace.Behind);
        Of([.. Level(30)[..^1], new(Sunday, new(2001))]).ShouldBe(Pace.Reached);
    }

    [Fact]
    public void A_goal_that_the_start_meets_is_to_be_kept()
    {
        var target = To2000 with { AtLeast = 900 };
        Pace Of(double[] weeks) => TargetPace.Of(target, [.. Since(weeks)], VarianceModel.Count, isLevel: false, Start.AddDays(7 * weeks.Length)).Pace;
        Of([1010, 990, 1020, 980]).ShouldBe(Pace.Reached);
        Of([610, 590, 620, 580]).ShouldBe(Pace.Behind);
        Of([1010, 860, 850, 870, 880]).ShouldBe(Pace.TooEarly);
        TargetPace.Of(target, Since(700), VarianceModel.Count, isLevel: false, Start.AddDays(7)).AskedToday.ShouldBe(900);
    }

    [Fact]
    public void Before_its_start_a_way_cannot_be_told()
    {
        var progress = TargetPace.Of(To2000 with { Start = new(1000, Sunday.AddDays(14)) }, Weeks(0), VarianceModel.Count, isLevel: false, Sunday);
        progress.AskedToday.ShouldBe(1000);
        progress.Pace.ShouldBe(Pace.TooEarly);
    }

    [Fact]
    public void A_day_before_the_start_asks_for_the_target_at_once()
    {
        var progress = TargetPace.Of(To2000 with { By = Start.AddDays(-7) }, Weeks(700), VarianceModel.Count, isLevel: false, Sunday);
        progress.AskedToday.ShouldBe(2000);
        progress.Pace.ShouldBe(Pace.Missed);
    }

    [Fact]
    public void Weeks_that_are_better_by_as_much_never_have_a_worse_pace()
    {
        foreach (var seed in Enumerable.Range(1, 300))
        {
            var random = new Random(seed);
            var (target, weeks) = Way(random);
            var sign = target.AtLeast is null ? -1 : 1;
            var paces = Enumerable.Range(0, 12).Select(step => Rank(TargetPace.Of(
                target, [.. weeks.Select(each => new DatedWeek(each.Sunday, new(each.Week.Value + sign * step * 40)))], VarianceModel.None, isLevel: false, weeks[^1].Sunday).Pace)).ToList();
            string.Join(" ", paces).ShouldBe(string.Join(" ", paces.Order()), $"seed {seed}");
        }
    }

    [Fact]
    public void A_better_week_never_has_a_worse_pace_where_weeks_vary_by_chance_alone()
    {
        foreach (var seed in Enumerable.Range(1, 300))
        {
            // The spread is the least one: Poisson's of counts, which these weeks stay below.
            var random = new Random(seed);
            DatedWeek[] weeks = [.. Enumerable.Range(1, 10).Select(i => new DatedWeek(Start.AddDays(7 * i), new(1000 + 1000 * i * (seed % 5) / 80.0 + random.Next(-15, 16))))];
            var at = random.Next(weeks.Length);
            var paces = Enumerable.Range(0, 6).Select(step => Rank(TargetPace.Of(
                To2000, [.. weeks.Select((each, i) => i == at ? new DatedWeek(each.Sunday, new(each.Week.Value + step * 5)) : each)], VarianceModel.Count, isLevel: false, Sunday).Pace)).ToList();
            string.Join(" ", paces).ShouldBe(string.Join(" ", paces.Order()), $"seed {seed}");
        }
    }

    [Fact]
    public void The_pace_is_the_same_in_any_unit()
    {
        foreach (var seed in Enumerable.Range(1, 300))
        {
            var (target, weeks) = Way(new Random(seed));
            TargetProgress In(double unit) => TargetPace.Of(
                target with { AtLeast = target.AtLeast * unit, AtMost = target.AtMost * unit, Start = target.Start! with { Value = target.Start!.Value * unit } },
                [.. weeks.Select(each => new DatedWeek(each.Sunday, new(each.Week.Value * unit)))], VarianceModel.Counted(unit), isLevel: false, weeks[^1].Sunday);
            var (one, other) = (In(1), In(0.01));
            other.Pace.ShouldBe(one.Pace, $"seed {seed}");
            if (one.Deviation is { } deviation) other.Deviation!.Value.ShouldBe(deviation, 1e-6);
            (other.AskedToday!.Value / 0.01).ShouldBe(one.AskedToday!.Value, 1e-4);
        }
    }

    [Fact]
    public void Whoever_is_behind_has_had_weeks_worse_than_the_path()
    {
        var behind = 0;
        foreach (var seed in Enumerable.Range(1, 500))
        {
            var (target, weeks) = Way(new Random(seed));
            if (seed % 2 == 0) target = target with { Start = null };
            var progress = TargetPace.Of(target, weeks, VarianceModel.Count, isLevel: false, weeks[^1].Sunday);
            if (progress.Pace != Pace.Behind) continue;
            behind++;
            ((target.AtLeast is null ? -1 : 1) * (progress.Recent!.Value - progress.AskedToday!.Value)).ShouldBeLessThan(0, $"seed {seed}");
            progress.Deviation!.Value.ShouldBeLessThan(0);
        }

        behind.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Without_a_declared_start_the_way_begins_with_the_first_week_known()
    {
        // 100 on Sunday 1 November, 200 asked by 29 November: on 15 November half the way, 150; a little less, as the week after was below the path and the next above.
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 100, 120, 160);
        var progress = given.Target(new("reach", 200, null, new(2026, 11, 29), null)).Kpi("reach").Target!;
        progress.AskedToday!.Value.ShouldBe(150, 5);
        progress.Pace.ShouldBe(Pace.TooEarly);
    }

    [Fact]
    public void A_first_week_that_was_an_exception_makes_no_start_of_its_own()
    {
        // Then ten weeks around 1,000: the way starts there, not at 500, and they have not moved.
        var progress = TargetPace.Of(To2000 with { Start = null }, [new(Start, new(500)), .. Weeks(0)], VarianceModel.Count, isLevel: false, Sunday);
        progress.AskedToday!.Value.ShouldBeInRange(1350, 1550);
        progress.Pace.ShouldBe(Pace.Behind);
    }

    [Fact]
    public void The_engine_judges_all_weeks_since_the_start()
    {
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, [.. Enumerable.Repeat(1000.0, 4), .. Weeks(400).Select(each => each.Week.Value)]);
        var progress = given.Target(To2000).Kpi("reach").Target!;
        progress.Pace.ShouldBe(Pace.Behind);
        progress.Recent!.Value.ShouldBe(1150, 60);
    }

    [Fact]
    public void A_target_on_a_figure_of_several_accounts_belongs_to_the_first()
    {
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 100).Sundays(Instagram, Metrics.Reach7Days, 100);
        given.Target(new("reach", 200, null, By, null)).Kpis("reach").Select(kpi => kpi.Target is not null).ShouldBe([true, false]);
    }

    [Fact]
    public void Of_two_targets_the_next_one_counts()
    {
        var given = new Given(ObjectiveKind.Awareness).Sundays(Facebook, Metrics.Reach7Days, 100)
            .Target(new("reach", 300, null, By, null)).Target(new("reach", 200, null, new(2026, 11, 29), null)).Target(new("reach", 50, null, new(2026, 1, 4), null));
        given.Kpi("reach").Target!.Target.AtLeast.ShouldBe(200);
    }

    /// <summary>Ten weeks that gain so much in the whole time of the target, twenty weeks.</summary>
    private static DatedWeek[] Weeks(double inTheWholeTime) =>
        [.. Noise.Select((noise, i) => new DatedWeek(Start.AddDays(7 * (i + 1)), new(1000 + inTheWholeTime * (i + 1) / 20 + noise)))];

    private static DatedWeek[] Since(params double[] values) => [.. values.Select((value, i) => new DatedWeek(Start.AddDays(7 * (i + 1)), new(value)))];

    /// <summary>A random way, some of whose weeks are missing.</summary>
    private static (TargetConfig Target, DatedWeek[] Weeks) Way(Random random)
    {
        var (start, goal, pace) = (random.Next(300, 1000), random.Next(300, 2000), random.NextDouble() * 1.4);
        var known = Enumerable.Range(-5, random.Next(8, 30)).Where(i => i == 0 || random.NextDouble() < 0.8).ToList();
        DatedWeek[] weeks = [.. known.Select(i => new DatedWeek(Start.AddDays(7 * i), new(Math.Max(1, Math.Round(start + (goal - start) * pace * Math.Max(0, i) / 30 + 60 * (random.NextDouble() - 0.5))))))];
        return (new("reach", goal >= start ? goal : null, goal >= start ? null : goal, Start.AddDays(210), new(start, Start)), weeks);
    }

    /// <summary>The worse the lower; of what has come to its end, whether it was reached.</summary>
    private static int Rank(Pace pace) => Array.IndexOf([Pace.Missed, Pace.Behind, Pace.TooEarly, Pace.OnTrack, Pace.Ahead, Pace.Reached], pace);
}
