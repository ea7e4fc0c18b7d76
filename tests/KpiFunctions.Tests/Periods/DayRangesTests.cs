using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Periods;

public sealed class DayRangesTests
{
    private static readonly DateOnly Day = new(2026, 11, 1);

    [Theory]
    [InlineData("1-3 4-5", "1-5")]
    [InlineData("4-5 1-3", "1-5")]
    [InlineData("1-3 5-6", "1-3 5-6")]
    [InlineData("1-9 2-3", "1-9")]
    [InlineData("5-6 1-2 2-5", "1-6")]
    public void Ranges_that_overlap_or_adjoin_become_one(string ranges, string union) =>
        string.Join(' ', DayRanges.Union(ranges.Split(' ').Select(Range)).Select(range => $"{range.First.DayNumber - Day.DayNumber}-{range.Last.DayNumber - Day.DayNumber}")).ShouldBe(union);

    private static DayRange Range(string text) => new(Day.AddDays(int.Parse(text.Split('-')[0])), Day.AddDays(int.Parse(text.Split('-')[1])));
}
