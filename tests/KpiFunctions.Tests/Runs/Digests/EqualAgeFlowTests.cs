using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>A new client on LinkedIn, whose posts go on growing: week after week, from the first digest on.</summary>
public sealed class EqualAgeFlowTests
{
    private static readonly IsoWeek First = IsoWeek.Parse("2026-W47");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_digest_keeps_its_weeks_figures_and_the_fifth_judges_by_them()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("slow.json", Given.LinkedInClient("slow"));
        await test.LeapToAsync(Given.Monday.AddDays(2 + (4 * 7)));

        var perPost = await Task.WhenAll(Enumerable.Range(0, 5).Select(async week =>
            (await test.Get<DigestArchive>().FindTraceAsync("slow", First.Plus(week), Token))!.Kpis.Single(kpi => kpi.Name.Kpi == "reach-per-post")));
        perPost.Select(kpi => kpi.JudgedFrom).ShouldBe(["2026-W51", "2026-W51", "2026-W51", "2026-W51", null]);
        perPost[..4].ShouldAllBe(kpi => kpi.Verdict == "TooEarly");
        perPost[4].Verdict.ShouldNotBe("TooEarly");
        perPost[4].Before.TakeLast(4).ShouldAllBe(week => week.Value != null);
        perPost[4].Before[^5].Gap.ShouldBe("OtherAge");

        var posts = await test.Get<PostTable>().ReadAsync("slow", new(First.Plus(-1).Monday, First.Plus(4).Sunday), Token);
        posts.ShouldAllBe(post => post.AsReported != null == post.Published >= First.Monday.ToDateTime(new(0, 0), DateTimeKind.Utc).AddHours(-1));
        posts.Where(post => post.AsReported is not null).ShouldAllBe(post => post.AsReported!.FetchedAt < IsoWeek.Of(DateOnly.FromDateTime(post.Published.UtcDateTime)).Plus(1).Monday.ToDateTime(new(9, 0), DateTimeKind.Utc).AddDays(1));
    }
}
