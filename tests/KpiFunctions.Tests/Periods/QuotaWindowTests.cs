using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Periods;

public sealed class QuotaWindowTests
{
    private static readonly Zone California = Zone.Find("America/Los_Angeles")!;

    [Theory]
    [InlineData("2026-11-25T07:59:59Z", "2026-11-24", "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z")]
    [InlineData("2026-11-25T08:00:00Z", "2026-11-25", "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "2026-11-01", "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z")]
    [InlineData("2026-03-08T12:00:00Z", "2026-03-08", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z")]
    public void A_day_is_that_of_its_zone_however_long_it_is(string instant, string name, string begins, string ends) =>
        QuotaWindow.Day(California).At(DateTimeOffset.Parse(instant)).ShouldBe((name, DateTimeOffset.Parse(begins), DateTimeOffset.Parse(ends)));

    [Theory]
    [InlineData("2026-12-31T23:59:59Z", "2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("2028-02-29T12:00:00Z", "2028-02", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    public void A_month_ends_where_the_next_one_begins(string instant, string name, string begins, string ends) =>
        QuotaWindow.Month(Zone.Utc).At(DateTimeOffset.Parse(instant)).ShouldBe((name, DateTimeOffset.Parse(begins), DateTimeOffset.Parse(ends)));
}
