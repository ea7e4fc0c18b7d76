using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Testing;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>What is remembered between fetches, and what consultants hear of it.</summary>
public sealed class FetchMemoryTests
{
    private const string Page = "facebook:201100000000002";
    private const string Metric = "page_media_view (day)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_metric_that_is_refused_is_told_left_alone_for_a_week_and_taken_up_again()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        var fault = test.Simulator.Faults.Add(new(FaultKind.RefuseMetric) { At = "facebook", Metric = "page_media_view" });
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        (await FailuresAsync(test)).ShouldContain(failure => failure.Kind == "metric-refused" && failure.Subject == $"{Page} {Metric}");
        (await CursorAsync(test)).Refused.Keys.ShouldContain(Metric);

        // The whole request is not spoiled again: as many requests as without the fault.
        test.Simulator.Requests.Clear();
        await FetchAtAsync(test, Given.Monday.AddHours(4));
        var spoiled = test.Simulator.Requests.Count("graph.facebook.com");
        fault.Dispose();
        await FetchAtAsync(test, Given.Monday.AddDays(8));
        test.Simulator.Requests.Clear();
        await FetchAtAsync(test, Given.Monday.AddDays(8).AddHours(4));
        spoiled.ShouldBe(test.Simulator.Requests.Count("graph.facebook.com"));

        (await CursorAsync(test)).Refused.ShouldBeEmpty();
        (await FailuresAsync(test)).ShouldNotContain(failure => failure.Kind == "metric-refused");
        var readings = await test.Get<ReadingTable>().ReadAsync("shop", new(new(2026, 11, 22), new(2026, 11, 30)), Token);
        readings.Single(reading => reading.Day == new DateOnly(2026, 11, 30))[Metrics.Views].ShouldNotBeNull();
    }

    [Fact]
    public async Task The_consultant_hears_two_weeks_ahead_that_an_access_ends_and_no_more_once_it_is_renewed()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.Get<ICredentialStore>().KeepAsync("meta-agency", new("a-token", Given.Monday.AddDays(20)), Token);
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        (await FailuresAsync(test)).ShouldBeEmpty();

        await FetchAtAsync(test, Given.Monday.AddDays(7));
        (await FailuresAsync(test)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            failure => failure.Kind.ShouldBe("access-ends"),
            failure => failure.Reason.ShouldContain("2026-12-13"),
            failure => failure.IsFinal.ShouldBeFalse());

        await test.Get<ICredentialStore>().KeepAsync("meta-agency", new("another", Given.Monday.AddDays(380)), Token);
        await FetchAtAsync(test, Given.Monday.AddDays(8));
        (await FailuresAsync(test)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_an_APIs_version_is_told_sixty_days_ahead()
    {
        var end = Pipeline.Sources.LinkedIn.LinkedInMetrics.Traits.VersionEnd!;
        await using var test = await TestPipeline.StartAsync(new(end.EndsOn.AddDays(-70), new(8, 0), TimeSpan.Zero));
        await test.DropConfigAsync("org.json", Given.LinkedInClient("org"));
        await test.Jobs.RunTimerAsync("PlanFetches", Token);
        (await VersionEndsAsync()).ShouldBeEmpty();

        test.Clock.LeapTo(test.Clock.GetUtcNow().AddDays(11));
        await test.Jobs.RunTimerAsync("PlanFetches", Token);

        (await VersionEndsAsync()).ShouldHaveSingleItem().Reason.ShouldContain($"{end.EndsOn:yyyy-MM-dd}");

        async Task<IEnumerable<Alert>> VersionEndsAsync() =>
            (await test.Get<AlertTable>().ReadAsync(AlertTable.NoClient, Token)).Where(failure => failure.Kind == "api-version-ends");
    }

    [Fact]
    public async Task An_account_without_a_credential_of_its_own_is_opened_with_the_agencys()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop").Replace(", \"credential\": \"meta-agency\"", "", StringComparison.Ordinal));

        (await CursorAsync(test)).AnsweredThrough.ShouldBe(new DateOnly(2026, 11, 22));
    }

    [Fact]
    public async Task A_failure_says_what_to_do_and_with_which_account()
    {
        await using var test = await TestPipeline.StartAsync(Given.Monday);
        await test.DropConfigAsync("shop.json", Given.Client("shop", credential: "expired-access"));

        (await FailuresAsync(test)).ShouldHaveSingleItem().Reason.ShouldContain("To do: renew the access to Facebook (201100000000002) and put the new secret into the vault as 'expired-access'.");
    }

    private static async Task FetchAtAsync(TestPipeline test, DateTimeOffset instant)
    {
        test.Clock.LeapTo(instant);
        await test.Jobs.RunTimerAsync("PlanFetches", Token);
        await test.Pipeline.Host.DrainAsync(Token);
    }

    private static async Task<Cursor> CursorAsync(TestPipeline test) => (await test.Get<CursorTable>().ReadAsync("shop", Token)).ShouldHaveSingleItem();

    private static Task<IReadOnlyList<Alert>> FailuresAsync(TestPipeline test) => test.Get<AlertTable>().ReadAsync("shop", Token);
}
