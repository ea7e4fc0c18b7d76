using System.Net;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using static KpiFunctions.Tests.Sources.LinkedIn.GivenLinkedIn;

namespace KpiFunctions.Tests.Sources.LinkedIn;

/// <summary>A post that is gone fails the request for the figures of all.</summary>
public sealed class LinkedInDeadShareTests : IDisposable
{
    private readonly GivenLinkedIn given = new();

    public void Dispose() => given.Dispose();

    [Theory]
    [InlineData(400, SourceFailureKind.RequestRefused)]
    [InlineData(403, SourceFailureKind.PermissionMissing)]
    [InlineData(404, SourceFailureKind.AccountUnknown)]
    public async Task It_costs_itself_and_is_named(int status, SourceFailureKind kind)
    {
        Posts(20);
        Figures(dead: "13", status);

        var pages = await given.FetchAsync("2026-11-20", "2026-11-23");

        var posts = pages.SelectMany(page => page.Posts).ToList();
        posts.Count.ShouldBe(21);
        posts.Where(post => post.Values.Count == 0).ShouldHaveSingleItem().Id.ShouldBe("urn:li:share:13");
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            refusal => refusal.What.ShouldBe("urn:li:share:13"), refusal => refusal.Failure.Kind.ShouldBe(kind));

        // Twenty, and halves until it stands alone; the ugcPost by its own parameter.
        given.Bench.Platform.Requests.Count(request => request.Address.Contains("shares=List(", StringComparison.Ordinal)).ShouldBeInRange(2, 11);
    }

    [Fact]
    public async Task It_is_not_asked_for_again_at_once()
    {
        Posts(20);
        Figures(dead: "13", 400);
        var request = new SourceRequest(Config, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-23"), KpiFunctions.Pipeline.Periods.Zone.Utc) { Skip = new HashSet<string> { "urn:li:share:13" } };

        var pages = new List<SourcePage>();
        await foreach (var page in given.Bench.Catalog.Find("linkedin")!.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);

        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        pages.SelectMany(page => page.Posts).Count(post => post.Values.Count > 0).ShouldBe(20);
        given.Bench.Platform.Requests.Count(asked => asked.Address.Contains("shares=List(", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Figures_that_are_refused_whatever_the_posts_are_given_up_after_a_few_and_leave_the_other_kind()
    {
        Posts(20);
        Figures(dead: "none", 400);
        given.Bench.Platform.On("shares=List(", """{"status":403,"code":"ACCESS_DENIED","message":"Not enough permissions"}""", HttpStatusCode.Forbidden);

        var pages = await given.FetchAsync("2026-11-20", "2026-11-23");

        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("organizationalEntityShareStatistics (shares)");
        pages.SelectMany(page => page.Posts).Single(post => post.Id == "urn:li:ugcPost:99").Values.ShouldNotBeEmpty();
        given.Bench.Platform.Requests.Count(request => request.Address.Contains("shares=List(", StringComparison.Ordinal)).ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Statistics_whose_second_page_is_refused_keep_the_first()
    {
        given.Bench.Platform.On("ShareStatistics?", Page(true, ShareDay("2026-11-20", 5)));
        given.Bench.Platform.On(
            request => request.Address.Contains("ShareStatistics?", StringComparison.Ordinal) && request.Address.EndsWith("&start=1", StringComparison.Ordinal),
            _ => StubPlatform.Json("""{"status":400,"message":"No"}""", HttpStatusCode.BadRequest));

        var pages = await given.FetchAsync("2026-11-20", "2026-11-23");

        pages.SelectMany(page => page.Readings).ShouldHaveSingleItem()[Metrics.Reach].ShouldBe(5);
        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("organizationalEntityShareStatistics");
    }

    [Theory]
    [InlineData(404, """{"status":404,"code":"NOT_FOUND","message":"urn:li:organization:2414183 has been merged into urn:li:organization:99887766"}""")]
    [InlineData(400, """{"status":400,"code":"ILLEGAL_ARGUMENT","message":"The organization was merged. Use urn:li:organization:99887766"}""")]
    public async Task An_organisation_that_was_joined_with_another_is_told_with_the_others_number(int status, string body)
    {
        given.Bench.Platform.On("ShareStatistics?", body, (HttpStatusCode)status);

        var failure = await given.Bench.FailureOfAsync(Config, SourceBench.Token, SourceBench.Days("2026-11-20", "2026-11-23"));

        failure.Kind.ShouldBe(SourceFailureKind.AccountUnknown);
        failure.Message.ShouldContain("the config has to give '99887766' as its 'account'");
    }

    [Fact]
    public async Task Days_of_zeros_after_lively_ones_are_not_counted_yet()
    {
        given.Bench.Platform.On("ShareStatistics?", List(ShareDay("2026-11-19", 300), ShareDay("2026-11-20", 250), Zeros("2026-11-21"), Zeros("2026-11-22")));
        given.Bench.Platform.On("FollowerStatistics?", List(FollowerDay("2026-11-21", 3, 0), FollowerDay("2026-11-22", 0, 0)));

        var readings = (await given.FetchAsync("2026-11-19", "2026-11-23")).SelectMany(page => page.Readings).ToList();

        // The 22nd has nothing but zeros; of the 21st the new followers are known, which does not make the day answered.
        readings.Select(reading => (reading.Day.Day, reading[Metrics.Views] is not null, reading.Inferred)).ShouldBe([(19, true, false), (20, true, false), (21, false, true)]);
        readings[^1].Values.ShouldBe(new Dictionary<Metric, double> { [Metrics.FollowersGained] = 3 });
    }

    private static string Zeros(string day) => ShareDay(day, 0).Replace("7,", "0,", StringComparison.Ordinal).Replace("\"commentCount\":2", "\"commentCount\":0", StringComparison.Ordinal)
        .Replace("\"likeCount\":11", "\"likeCount\":0", StringComparison.Ordinal).Replace("\"shareCount\":1", "\"shareCount\":0", StringComparison.Ordinal);

    private void Posts(int shares) => given.Bench.Platform.On("/rest/posts?", List(
        Enumerable.Range(1, shares).Select(number => Post($"urn:li:share:{number}")).Append(Post("urn:li:ugcPost:99"))));

    private static string Post(string id) =>
        $$"""{"id":"{{id}}","lifecycleState":"PUBLISHED","createdAt":{{Milliseconds("2026-11-20T10:00:00Z")}},"publishedAt":{{Milliseconds("2026-11-20T10:00:00Z")}},"lastModifiedAt":{{Milliseconds("2026-11-20T10:00:00Z")}} }""";

    private void Figures(string dead, int status)
    {
        given.Bench.Platform.On(
            request => request.Address.Contains("s=List(", StringComparison.Ordinal),
            request =>
            {
                var ids = request.Address[(request.Address.IndexOf("s=List(", StringComparison.Ordinal) + 7)..].TrimEnd(')').Split(',');
                return ids.Any(id => id.EndsWith($":{dead}", StringComparison.Ordinal))
                    ? StubPlatform.Json("""{"message":"one share is not there any more","code":"ILLEGAL_ARGUMENT"}""", (HttpStatusCode)status)
                    : StubPlatform.Json(List(ids.Select(id => $$$"""{"{{{(id.Contains("ugc", StringComparison.Ordinal) ? "ugcPost" : "share")}}}":"{{{id}}}","totalShareStatistics":{"impressionCount":5}}""")));
            });
    }
}
