using System.Diagnostics;
using System.Globalization;
using KpiFunctions.Cli.Hosting;
using KpiFunctions.Endurance.Checks;
using KpiFunctions.Endurance.Hosts;
using KpiFunctions.Endurance.Runs;
using KpiFunctions.Endurance.Storage;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Endurance.Killing;

/// <summary>
/// One run on Azurite whose processes are killed at random moments of their work: the storage and the simulator stay. The
/// clock is this process's, which says to each process what time it is.
/// </summary>
internal sealed class KillRound : IAsyncDisposable
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(4);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(45);

    private readonly RunPlan plan;
    private readonly Dice dice;
    private readonly AzuriteServer azurite;
    private readonly SimulatorServer simulator;
    private readonly LeapingClock clock;
    private readonly Host observer;
    private readonly StorageAccount account;
    private readonly Action<string>? log;
    private Process? process;
    private int kills;

    private KillRound(RunPlan plan, AzuriteServer azurite, SimulatorServer simulator, LeapingClock clock, Host observer, StorageAccount account, Action<string>? log)
    {
        (this.plan, this.azurite, this.simulator, this.clock, this.observer, this.account, this.log) = (plan, azurite, simulator, clock, observer, account, log);
        dice = new(plan.Seed, "kills");
        kills = dice.Between(3, 6);
    }

    public static async Task<Outcome> PlayAsync(int seed, Action<string>? log, CancellationToken cancellationToken)
    {
        var drawn = RunPlan.Draw(seed, Plant.None);
        var plan = drawn with { Weeks = [drawn.Weeks[0]], Clients = [.. drawn.Clients.Select(client => client with { RetiredAfter = null })] };
        var clock = new LeapingClock(plan.DroppedAt);
        var directory = Directory.CreateTempSubdirectory("kpi-endurance-");
        try
        {
            await using var azurite = await AzuriteServer.StartAsync(directory.FullName, null, cancellationToken);
            await using var simulator = await SimulatorServer.StartAsync(new() { Seed = seed, TimeProvider = clock }, cancellationToken);

            // So that a kill meets a mail on its way, too.
            simulator.Faults.Add(new(FaultKind.Slow) { At = "sendgrid", Delay = TimeSpan.FromMilliseconds(100) });
            var store = Store.On(azurite.ConnectionString);
            var options = new HostOptions(store, clock, new Undisturbed(new()), HostCommand.Lease, TimeSpan.Zero, AtOnce: 8, Ledger: null) { Simulator = simulator.Address };
            await using var observer = await Host.StartAsync(options, "observer", cancellationToken);
            await using var round = new KillRound(plan, azurite, simulator, clock, observer, store.Untapped, log);
            return await round.PlayAsync(cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<Outcome> PlayAsync(CancellationToken cancellationToken)
    {
        foreach (var client in plan.Clients)
            await account.Container(ContainerNames.Clients).GetBlobClient($"{client.Id}.json").UploadAsync(new BinaryData(client.Config), overwrite: true, cancellationToken);
        await observer.Jobs.RunTimerAsync("ReconcileBlobs", cancellationToken);
        await observer.DrainAsync(queue => queue.StartsWith(QueueNames.BlobEvents, StringComparison.Ordinal), cancellationToken);

        var last = plan.Digests.Max(digest => digest.Occurrence.DueAt);
        var over = (DateTimeOffset?)null;
        await WorkAsync([], cancellationToken);
        while (true)
        {
            var now = clock.GetUtcNow();
            over = now >= last && await IsOverAsync(cancellationToken) ? over ?? now : null;
            var next = observer.Jobs.Timers.Min(timer => timer.After(now));
            if (now - over >= Settled || next > last + Horizon) break;
            clock.LeapTo(next);
            await WorkAsync([.. observer.Jobs.Timers.Where(timer => timer.IsAt(next)).Select(timer => timer.Name)], cancellationToken);
        }

        // Messages of killed processes are visible again when their lease ends.
        for (var waits = 0; waits < 20 && (await MessagesLeftAsync(cancellationToken)).Length > 0; waits++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            await WorkAsync([], cancellationToken);
        }

        return await Outcome.ReadAsync(plan, observer.Pipeline, simulator.Sent.Concat(simulator.SentToConsultants).Select(mail => SentMail.Of(mail.Body)), Causes(), await MessagesLeftAsync(cancellationToken), cancellationToken);
    }

    /// <summary>The process works on an instant, and is killed during it as long as kills are left; the next one then has the same instant.</summary>
    private async Task WorkAsync(IReadOnlyList<string> timers, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isFresh = process is null;
            process ??= Start();
            await process.StandardInput.WriteLineAsync($"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffffffZ} {string.Join(' ', timers)}".AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            var answer = process.StandardOutput.ReadLineAsync(cancellationToken).AsTask();
            if (kills > 0 && (clock.GetUtcNow() == plan.DroppedAt || clock.GetUtcNow() >= plan.FaultsFrom) && dice.Happens(0.9))
            {
                // A process needs a second or two to start and to warm up; its work takes some tenths of one.
                var moment = Task.Delay(TimeSpan.FromMilliseconds(isFresh ? 500 + dice.Below(2500) : dice.Below(200)), TimeProvider.System, cancellationToken);
                if (await Task.WhenAny(answer, moment) == moment)
                {
                    kills--;
                    log?.Invoke($"{clock.GetUtcNow():u} killed, {kills} kills left");
                    await KillAsync();
                    continue;
                }
            }

            if (await answer is HostCommand.Done) return;
            var exit = process.HasExited ? process.ExitCode.ToString(CultureInfo.InvariantCulture) : "none";
            throw new InvalidOperationException($"The process stopped by itself, with code {exit}.");
        }
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "KpiFunctions.Endurance.dll"), HostCommand.Name,
            "--connection", azurite.ConnectionString, "--simulator", simulator.Address.AbsoluteUri, "--at", $"{clock.GetUtcNow():O}",
        ])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private async Task KillAsync()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        process = null;
    }

    private async Task<bool> IsOverAsync(CancellationToken cancellationToken)
    {
        var runs = await observer.Pipeline.Get<RunTable>().ReadAsync(null, cancellationToken);
        return plan.Digests.All(digest => runs.Any(run => run.Client == digest.Client.Id && run.Occurrence == digest.Occurrence.Week && Promise.IsEnd(run)));
    }

    private async Task<string> MessagesLeftAsync(CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var queue in observer.Jobs.Queues.Select(job => job.Queue))
            if ((await account.Queue(queue).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount is > 0 and var count) left.Add($"{queue}: {count}");
        return string.Join(", ", left);
    }

    /// <summary>Any mail may have been on its way when a process was killed.</summary>
    private Dictionary<string, string> Causes() => plan.Digests
        .SelectMany(digest => digest.Client.Recipients.Select(recipient => new DeliveryKey(digest.Client.Id, digest.Occurrence.Week, RecipientHash.Of(recipient)).DeliveryId))
        .ToDictionary(id => id, _ => "a process was killed", StringComparer.Ordinal);
}
