using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>A new client on LinkedIn, whose posts go on growing: week after week, from the first digest on.</summary>
public sealed class EqualAgeFlowTests
{
    private static readonly Zone Paris = Zone.Find("Europe/Paris")!;
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
        posts.ShouldAllBe(post => (post.AsReported != null) == (Paris.DayAt(post.Published) >= First.Monday));

        // The digest is due on Tuesday at nine in Paris.
        posts.Where(post => post.AsReported is not null).ShouldAllBe(post =>
            post.AsReported!.FetchedAt < Paris.InstantOf(IsoWeek.Of(Paris.DayAt(post.Published)).Plus(1).Monday.AddDays(1), new(9, 0)));
    }
}
