using KpiFunctions.Pipeline.Runs;

namespace KpiFunctions.Cli.Hosting;

/// <summary>A deployed pipeline's storage and vault, accessed with the rights of the user who is signed in to Azure on this machine.</summary>
/// <param name="Storage">The data account's name, or a connection string of it.</param>
/// <param name="Vault">The vault's name; null for what needs no credentials.</param>
internal sealed record Deployed(string Storage, string? Vault)
{
    /// <summary>The deployed pipeline's storage alone; null where the option is not given.</summary>
    public static Deployed? OfStorage(string? storage) => storage is null ? null : new(storage, null);

    /// <summary>The deployed pipeline; null where neither option is given.</summary>
    /// <exception cref="UsageException">Only one of the options is given.</exception>
    public static Deployed? From(string? storage, string? vault) => (storage, vault) switch
    {
        (null, null) => null,
        ({ } account, { } name) => new(account, name),
        _ => throw new UsageException("--storage and --vault go together: the deployed pipeline's figures and its credentials."),
    };

    /// <summary>The same as settings of the Functions app.</summary>
    public Dictionary<string, string?> Settings => IsConnectionString ? new() { [Connections.Data] = Storage, [SecretsFile] = NoSecrets } : new()
    {
        [SecretsFile] = Vault is null ? NoSecrets : null,
        [$"{Connections.Data}:tableServiceUri"] = $"https://{Storage}.table.core.windows.net",
        [$"{Connections.Data}:blobServiceUri"] = $"https://{Storage}.blob.core.windows.net",
        [$"{Connections.Data}:queueServiceUri"] = $"https://{Storage}.queue.core.windows.net",
        ["KeyVault:Uri"] = Vault is null ? null : $"https://{Vault}.vault.azure.net",
    };

    private const string SecretsFile = "Secrets:File";

    /// <summary>A file that there is not: nothing is asked that needs a credential.</summary>
    private const string NoSecrets = "-";

    /// <summary>A name has neither.</summary>
    private bool IsConnectionString => Storage.Contains('=', StringComparison.Ordinal) || Storage.Contains(';', StringComparison.Ordinal);
}
