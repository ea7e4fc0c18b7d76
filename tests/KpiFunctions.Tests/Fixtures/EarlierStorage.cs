using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.StorageTwin;
using KpiFunctions.StorageTwin.Lines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Fixtures;

/// <summary>The pipeline of this release on a storage that an earlier one wrote, in memory. It has no secrets, so that it reaches no platform.</summary>
public sealed class EarlierStorage : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly TwinAccount twin;

    private EarlierStorage(AccountLines lines)
    {
        Lines = lines;
        twin = new(Time);
        twin.Load(lines);
        Account = new(twin.NewTables(), twin.NewBlobs(), twin.NewQueues());
        var settings = new Dictionary<string, string?> { ["Secrets:File"] = Path.Combine(AppContext.BaseDirectory, "no-secrets.json") };
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time)
            .AddKpiPipeline(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Account)
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public AccountLines Lines { get; }

    public StorageAccount Account { get; }

    /// <param name="name">A folder of <c>tests/Fixtures</c>.</param>
    public static async Task<EarlierStorage> LoadAsync(string name)
    {
        var storage = new EarlierStorage(await AccountLines.LoadAsync(Repository.PathOf("tests", "Fixtures", name), TestContext.Current.CancellationToken));

        // As a deployment does, before the new release runs.
        await storage.Account.CreateMissingAsync([], TestContext.Current.CancellationToken);
        return storage;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>What it holds now.</summary>
    public AccountLines Dump() => twin.Dump();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
