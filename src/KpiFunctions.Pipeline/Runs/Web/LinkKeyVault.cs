using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.Work;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The keys of links as the vault has them now. Keys that cannot be read are told of, and hold up no mail: it goes out without links.</summary>
public sealed class LinkKeyVault(ICredentialStore vault, FailureTable failures)
{
    private const string Unreadable = AlertKinds.LinkKeysUnreadable;

    /// <summary>Null where there are none, or none that can be read.</summary>
    public async Task<LinkKeys?> FindAsync(CancellationToken cancellationToken)
    {
        if (await vault.FindAsync(PipelineServices.LinkKeysCredential, cancellationToken) is not { } secret) return null;
        try
        {
            return LinkKeys.Read(secret.Value);
        }
        catch (FormatException exception)
        {
            await failures.RecordAsync(FailureTable.NoClient, Unreadable, PipelineServices.LinkKeysCredential, exception.Message, cancellationToken);
            return null;
        }
    }
}
