using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Readings;

public sealed class ExportSilenceTests
{
    private static readonly DateOnly Day = new(2026, 9, 7);

    [Theory]
    [InlineData("0", 28, false)]
    [InlineData("0", 29, true)]
    [InlineData("0 7", 35, false)]
    [InlineData("0 7", 36, true)]
    [InlineData("0 7 14", 28, false)]
    [InlineData("0 7 14", 29, true)]
    [InlineData("0 7 14 44", 58, false)]
    [InlineData("0 7 14 44", 59, true)]
    [InlineData("0 10 30", 60, false)]
    [InlineData("0 10 30", 61, true)]
    public void It_is_silent_after_twice_the_median_pause_and_after_28_days_with_fewer_than_three_drops(string drops, int on, bool isSilent)
    {
        DateOnly[] days = [.. drops.Split(' ').Select(day => Day.AddDays(int.Parse(day)))];
        ExportSilence.Since(days, Day.AddDays(on)).ShouldBe(isSilent ? days[^1] : null);
    }

    [Fact]
    public void An_account_that_nothing_was_ever_dropped_for_is_not_silent() => ExportSilence.Since([], Day).ShouldBeNull();

    [Fact]
    public void Files_of_one_day_are_one_drop_and_the_latest_thirteen_are_kept()
    {
        var drops = Enumerable.Range(0, 20).Reverse().Aggregate((IReadOnlyList<DateOnly>)[], (known, day) => ExportSilence.With(ExportSilence.With(known, Day.AddDays(day)), Day.AddDays(day)));
        drops.ShouldBe(Enumerable.Range(7, 13).Select(Day.AddDays));
    }
}
