using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Sources.TikTok;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Tests.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources.TikTok;

public sealed class TikTokOnTheWireTests
{
    private const string Account = $"_000{SimulatedPlatforms.Brand}";
    private const string Host = "business-api.tiktok.com";

    [Fact]
    public async Task Every_day_and_every_video_that_TikTok_has_is_read()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();

        var pages = await FetchAsync(platforms, SimulatorSecrets.For("tiktok-brand"), SecretKeeper.Forgetful, "2026-08-31", "2026-11-24");

        pages.SelectMany(page => page.Refusals).ShouldBeEmpty();
        var readings = pages.SelectMany(page => page.Readings).ToList();
        readings.Select(reading => reading.Day).ShouldBe(SourceBench.Days("2026-09-25", "2026-11-22").Each());
        readings.ShouldAllBe(reading => reading.Values.Count == 8 && reading[Metrics.Views] >= reading[Metrics.Reach]);
        foreach (var (before, day) in readings.Zip(readings.Skip(1)))
            day[Metrics.Followers].ShouldBe(before[Metrics.Followers] + day[Metrics.FollowersGained] - day[Metrics.FollowersLost]);

        var posts = pages.SelectMany(page => page.Posts).ToList();
        posts.Count.ShouldBeGreaterThan(70);
        posts.Select(post => post.Id).ShouldBeUnique();
        posts.ShouldAllBe(post => post.Values.Count == 6 && post.Link != null && !post.Link.Contains('?') && post.Published >= new DateTimeOffset(2026, 8, 31, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_refresh_token_changes_at_each_use_and_the_account_stays_open()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        using var keeper = new MemoryKeeper(SimulatorSecrets.TikTok("rft.first"));
        var secrets = new List<string> { keeper.Stored };

        for (var day = 0; day < 3; day++)
        {
            for (var fetch = 0; fetch < 4; fetch++) (await FetchAsync(platforms, keeper.Stored, keeper)).SelectMany(page => page.Readings).ShouldNotBeEmpty();
            secrets.Add(keeper.Stored);
            platforms.Time.Advance(TimeSpan.FromDays(1));
        }

        keeper.Exchanges.ShouldBe(3);
        secrets.ShouldBeUnique();
    }

    [Fact]
    public async Task Two_fetches_at_once_with_one_secret_both_succeed()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        var secret = SimulatorSecrets.TikTok("rft.first");
        using var keeper = new MemoryKeeper(secret);

        var fetches = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FetchAsync(platforms, secret, keeper)));

        fetches.ShouldAllBe(pages => pages.SelectMany(page => page.Readings).Any());
        keeper.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_keeper_among_them_only_the_first_of_two_gets_in()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        var secret = SimulatorSecrets.TikTok("rft.first");

        await FetchAsync(platforms, secret, SecretKeeper.Forgetful);

        (await FailureAsync(platforms, secret, SecretKeeper.Forgetful)).Kind.ShouldBe(SourceFailureKind.CredentialRefused);
    }

    [Fact]
    public async Task An_end_between_the_answer_and_the_vault_needs_the_owner_and_is_tried_no_further()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        using var keeper = new MemoryKeeper(SimulatorSecrets.TikTok("rft.first")) { EndsBeforeKeeping = true };
        await FetchAsync(platforms, keeper.Stored, keeper).ShouldThrowAsync<IOException>();

        keeper.EndsBeforeKeeping = false;
        platforms.Server.Requests.Clear();
        var failure = await FailureAsync(platforms, keeper.Stored, keeper);

        failure.Kind.ShouldBe(SourceFailureKind.CredentialRefused);
        failure.Message.ShouldContain("The account's owner has to give access again.");
        platforms.Server.Requests.Count(Host).ShouldBe(1);
    }

    [Fact]
    public async Task An_access_token_that_runs_out_early_is_replaced_in_the_middle_of_a_fetch()
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        using var keeper = new MemoryKeeper(SimulatorSecrets.TikTok("rft.first", "act.good"));
        platforms.Server.Faults.Add(new Fault(FaultKind.ExpiredToken) { At = "tiktok", Times = 1 });

        (await FetchAsync(platforms, keeper.Stored, keeper)).SelectMany(page => page.Readings).ShouldNotBeEmpty();

        keeper.Exchanges.ShouldBe(1);
    }

    [Theory]
    [InlineData("tiktok-expired", null, SourceFailureKind.CredentialExpired)]
    [InlineData("tiktok", FaultKind.ExpiredToken, SourceFailureKind.CredentialExpired)]
    [InlineData("tiktok", FaultKind.Unauthorized, SourceFailureKind.CredentialRefused)]
    [InlineData("tiktok", FaultKind.PermissionMissing, SourceFailureKind.PermissionMissing)]
    [InlineData("tiktok", FaultKind.RateLimited, SourceFailureKind.RateLimited)]
    [InlineData("tiktok", FaultKind.BadRequest, SourceFailureKind.RequestRefused)]
    [InlineData("tiktok", FaultKind.ServerError, SourceFailureKind.Unavailable)]
    [InlineData("tiktok", FaultKind.TruncatedJson, SourceFailureKind.AnswerUnreadable)]
    public async Task A_fault_is_told_as_what_it_is(string credential, FaultKind? fault, SourceFailureKind kind)
    {
        await using var platforms = await SimulatedPlatforms.StartAsync();
        if (fault is { } wrong) platforms.Server.Faults.Add(new Fault(wrong) { At = "tiktok" });

        var secret = fault is null ? SimulatorSecrets.For(credential) : SimulatorSecrets.TikTok("rft.first", "act.good");
        (await FailureAsync(platforms, secret, SecretKeeper.Forgetful)).Kind.ShouldBe(kind);
    }

    private static async Task<SourceFailure> FailureAsync(SimulatedPlatforms platforms, string secret, ISecretKeeper keeper) =>
        (await FetchAsync(platforms, secret, keeper).ShouldThrowAsync<SourceException>()).Failure;

    private static async Task<List<SourcePage>> FetchAsync(
        SimulatedPlatforms platforms, string secret, ISecretKeeper keeper, string first = "2026-11-18", string last = "2026-11-22")
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(platforms.Time)
            .AddSources()
            .AddHttpClient(SourceClients.NameOf(TikTokMetrics.Traits)).ConfigurePrimaryHttpMessageHandler(() => platforms.Server.CreateRoutingHandler()).Services
            .BuildServiceProvider();
        var pages = new List<SourcePage>();
        var request = new SourceRequest(new() { Type = "tiktok", Account = Account, Name = "TikTok" }, secret, SourceBench.Days(first, last), KpiFunctions.Pipeline.Periods.Zone.Utc) { Keeper = keeper };
        var source = services.GetServices<ISource>().Single(source => source.Traits.Type == "tiktok");
        await foreach (var page in source.FetchAsync(request, TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }
}
