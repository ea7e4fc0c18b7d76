namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Keeps a secret that its platform replaces while it is used: a refresh token that is good for one use.</summary>
public interface ISecretKeeper
{
    /// <summary>
    /// Has a secret replaced, by one caller at a time among all instances. Whoever comes second gets what the first one
    /// was given, because the old secret is worth nothing by then.
    /// </summary>
    /// <param name="known">The secret that the caller has, and that no longer serves.</param>
    /// <param name="exchange">Has the platform replace the secret that it is given; answers the whole new one, in the form in which the vault holds it.</param>
    /// <returns>The secret that is good now, kept before it is returned.</returns>
    /// <exception cref="SourceException">The platform refused, or another instance is at it for too long.</exception>
    Task<string> RenewAsync(string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken);
}

/// <summary>Keepers that need no store.</summary>
public static class SecretKeeper
{
    /// <summary>Keeps nothing: for sources whose secrets stay what they are.</summary>
    public static ISecretKeeper Forgetful { get; } = new NoMemory();

    private sealed class NoMemory : ISecretKeeper
    {
        public async Task<string> RenewAsync(string known, Func<string, CancellationToken, Task<Secret>> exchange, CancellationToken cancellationToken) =>
            (await exchange(known, cancellationToken)).Value;
    }
}
