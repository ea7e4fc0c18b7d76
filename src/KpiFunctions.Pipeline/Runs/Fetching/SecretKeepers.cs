using Azure;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Renews secrets and stores them in the vault. Across all instances a secret is renewed by one at a time.</summary>
public sealed class SecretKeepers(ICredentialStore store, CredentialTable table, TimeProvider time)
{
    /// <summary>Longer than an exchange takes, retries included.</summary>
    private static readonly TimeSpan LongestExchange = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int Pauses = 60;

    /// <summary>The keeper of a secret.</summary>
    /// <param name="name">The secret's name in the vault.</param>
    public ISecretKeeper Of(string name) => new Keeper(this, name);

    private async Task<string> RenewAsync(string name, string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Pauses; i++)
        {
            if (await RenewedByAnotherAsync(name, known, cancellationToken) is { } fresh) return fresh;
            if (await table.TryHoldAsync(name, time.GetUtcNow() + LongestExchange, cancellationToken) is { } held)
                return await ExchangeAsync(name, held, known, exchange, cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new SourceException(new(SourceFailureKind.Unavailable, $"Another instance is renewing the secret '{name}' and has not finished.", LongestExchange));
    }

    private async Task<string> ExchangeAsync(string name, ETag held, string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken)
    {
        Secret? renewed = null;
        try
        {
            // Another instance may have renewed the secret between the first look and the reservation.
            if (await RenewedByAnotherAsync(name, known, cancellationToken) is { } fresh) return fresh;
            renewed = await exchange(known, cancellationToken);

            // The old secret is no longer valid: a fetch that is cancelled must not cancel this.
            await store.KeepAsync(name, renewed, CancellationToken.None);
            return renewed.Value;
        }
        finally
        {
            await table.ReleaseAsync(name, held, renewed is not null, renewed?.ExpiresAt, CancellationToken.None);
        }
    }

    private async Task<string?> RenewedByAnotherAsync(string name, string known, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is { } stored && stored.Value != known ? stored.Value : null;

    private sealed class Keeper(SecretKeepers keepers, string name) : ISecretKeeper
    {
        public Task<string> RenewAsync(string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken) =>
            keepers.RenewAsync(name, known, exchange, cancellationToken);
    }
}
