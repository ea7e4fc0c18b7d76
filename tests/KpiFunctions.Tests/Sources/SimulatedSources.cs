using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using KpiFunctions.Pipeline.Sources.Http;
using KpiFunctions.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KpiFunctions.Tests.Sources;

/// <summary>The sources as a host registers them, on a simulator, with a clock that stands still.</summary>
internal sealed class SimulatedSources : IDisposable
{
    private readonly ServiceProvider services;

    /// <param name="listener">Sees every answer with its request.</param>
    public SimulatedSources(SimulatorServer simulator, DateTimeOffset now, Func<HttpResponseMessage, Task> listener)
    {
        var collection = new ServiceCollection();
        Clock = new(now);
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSources();
        collection.Configure<SourceHttpOptions>(http => http.AllowLoopback = true);
        collection.ConfigureHttpClientDefaults(http => http
            .AddHttpMessageHandler(() => new Listener(listener))
            .AddHttpMessageHandler(() => new SimulatorRouting(simulator.Address)));
        services = collection.BuildServiceProvider();
    }

    /// <summary>To be advanced where a retry waits.</summary>
    public FakeTimeProvider Clock { get; }

    public SourceCatalog Catalog => services.GetRequiredService<SourceCatalog>();

    public void Dispose() => services.Dispose();

    private sealed class Listener(Func<HttpResponseMessage, Task> listener) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            await listener(answer);
            return answer;
        }
    }
}
