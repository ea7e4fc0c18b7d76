namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Where the secrets lie that configs only name.</summary>
public interface ICredentialStore
{
    /// <summary>The secret of that name; null where there is none.</summary>
    Task<Secret?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Puts a secret in the place of an older one.</summary>
    Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken);
}
