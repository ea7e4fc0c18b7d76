using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KpiFunctions.Tests.Sources;

/// <summary>The sources as a host registers them, on a platform that is laid out by the test and a clock that stands still.</summary>
internal sealed class SourceBench : IDisposable
{
    /// <summary>A token that no message may contain. The slash and the sign are encoded differently by JSON and by addresses.</summary>
    public const string Token = "EAAB/planted+token-7f";

    private readonly ServiceProvider services;

    /// <param name="isOnTheNetwork">Whether requests go out by the sources' own handlers instead of to <see cref="Platform"/>.</param>
    public SourceBench(DateTimeOffset now, Action<IServiceCollection>? configure = null, bool isOnTheNetwork = false)
    {
        Clock = new(now);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSources();
        foreach (var name in AllSources.Fetched().Select(SourceClients.NameOf).Where(_ => !isOnTheNetwork)) collection.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => Platform);
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    public StubPlatform Platform { get; } = new();

    public RetryClock Clock { get; }

    public SourceCatalog Catalog => services.GetRequiredService<SourceCatalog>();

    public async Task<List<SourcePage>> FetchAsync(SourceConfig source, string? secret, DayRange days, Zone? zone = null)
    {
        var pages = new List<SourcePage>();
        await foreach (var page in Catalog.Find(source.Type)!.FetchAsync(new(source, secret, days, zone ?? Zone.Utc), TestContext.Current.CancellationToken)) pages.Add(page);
        return pages;
    }

    /// <summary>The failure of a fetch, waiting through its retries.</summary>
    public async Task<SourceFailure> FailureOfAsync(SourceConfig source, string? secret, DayRange days)
    {
        var fetch = FetchAsync(source, secret, days);
        await Clock.PassPausesAsync(fetch, TestContext.Current.CancellationToken);
        return (await fetch.ShouldThrowAsync<SourceException>()).Failure;
    }

    public static DayRange Days(string first, string last) => new(DateOnly.Parse(first), DateOnly.Parse(last));

    public void Dispose()
    {
        services.Dispose();
        Platform.Dispose();
    }
}
