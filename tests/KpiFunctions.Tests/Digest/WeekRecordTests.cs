using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Tests.Kpis;

namespace KpiFunctions.Tests.Digest;

/// <summary>When it is said that a figure is the highest or the lowest of its weeks.</summary>
public sealed class WeekRecordTests
{
    private static readonly double[] Before = [100, 108, 93, 104, 97, 111, 90, 101, 106, 95, 109, 92];

    /// <summary>The highest of its weeks from 112 on: said where usual weeks stray so far in one of ten, and no change yet.</summary>
    [Fact]
    public void A_figure_above_all_others_is_a_record_where_one_usual_week_in_ten_strays_so_far()
    {
        List<(double Value, ObjectiveResult Result)> tried = [.. Enumerable.Range(105, 60).Select(value => ((double)value, Week(value)))];
        foreach (var (value, result) in tried)
        {
            var kpi = result.Primary[0];
            var record = WeekRecord.Among([result], _ => true);
            if (value > Before.Max() && kpi.Verdict == KpiVerdict.Steady && kpi.Evidence!.Week.PValue <= WeekRecord.Level) (record!.IsHighest, record.Weeks, record.Judged).ShouldBe((true, 13, 1));
            else record.ShouldBeNull();
        }

        tried.Count(each => RecordOf(each.Result) is not null).ShouldBePositive();
        tried.ShouldContain(each => each.Value > Before.Max() && each.Result.Verdict == ObjectiveVerdict.Steady && RecordOf(each.Result) == null);
    }

    [Fact]
    public void Beside_other_figures_it_has_to_be_rarer()
    {
        var records = Enumerable.Range(112, 40).Select(value => Week(value)).Where(result => WeekRecord.Among([result], _ => true) is not null).ToList();
        records.Count(result => RecordOf(result, Week(100), Week(101), Week(99)) is null).ShouldBePositive();
    }

    [Fact]
    public void A_figure_that_the_reader_does_not_see_has_none() =>
        Enumerable.Range(105, 60).Select(value => WeekRecord.Among([Week(value)], _ => false)).ShouldAllBe(record => record == null);

    [Fact]
    public void A_low_one_is_told_from_a_high_one() =>
        Enumerable.Range(40, 50).Select(value => WeekRecord.Among([Week(value)], _ => true)).OfType<WeekRecord>().ShouldSatisfyAllConditions(
            records => records.ShouldNotBeEmpty(), records => records.ShouldAllBe(record => !record.IsHighest));

    [Fact]
    public void Weeks_that_are_not_known_could_have_been_higher()
    {
        var weeks = Before.Select((value, i) => i == 4 ? Given.Absent : value).ToArray();
        Enumerable.Range(105, 60).Select(value => WeekRecord.Among([Week(value, weeks)], _ => true)).ShouldAllBe(record => record == null);
    }

    private static WeekRecord? RecordOf(params ObjectiveResult[] objectives) => WeekRecord.Among(objectives, _ => true);

    private static ObjectiveResult Week(double value, double[]? before = null) =>
        new Given(ObjectiveKind.Offers).Weeks(Given.Facebook, Metrics.Comments, [100, 96, 107, 99, .. before ?? Before, value]).Result();
}
