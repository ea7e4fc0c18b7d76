using Azure;
using Azure.Security.KeyVault.Secrets;

namespace KpiFunctions.Pipeline.Sources.Credentials;

/// <summary>Secrets in Azure Key Vault. They are read at every fetch, so a renewed one counts at once.</summary>
public sealed class KeyVaultCredentials(SecretClient vault) : ICredentialStore
{
    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The vault cannot be reached, or does not let the pipeline in.</exception>
    public async Task<Secret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        // The vault takes 1 to 127 letters, digits and hyphens; no other name can have a secret.
        if (name.Length is 0 or > 127 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')) return null;
        try
        {
            var found = (await vault.GetSecretAsync(name, cancellationToken: cancellationToken)).Value;
            return new(found.Value, found.Properties.ExpiresOn);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The vault cannot be reached, or does not let the pipeline write.</exception>
    public Task KeepAsync(string name, Secret secret, CancellationToken cancellationToken) =>
        vault.SetSecretAsync(new KeyVaultSecret(name, secret.Value) { Properties = { ExpiresOn = secret.ExpiresAt } }, cancellationToken);
}
