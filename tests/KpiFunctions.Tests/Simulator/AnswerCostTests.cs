using System.Net;
using static KpiFunctions.Tests.Simulator.SimulatedPlatforms;

namespace KpiFunctions.Tests.Simulator;

/// <summary>What an answer of the simulator costs. The server works on threads of its own, so that all threads are counted and nothing else may run.</summary>
[Collection(nameof(Alone))]
public sealed class AnswerCostTests
{
    /// <summary>The costliest answer, the report of five dimensions, takes 33 MB of short-lived memory.</summary>
    private const long MostOfAnAnswer = 70_000_000;

    [Fact]
    public async Task Fourteen_weeks_of_everything_take_bounded_work()
    {
        await using var platforms = await StartAsync();
        await platforms.GraphAsync(Brand);
        const string Alive = "page_follows,page_daily_follows_unique,page_daily_unfollows_unique,page_media_view,page_total_media_view_unique,page_post_engagements,page_views_total,page_video_views,page_total_actions";
        const string Fields = "id,created_time,message,permalink_url,status_type,shares,reactions.limit(0).summary(true),comments.limit(0).summary(true),insights.metric(post_media_view,post_total_media_view_unique,post_clicks)";
        const string Columns = """{"dimensions":[{"name":"date"},{"name":"sessionSource"},{"name":"sessionMedium"},{"name":"sessionDefaultChannelGroup"},{"name":"firstUserDefaultChannelGroup"}],"metrics":[{"name":"sessions"},{"name":"activeUsers"},{"name":"keyEvents"},{"name":"totalRevenue"}],"dateRanges":[{"startDate":"2026-08-17","endDate":"2026-11-22"}]}""";
        const string Weeks = "idSite=1&period=day&date=2026-08-17,2026-11-22";

        // Once for the just-in-time compiler: its work is not the world's.
        for (var round = 0; round < 2; round++)
        {
            var calls = new (string Name, Func<Task<HttpResponseMessage>> Ask)[]
            {
                ("day", () => platforms.GraphAsync($"{Brand}/insights?metric={Alive}&period=day&since=2026-08-24&until=2026-11-22")),
                ("days_28", () => platforms.GraphAsync($"{Brand}/insights?metric=page_total_media_view_unique&period=days_28&since=2026-08-24&until=2026-11-22")),
                ("posts", () => platforms.GraphAsync($"{Brand}/posts?fields={Fields}&limit=100&since=2026-08-17")),
                ("tagged", () => platforms.GraphAsync($"{Brand}/tagged?limit=100&since=2026-08-17")),
                ("report", () => platforms.ReportAsync("310000001", Columns)),
                ("matomo", () => platforms.MatomoAsync($"method=VisitsSummary.get&{Weeks}", $"method=Referrers.getReferrerType&{Weeks}", $"method=Referrers.getSearchEngines&{Weeks}", $"method=Referrers.getSocials&{Weeks}", $"method=Referrers.getWebsites&{Weeks}", $"method=Goals.get&{Weeks}")),
            };
            foreach (var (name, ask) in calls)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                (await ask()).StatusCode.ShouldBe(HttpStatusCode.OK, name);
                if (round > 0) (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(MostOfAnAnswer, name);
            }
        }
    }
}
