using System.Net;

namespace KpiFunctions.Pipeline.Sources.Http;

/// <summary>What the local run may do that the deployed pipeline may not.</summary>
public sealed class SourceHttpOptions
{
    /// <summary>
    /// Whether an address from a config may lead to this machine. Only for the local run and tests, where a handler
    /// sends the platforms' addresses to the simulator.
    /// </summary>
    public bool AllowLoopback { get; set; }

    /// <summary>The pause before an attempt is repeated the first time; each further one takes twice as long. Zero where the clock is moved.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks up the servers that configs name; null for the system's own way.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>>? Resolve { get; set; }
}
