using Azure;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Runs.Fetching;

/// <summary>Keeps renewed secrets in the vault, one renewal at a time among all instances.</summary>
public sealed class SecretKeepers(ICredentialStore store, CredentialTable table, TimeProvider time)
{
    /// <summary>Longer than an exchange takes with its retries.</summary>
    private static readonly TimeSpan LongestExchange = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const int Pauses = 60;

    /// <summary>The keeper of the secret of that name.</summary>
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

        throw new SourceException(new(SourceFailureKind.Unavailable, $"Another instance is renewing the secret '{name}' and does not come to an end.", LongestExchange));
    }

    private async Task<string> ExchangeAsync(string name, ETag held, string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken)
    {
        Secret? renewed = null;
        try
        {
            // Between the first look and the hold, another one may have come and gone.
            if (await RenewedByAnotherAsync(name, known, cancellationToken) is { } fresh) return fresh;
            renewed = await exchange(known, cancellationToken);

            // From here on the old secret is worth nothing: whoever stops the fetch does not stop this.
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
