using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Tests.Sources;

/// <summary>A vault with one secret, which is renewed by one caller at a time.</summary>
internal sealed class MemoryKeeper(string secret) : ISecretKeeper, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>What is in the vault.</summary>
    public string Stored { get; private set; } = secret;

    /// <summary>When the platform said that it runs out.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>How often the platform was asked for another one.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Whether the process ends after the platform's answer and before it is kept.</summary>
    public bool EndsBeforeKeeping { get; set; }

    public async Task<string> RenewAsync(string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (Stored != known) return Stored;
            Exchanges++;
            var renewed = await exchange(known, cancellationToken);
            if (EndsBeforeKeeping) throw new IOException("The process ended here.");
            (Stored, ExpiresAt) = (renewed.Value, renewed.ExpiresAt);
            return Stored;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
