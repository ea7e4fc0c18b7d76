using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Simulator;

namespace KpiFunctions.Cli.Hosting;

/// <summary>Whatever a config names, a credential that the simulator takes.</summary>
internal sealed class SimulatedCredentials : ICredentialStore
{
    /// <inheritdoc/>
    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(SimulatorSecrets.For(name));
}
