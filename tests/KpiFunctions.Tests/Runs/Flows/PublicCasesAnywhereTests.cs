using System.Net;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;
using KpiFunctions.Testing.Flows;

namespace KpiFunctions.Tests.Runs.Flows;

/// <summary>The same on whichever storage they run on: these are played on Azurite, too.</summary>
public sealed class PublicCasesAnywhereTests : PublicCases
{
    [Fact]
    public Task Days_that_TikTok_has_not_counted_yet_are_not_days_of_zeros() => PlayAsync("tiktok-uncounted", test =>
    [
        () => ShouldNotBeKnownAsync(test, "ttun", new(new(2026, 11, 21), new(2026, 11, 22)), Metrics.Views),
        async () => (await FigureAsync(test, "ttun", Week47, "views")).Value.ShouldBeNull("views of a week of which two days are not counted"),
    ]);

    [Fact]
    public Task A_channel_without_videos_is_fetched_and_has_no_posts() => PlayAsync("yt-novideos", test =>
    [
        async () => (await test.Get<CursorTable>().FindAsync("ytn", new("youtube", "UCabcdefghijklmnopqrstuv"), Token)).LastSuccess.ShouldNotBeNull(),
        async () => (await test.Get<PostTable>().ReadAsync("ytn", new(new(2026, 7, 1), new(2026, 11, 25)), Token)).ShouldBeEmpty(),
        () => NoMailShouldSayAsync(test, "the account cannot be found"),
    ]);
}
