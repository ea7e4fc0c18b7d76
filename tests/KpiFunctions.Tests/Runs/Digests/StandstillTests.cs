using Azure;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Hosting;
using KpiFunctions.Testing;
using KpiFunctions.Tests.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Tests.Runs.Digests;

/// <summary>What stops the pipeline's own mail is a Critical line, and the mails that waited leave once the cause is gone.</summary>
public sealed class StandstillTests : IDisposable
{
    private static readonly IsoWeek Occurrence = IsoWeek.Parse("2026-W48");
    private readonly RecordedLog log = new();
    private readonly Vault vault = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_missing_key_is_critical_and_the_mail_leaves_when_the_key_is_there()
    {
        vault.SendGrid = null;
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        await test.LeapToAsync(Given.Monday.AddHours(5));
        Critical().ShouldAllBe(line => line == "KPI9001: no mail can be sent, there is no key for SendGrid: the vault has no SendGrid key");
        Critical().ShouldNotBeEmpty();
        await EndsSentAsync(test, () => vault.SendGrid = "SG.key");
    }

    [Theory]
    [InlineData(FaultKind.Unauthorized, "401")]
    [InlineData(FaultKind.PermissionMissing, "403")]
    public async Task A_refused_key_is_critical_and_the_mail_leaves_when_it_is_taken(FaultKind fault, string status)
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        test.Simulator.Faults.Add(new(fault) { At = "sendgrid" });
        await test.LeapToAsync(Given.Monday.AddHours(5));
        Critical().ShouldAllBe(line => line.StartsWith($"KPI9002: mail cannot be sent, SendGrid refuses the key or the sender: SendGrid answered {status}", StringComparison.Ordinal));
        Critical().ShouldNotBeEmpty();
        await EndsSentAsync(test, test.Simulator.Faults.Clear);
    }

    [Fact]
    public async Task A_vault_that_refuses_is_critical_and_the_mail_leaves_when_it_opens()
    {
        await using var test = await StartAsync();
        await test.DropConfigAsync("shop.json", Given.Client("shop"));
        vault.Refuses = true;
        await test.LeapToAsync(Given.Monday.AddHours(5));
        Critical().ShouldAllBe(line => line.StartsWith("KPI9003: secrets cannot be read, the vault refuses: ", StringComparison.Ordinal));
        Critical().ShouldNotBeEmpty();
        await EndsSentAsync(test, () => vault.Refuses = false);
    }

    [Theory]
    [InlineData(403, "KPI9004: nothing can be planned or sent, the storage refuses: PlanDigests: 403 AuthorizationFailure")]
    [InlineData(401, "KPI9004: nothing can be planned or sent, the storage refuses: PlanDigests: 401 AuthorizationFailure")]
    [InlineData(0, "KPI9004: nothing can be planned or sent, the storage refuses: PlanDigests: it cannot be reached")]
    [InlineData(503, null)]
    public async Task A_storage_that_refuses_is_critical_and_a_busy_one_is_not(int status, string? expected)
    {
        await using var test = await StartAsync();
        test.Storage.Twin.Gate.Before = (_, _) => throw new RequestFailedException(status, "refused", "AuthorizationFailure", null);
        await Should.ThrowAsync<Exception>(test.Jobs.RunTimerAsync("PlanDigests", Token));
        Critical().ShouldBe(expected is null ? [] : [expected]);

        // A message that cannot be handled says the same; within ten minutes it is not repeated.
        await Should.ThrowAsync<Exception>(test.Jobs.RunMessageAsync("BuildDigest", MessageJson.Write(new DigestMessage("shop", "2026-W48")), Token));
        Critical().Count.ShouldBe(expected is null ? 0 : 1);
        test.Clock.LeapTo(test.Clock.GetUtcNow() + StandstillLog.Quiet);
        await Should.ThrowAsync<Exception>(test.Jobs.RunMessageAsync("BuildDigest", MessageJson.Write(new DigestMessage("shop", "2026-W48")), Token));
        Critical().Count.ShouldBe(expected is null ? 0 : 2);
    }

    [Fact]
    public void A_critical_line_stands_out_on_the_console()
    {
        ConsoleLines.LineOf(LogLevel.Critical, "KPI9001: no mail").ShouldBe($"{Environment.NewLine}>>> CRITICAL: KPI9001: no mail{Environment.NewLine}");
        ConsoleLines.LineOf(LogLevel.Information, "fetched").ShouldBe("info: fetched");
        ConsoleLines.LineOf(LogLevel.Warning, "put off").ShouldBe("warning: put off");
    }

    private static async Task EndsSentAsync(TestPipeline test, Action removeTheCause)
    {
        var waiting = (await test.Get<DeliveryTable>().ReadAsync("shop", Occurrence, Token)).ShouldHaveSingleItem();
        waiting.State.ShouldBe(DeliveryState.PutOff);
        test.Simulator.Sent.ShouldBeEmpty();
        removeTheCause();
        await test.LeapToAsync(test.Clock.GetUtcNow().AddHours(3));
        test.Simulator.Sent.ShouldHaveSingleItem();
        (await test.Get<RunTable>().FindAsync("shop", Occurrence, Token))!.State.ShouldBe(RunState.Sent);
    }

    private List<string> Critical() => [.. log.Lines.Where(line => line.Level == LogLevel.Critical).Select(line => line.Text)];

    private Task<TestPipeline> StartAsync() => TestPipeline.StartAsync(Given.Monday, configure: services => services
        .AddSingleton<ICredentialStore>(provider => new WatchedCredentials(vault, provider.GetRequiredService<StandstillLog>()))
        .AddLogging(logging => logging.AddProvider(log).AddFilter<RecordedLog>("KpiFunctions", LogLevel.Information)));

    /// <summary>A vault with a key for SendGrid, or without one, that may refuse to be read.</summary>
    private sealed class Vault : ICredentialStore
    {
        public string? SendGrid { get; set; } = "SG.key";

        public bool Refuses { get; set; }

        public Task<Secret?> FindAsync(string name, CancellationToken cancellationToken) =>
            Refuses ? throw new RequestFailedException(403, "Forbidden")
            : Task.FromResult(name == "sendgrid" ? SendGrid is null ? null : new Secret(SendGrid) : new Secret(SimulatorSecrets.For(name)));

        public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
