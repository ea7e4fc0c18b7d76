using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The vault, which reports when it refuses: without it no source is read and no mail leaves.</summary>
internal sealed class WatchedCredentials(ICredentialStore vault, StandstillLog standstill) : ICredentialStore, IDisposable
{
    private const string OfVault = "KpiFunctions.Vault";

    /// <summary>Whether an exception is the vault's.</summary>
    public static bool IsOfVault(Exception exception) => exception.Data.Contains(OfVault);

    /// <inheritdoc/>
    public async Task<Secret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.FindAsync(name, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The message of an exception may quote a secret's file.
            standstill.VaultRefuses($"the secret '{name}' cannot be read ({exception.GetType().Name})");
            exception.Data[OfVault] = true;
            throw;
        }
    }

    /// <inheritdoc/>
    public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken) => vault.KeepAsync(name, secret, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => (vault as IDisposable)?.Dispose();
}
