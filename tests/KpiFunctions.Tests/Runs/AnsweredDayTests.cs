using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Tests.Runs;

/// <summary>Which readings show that a platform has given a day: a digest waits for its Sunday.</summary>
public sealed class AnsweredDayTests
{
    [Theory]
    [InlineData("facebook", "followers", true)]
    [InlineData("facebook", "mentions", false)]
    [InlineData("bluesky", "followers", true)]
    [InlineData("instagram", "reach", true)]
    [InlineData("instagram", "views", true)]
    [InlineData("instagram", "mentions", false)]
    [InlineData("instagram", "followers", false)]
    public void A_level_of_the_moment_does_not_make_a_day_of_other_figures_an_answered_one(string source, string metric, bool tells) =>
        FetchJob.TellsTheDay(SourceTypes.Traits[source], ReadingOf(source, metric)).ShouldBe(tells);

    [Fact]
    public void Zeros_that_only_fill_in_answer_no_day() =>
        FetchJob.TellsTheDay(SourceTypes.Traits["instagram"], ReadingOf("instagram", "reach") with { FillsOnly = true }).ShouldBeFalse();

    private static Reading ReadingOf(string source, string metric) => new()
    {
        Account = new(source, "1"),
        Day = new(2026, 11, 22),
        Values = new Dictionary<Metric, double> { [Metrics.ByKey[metric]] = 1 },
        Settled = true,
        FetchedAt = DateTimeOffset.UnixEpoch,
    };
}
