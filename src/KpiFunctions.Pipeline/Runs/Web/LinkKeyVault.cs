using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Credentials;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The keys of links as the vault has them now. Keys that cannot be read are reported, and hold up no mail: it goes out without links.</summary>
public sealed class LinkKeyVault(ICredentialStore vault, AlertTable alerts)
{
    /// <summary>The credential that the keys of links are kept under.</summary>
    public const string CredentialName = "link-keys";

    private const string Unreadable = AlertKinds.LinkKeysUnreadable;

    /// <summary>Null where there are none, or none that can be read.</summary>
    public async Task<LinkKeys?> FindAsync(CancellationToken cancellationToken)
    {
        if (await vault.FindAsync(CredentialName, cancellationToken) is not { } secret) return null;
        try
        {
            return LinkKeys.Read(secret.Value);
        }
        catch (FormatException exception)
        {
            await alerts.RecordAsync(AlertTable.NoClient, Unreadable, CredentialName, exception.Message, cancellationToken);
            return null;
        }
    }
}
