using System.Collections.Concurrent;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Runs.Web;
using KpiFunctions.Pipeline.Sources.Credentials;
using KpiFunctions.Simulator.Hosting;

namespace KpiFunctions.Cli.Hosting;

/// <summary>Returns, for any name, a credential that the simulator accepts. A renewed credential is kept while the process runs.</summary>
internal sealed class SimulatedCredentials : ICredentialStore
{
    /// <summary>Not a secret: the keys are the same in every simulation, so that the links are, too.</summary>
    private const string LinkKeys = """{"current":"simulated","keys":{"simulated":"c2ltdWxhdGVkLCBhbmQga25vd24gdG8gZXZlcnlib2R5"}}""";

    private readonly ConcurrentDictionary<string, Secret> kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<Secret?> FindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Secret?>(kept.GetOrAdd(name, missing => new(missing == LinkKeyVault.CredentialName ? LinkKeys : SimulatorSecrets.For(missing))));

    /// <inheritdoc/>
    public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken)
    {
        kept[name] = secret;
        return Task.CompletedTask;
    }
}
