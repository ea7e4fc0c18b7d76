using System.Net;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;
using KpiFunctions.Testing.Flows;

namespace KpiFunctions.Tests.Runs.Flows;

/// <summary>Odd answers of the platforms, from public reports, and what the digests make of them.</summary>
public sealed class PublicCasesFlowsTests : PublicCases
{
    [Fact]
    public Task A_list_of_posts_that_is_refused_from_some_day_on_is_reported_and_not_taken_for_a_week_without_posts() => PlayAsync("fb-posts-refused-later", test =>
    [
        () => AccountShouldBeReportedAsync(test, "fblater", "facebook:201100000000002"),
        () => PostsShouldNotBeKnownAsync(test, "fblater", Week47),
    ]);

    [Fact]
    public Task A_list_of_posts_that_never_comes_is_not_taken_for_weeks_without_posts() => PlayAsync("fb-posts-toomuch", test =>
    [
        () => AccountShouldBeReportedAsync(test, "fbmuch", "facebook:201100000000002"),
        () => PostsShouldNotBeKnownAsync(test, "fbmuch", Week46),
        () => PostsShouldNotBeKnownAsync(test, "fbmuch", Week47),
    ]);

    [Fact]
    public Task Visits_whose_origin_Google_has_not_worked_out_yet_change_no_verdict_and_are_asked_for_again() => PlayAsync("ga-not-available", test =>
    [
        // The shares are those of the simulated weeks with every origin.
        () => ShareShouldBeRightWhereItIsJudgedAsync(test, Week46, 0.605),
        () => ShareShouldBeRightWhereItIsJudgedAsync(test, Week47, 0.598),
        () => NoMailShouldSayAsync(test, "data not available"),
        () => NoMailShouldSayAsync(test, "Visits from Google fell"),
        async () => (await FigureAsync(test, "gana", Week48, "google-share")).Previous.ShouldNotBeNull().ShouldBe(0.598, 0.01, "week 47, as it was known a week later"),
        async () =>
        {
            var readings = await test.Get<ReadingTable>().ReadAsync("gana", new(Week46.Monday, Week47.Sunday), Token);
            readings.Select(reading => (reading.Day, Share: reading.Traffic!.Where(slice => slice.Source == "google").Sum(slice => slice.Sessions) / reading[Metrics.Sessions]))
                .Where(day => !(day.Share > 0.5)).ShouldBeEmpty("days whose visits from Google are still not known at the end");
        },
    ]);

    [Fact]
    public Task A_count_of_followers_that_the_server_begins_to_hide_is_no_figure_and_is_reported() => PlayAsync("masto-hidden-later", test =>
    [
        () => AccountShouldBeReportedAsync(test, "mahidlater", "mastodon:shop@mastodon.example"),
        () => ShouldNotBeKnownAsync(test, "mahidlater", new(new(2026, 11, 21), new(2026, 11, 25)), Metrics.Followers), // The 20th began in Paris an hour before the count was hidden.
        async () => (await test.Get<KpiArchive>().ReadAsync("mahidlater", Week47, Token))
            .Where(kpi => kpi.Kpi is "followers" or "follower-growth" && kpi.Value < 0).Select(kpi => (kpi.Kpi, kpi.Value)).ShouldBeEmpty(),
    ]);
}
