using KpiFunctions.Cli.Hosting;
using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Testing;

/// <summary>The whole pipeline on a storage of its own, with a clock that leaps and the simulator for the platforms.</summary>
internal sealed class TestPipeline : IAsyncDisposable
{
    private readonly Dictionary<string, string?> settings;
    private readonly Action<IServiceCollection> configure;
    private readonly List<LocalPipeline> others = [];

    private TestPipeline(DateTimeOffset start, Dictionary<string, string?> settings, Action<IServiceCollection> configure) =>
        (Clock, this.settings, this.configure) = (new(start), settings, configure);

    public LeapingClock Clock { get; }

    /// <summary>What the pipeline stores into.</summary>
    public TestStorage Storage { get; private set; } = null!;

    public SimulatorServer Simulator { get; private set; } = null!;

    public LocalPipeline Pipeline { get; private set; } = null!;

    public PipelineJobs Jobs => Pipeline.Jobs;

    public StorageAccount Account => Pipeline.Account;

    /// <param name="settings">Further settings of the app.</param>
    /// <param name="configure">Registrations beside the pipeline's, or in place of them.</param>
    public static async Task<TestPipeline> StartAsync(DateTimeOffset start, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var test = new TestPipeline(start, settings ?? [], configure ?? (_ => { }));
        test.Storage = TestStorage.On(test.Clock);
        test.Simulator = await SimulatorServer.StartAsync(new() { TimeProvider = test.Clock }, TestContext.Current.CancellationToken);
        await test.StartPipelineAsync();
        return test;
    }

    /// <summary>Another instance of the app, on the same storage and clock.</summary>
    public async Task<LocalPipeline> StartAnotherAsync()
    {
        var other = await NewAsync();
        others.Add(other);
        return other;
    }

    public T Get<T>()
        where T : notnull => Pipeline.Get<T>();

    /// <summary>As after a crash: everything in memory is gone, the storage stays.</summary>
    public async Task RestartAsync()
    {
        await Pipeline.DisposeAsync();
        await StartPipelineAsync();
    }

    public Task DropConfigAsync(string name, string json) => DropAsync(ContainerNames.Clients, name, json);

    /// <summary>Drops a blob and lets the pipeline take it in.</summary>
    public Task DropAsync(string container, string name, string content) => DropAsync(container, name, new BinaryData(content));

    /// <inheritdoc cref="DropAsync(string, string, string)"/>
    public async Task DropAsync(string container, string name, BinaryData content)
    {
        await Account.Container(container).GetBlobClient(name).UploadAsync(content, overwrite: true, TestContext.Current.CancellationToken);
        await Jobs.RunTimerAsync("ReconcileBlobs", TestContext.Current.CancellationToken);
        await Pipeline.Host.DrainAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lets time pass. Of the planners' ticks at which nothing is due, those at full hours are played.</summary>
    public async Task LeapToAsync(DateTimeOffset until)
    {
        await Pipeline.Host.LeapAsync(Clock, (instant, _) => Task.FromResult(instant <= until), TestContext.Current.CancellationToken, NothingDueUntilAsync);
        Clock.LeapTo(until);
    }

    private async Task<DateTimeOffset> NothingDueUntilAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour + 1), TimeSpan.Zero);
        return (await Get<ScheduledMessageTable>().ReadAsync(cancellationToken)) is [var first, ..] && first.DueAt < hour ? first.DueAt : hour;
    }

    /// <summary>A blob's text.</summary>
    public async Task<string> ReadBlobAsync(string container, string name) =>
        (await Account.Container(container).GetBlobClient(name).DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString();

    public async ValueTask DisposeAsync()
    {
        foreach (var other in others) await other.DisposeAsync();
        await Pipeline.DisposeAsync();
        await Simulator.DisposeAsync();
        Storage.Dispose();
    }

    private async Task StartPipelineAsync() => Pipeline = await NewAsync();

    private Task<LocalPipeline> NewAsync() => LocalPipeline.StartAsync(
        new(Storage.Directory, Clock, Simulator, RetryAtOnce: true) { Settings = settings, Configure = configure, Account = Storage.NewAccount() },
        _ => { },
        TestContext.Current.CancellationToken);
}
