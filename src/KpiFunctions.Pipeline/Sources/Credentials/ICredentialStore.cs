namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Where the secrets lie that configs only name.</summary>
public interface ICredentialStore
{
    /// <summary>The secret of that name; null where there is none.</summary>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken);
}
