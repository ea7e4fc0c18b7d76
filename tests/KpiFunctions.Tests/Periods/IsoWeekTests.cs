using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Periods;

public sealed class IsoWeekTests
{
    [Theory]
    [InlineData("2026-11-23", "2026-W48")]
    [InlineData("2026-11-22", "2026-W47")]
    [InlineData("2027-01-01", "2026-W53")]
    [InlineData("2024-12-30", "2025-W01")]
    public void A_day_belongs_to_its_ISO_week(string day, string week) =>
        IsoWeek.Of(DateOnly.Parse(day)).ToString().ShouldBe(week);

    [Theory]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2025-W53")]
    [InlineData("2026-w10")]
    [InlineData("2026W10")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_but_a_week_that_exists_is_refused(string? text) => IsoWeek.TryParse(text, out _).ShouldBeFalse();
}
