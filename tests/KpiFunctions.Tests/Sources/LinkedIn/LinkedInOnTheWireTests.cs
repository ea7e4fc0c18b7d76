using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.LinkedIn;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Tests.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources.LinkedIn;

public sealed class LinkedInOnTheWireTests
{
    private static readonly DayRange FiveWeeks = SourceBench.Days("2026-10-20", "2026-11-24");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_day_that_LinkedIn_has_is_read_whatever_its_version_makes_of_the_start(bool startIsExclusive)
    {
        await using var platforms = await SimulatedPlatforms.StartAsync(linkedInStartIsExclusive: startIsExclusive);

        var pages = await FetchAsync(platforms);

        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        var statistics = pages.SelectMany(page => page.Readings).Where(reading => reading[Metrics.Reach] is not null).ToList();
        statistics.Select(reading => reading.Day).ShouldBe(SourceBench.Days("2026-10-20", "2026-11-22").Each());
        statistics.ShouldAllBe(reading => reading[Metrics.FollowersGained] != null && reading[Metrics.Views] >= reading[Metrics.Reach]);
        pages.SelectMany(page => page.Readings).Where(reading => reading[Metrics.Followers] is not null).ShouldHaveSingleItem().Day.ShouldBe(new(2026, 11, 24));
    }

    [Fact]
    public async Task Both_versions_give_each_day_the_same()
    {
        await using var inclusive = await SimulatedPlatforms.StartAsync();
        await using var exclusive = await SimulatedPlatforms.StartAsync(linkedInStartIsExclusive: true);

        var first = (await FetchAsync(inclusive)).SelectMany(page => page.Readings).Select(reading => (reading.Day, reading[Metrics.Reach], reading[Metrics.FollowersGained]));
        var second = (await FetchAsync(exclusive)).SelectMany(page => page.Readings).Select(reading => (reading.Day, reading[Metrics.Reach], reading[Metrics.FollowersGained]));

        second.ShouldBe(first);
    }

    [Fact]
    public async Task Every_post_has_its_figures_and_its_words()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();

        var posts = (await FetchAsync(platforms)).SelectMany(page => page.Posts).ToList();

        posts.Count.ShouldBeGreaterThan(8);
        posts.Select(post => post.Id).ShouldBeUnique();
        posts.ShouldAllBe(post => post.Values.Count == 6 && post.Excerpt != null && !post.Excerpt.Contains('\\') && post.Published >= new DateTimeOffset(2026, 10, 19, 22, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task One_resource_that_is_refused_costs_only_itself()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.RefuseMetric) { At = "linkedin", Metric = "organizationalEntityFollowerStatistics" });

        var pages = await FetchAsync(platforms);

        pages.SelectMany(page => page.Refusals).ShouldHaveSingleItem().What.ShouldBe("organizationalEntityFollowerStatistics");
        pages.SelectMany(page => page.Readings).Count(reading => reading[Metrics.Reach] is not null).ShouldBe(34);
    }

    [Fact]
    public async Task An_empty_answer_says_nothing()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        platforms.Server.Faults.Add(new Fault(FaultKind.NoData) { At = "linkedin" });

        var pages = await FetchAsync(platforms);

        pages.SelectMany(page => page.Readings).ShouldBeEmpty();
        pages.SelectMany(page => page.Posts).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.ExpiredToken, SourceFailureKind.CredentialExpired)]
    [InlineData(FaultKind.Unauthorized, SourceFailureKind.CredentialRefused)]
    [InlineData(FaultKind.PermissionMissing, SourceFailureKind.PermissionMissing)]
    [InlineData(FaultKind.RateLimited, SourceFailureKind.RateLimited)]
    [InlineData(FaultKind.BadRequest, SourceFailureKind.RequestRefused)]
    [InlineData(FaultKind.TruncatedJson, SourceFailureKind.AnswerUnreadable)]
    public async Task A_fault_is_told_as_what_it_is(FaultKind fault, SourceFailureKind kind)
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        platforms.Server.Faults.Add(new Fault(fault) { At = "linkedin" });

        (await FetchAsync(platforms).ShouldThrowAsync<SourceException>()).Failure.Kind.ShouldBe(kind);
    }

    private static async Task<List<SourcePage>> FetchAsync(SimulatedPlatforms platforms)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(platforms.Time)
            .AddSources()
            .AddHttpClient(SourceClients.NameOf(LinkedInMetrics.Traits)).ConfigurePrimaryHttpMessageHandler(() => platforms.Server.CreateRoutingHandler()).Services
            .BuildServiceProvider();
        var pages = new List<SourcePage>();
        var request = new SourceRequest(GivenLinkedIn.Config, "t", FiveWeeks, Zone.Utc);
        var source = services.GetServices<ISource>().Single(source => source.Traits.Type == "linkedin");
        await foreach (var page in source.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }
}
