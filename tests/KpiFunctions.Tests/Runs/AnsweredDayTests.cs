using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Runs;

/// <summary>Which readings show that a platform has given a day: a digest waits for its Sunday.</summary>
public sealed class AnsweredDayTests
{
    private static readonly SourceTraits LinkedIn = AllSources.Traits["linkedin"];

    [Fact]
    public void A_level_of_now_does_not_make_today_answered() => AccountFetch.AnswersTheDay(LinkedIn, Reading(24, Metrics.Followers)).ShouldBeFalse();

    [Fact]
    public void A_level_of_a_day_that_is_over_does() => AccountFetch.AnswersTheDay(AllSources.Traits["facebook"], Reading(23, Metrics.Followers)).ShouldBeTrue();

    [Fact]
    public void Statistics_do_with_or_without_a_level()
    {
        AccountFetch.AnswersTheDay(LinkedIn, Reading(22, Metrics.Reach)).ShouldBeTrue();
        AccountFetch.AnswersTheDay(LinkedIn, Reading(22, Metrics.Reach, Metrics.Followers)).ShouldBeTrue();
    }

    [Fact]
    public void A_day_further_east_may_be_over_while_it_is_today_in_UTC() =>
        AccountFetch.AnswersTheDay(AllSources.Traits["google-analytics"], Reading(24, Metrics.Sessions)).ShouldBeTrue();

    [Fact]
    public void A_zero_concluded_from_silence_does_not_where_the_platform_tells_other_figures() =>
        AccountFetch.AnswersTheDay(AllSources.Traits["facebook"], Reading(22, Metrics.Mentions)).ShouldBeFalse();

    [Theory]
    [InlineData("facebook", "followers", true)]
    [InlineData("facebook", "mentions", false)]
    [InlineData("bluesky", "followers", true)]
    [InlineData("instagram", "reach", true)]
    [InlineData("instagram", "views", true)]
    [InlineData("instagram", "mentions", false)]
    [InlineData("instagram", "followers", false)]
    [InlineData("linkedin", "followers", false)]
    public void A_level_of_the_moment_does_not_make_a_day_of_other_figures_an_answered_one(string source, string metric, bool tells) =>
        AccountFetch.AnswersTheDay(AllSources.Traits[source], Reading(22, Metrics.ByKey[metric])).ShouldBe(tells);

    [Fact]
    public void Zeros_that_only_fill_in_answer_no_day() =>
        AccountFetch.AnswersTheDay(AllSources.Traits["instagram"], Reading(22, Metrics.Reach) with { Inferred = true }).ShouldBeFalse();

    private static Reading Reading(int day, params IEnumerable<Metric> metrics) => new()
    {
        Account = new("source", "1"),
        Day = new(2026, 11, day),
        Values = metrics.ToDictionary(metric => metric, _ => 1.0),
        Settled = false,
        FetchedAt = DateTimeOffset.Parse("2026-11-24T12:00:00Z"),
    };
}
