using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KpiFunctions.Benchmarks.Fetching;

/// <summary>Counts this process's HTTP requests by the port that they went to, from the runtime's own metrics.</summary>
internal sealed class RequestMeter : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<int, int> counts = new();

    public RequestMeter()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" }) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var (name, value) in tags)
                if (name == "server.port" && value is int port) counts.AddOrUpdate(port, 1, (_, count) => count + 1);
        });
        listener.Start();
    }

    /// <summary>How many were answered, or failed, since the last reset.</summary>
    public int CountOf(int port) => counts.GetValueOrDefault(port);

    public void Reset() => counts.Clear();

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
