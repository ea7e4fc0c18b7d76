using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Sources;

public sealed class QuietDaysTests
{
    private static readonly DateOnly Monday = new(2026, 11, 16);

    [Theory]
    [InlineData(500, 500, false)]
    [InlineData(500, 3, true)]
    [InlineData(3, 500, true)]
    [InlineData(500, 0, false)]
    [InlineData(0, 500, false)]
    [InlineData(0, 0, true)]
    public void A_day_may_be_quiet_where_a_day_beside_it_nearly_is(double before, double after, bool mayBe) =>
        Of((0, before), (4, after)).MayBeQuiet(Monday.AddDays(2)).ShouldBe(mayBe);

    [Fact]
    public void Only_the_nearest_days_count() => Of((0, 2), (1, 400), (3, 400), (4, 2)).MayBeQuiet(Monday.AddDays(2)).ShouldBeFalse();

    private static QuietDays Of(params (int Day, double Visits)[] days) => new(days.Where(day => day.Visits > 0).ToDictionary(day => Monday.AddDays(day.Day), day => day.Visits));
}
