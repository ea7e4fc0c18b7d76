using KpiFunctions.Pipeline.Runs;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Pipeline.Tables;
using KpiFunctions.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Cli.Hosting;

/// <summary>Options of a local pipeline.</summary>
/// <param name="DataDirectory">Where Azurite keeps the storage; it is created if it is missing.</param>
/// <param name="Time">The clock that the pipeline sees.</param>
/// <param name="Simulator">The server that simulates the platforms; null to use the real ones.</param>
/// <param name="SecretsFile">The file with names and values of credentials, in JSON; null for <see cref="DefaultSecretsFile"/>.</param>
/// <param name="RetryAtOnce">Whether failed messages and requests are tried again without a pause, for a clock that is moved.</param>
internal sealed record LocalOptions(string DataDirectory, TimeProvider Time, SimulatorServer? Simulator = null, string? SecretsFile = null, bool RetryAtOnce = false)
{
    /// <summary>The deployed pipeline to use in place of local storage; null for local storage.</summary>
    public Deployed? Deployed { get; init; }

    /// <summary>The storage to work on in place of an Azurite of its own; null for that.</summary>
    public StorageAccount? Account { get; init; }

    /// <summary>Whether local storage has to be there already: what only reads or acts would find nothing in a new one, as after a slip in its name.</summary>
    public bool NeedsStorage { get; init; }

    /// <summary>What is registered beside the pipeline, or in place of a part of it.</summary>
    public Action<IServiceCollection> Configure { get; init; } = _ => { };

    /// <summary>
    /// Whether everything that the pipeline logs at Information and above is shown, as for <c>kpi run</c>. Otherwise only
    /// warnings are, without those about dropped files, whose verdicts the commands print themselves.
    /// </summary>
    public bool ShowsLog { get; init; }

    /// <summary>Further settings, with the names of the Functions app's settings (<c>:</c> for <c>__</c>).</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>In the working directory; version control ignores it, and it may be missing.</summary>
    public const string DefaultSecretsFile = "secrets.local.json";
}

/// <summary>The whole pipeline on this machine: Azurite for storage, and the same jobs that the Functions app runs.</summary>
internal sealed class LocalPipeline : IAsyncDisposable
{
    private readonly LocalStorage? storage;
    private readonly ServiceProvider services;

    private LocalPipeline(LocalStorage? storage, ServiceProvider services, HostSettings settings)
    {
        this.storage = storage;
        this.services = services;
        Account = services.GetRequiredService<StorageAccount>();
        Jobs = services.GetRequiredService<PipelineJobs>();
        Host = new(Jobs, Account, settings, services.GetRequiredService<ILogger<LocalHost>>());
    }

    /// <summary>Where its Azurite listens; null where the storage is not its own.</summary>
    public string? ConnectionString => storage?.ConnectionString;

    /// <summary>Whether it works on local storage on which nothing else runs.</summary>
    public bool IsAlone => storage?.IsOwner == true;

    public StorageAccount Account { get; }

    public PipelineJobs Jobs { get; }

    public LocalHost Host { get; }

    /// <summary>Any part of the pipeline.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Starts the storage, creates missing tables, containers and queues, and builds the pipeline.</summary>
    /// <param name="progress">Receives what is being done where it takes time.</param>
    public static async Task<LocalPipeline> StartAsync(LocalOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var isLocal = options.Deployed is null && options.Account is null;
        if (isLocal && options.NeedsStorage && !LocalStorage.IsIn(options.DataDirectory))
            throw new UsageException($"There is no storage in {options.DataDirectory}; `kpi add` or `kpi run` makes one.");
        var storage = isLocal ? await LocalStorage.OpenAsync(options.DataDirectory, progress, cancellationToken) : null;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(options.Deployed?.Settings ?? new()
        {
            [Connections.Data] = storage?.ConnectionString,
            ["Secrets:File"] = options.SecretsFile ?? LocalOptions.DefaultSecretsFile,
        }).AddInMemoryCollection(new Dictionary<string, string?> { ["SendGrid:EventKey"] = options.Simulator?.EventKey }).AddInMemoryCollection(options.Settings).Build();

        var services = new ServiceCollection();
        services.AddSingleton(options.Time);
        services.AddLogging(logging => logging.AddProvider(new ConsoleLines())
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("KpiFunctions", options.ShowsLog ? LogLevel.Information : LogLevel.Warning)
            .AddFilter(typeof(BlobIntake).Namespace, options.ShowsLog ? LogLevel.Information : LogLevel.None)
            .AddFilter("Polly", LogLevel.None)
            .AddFilter("System.Net.Http", LogLevel.None));
        services.AddKpiPipeline(configuration, options.Account);
        if (options.Simulator is { } simulator)
        {
            services.AddSingleton<ICredentialStore, SimulatedCredentials>();
            services.Configure<SourceHttpOptions>(http => http.AllowLoopback = true);
            services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new SimulatorRouting(simulator.Address)));
        }

        if (options.RetryAtOnce) services.Configure<SourceHttpOptions>(http => http.RetryDelay = TimeSpan.Zero);
        options.Configure(services);
        var settings = HostSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json"));
        if (options.RetryAtOnce) settings = settings with { RetryDelay = TimeSpan.Zero };

        var pipeline = new LocalPipeline(storage, services.BuildServiceProvider(), settings);
        if (options.Deployed is null) await pipeline.Account.CreateMissingAsync(pipeline.Jobs.Queues.Select(job => job.Queue), cancellationToken);
        return pipeline;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (storage is not null) await storage.DisposeAsync();
    }
}
