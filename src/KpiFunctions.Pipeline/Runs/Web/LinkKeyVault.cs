using KpiFunctions.Pipeline.Delivery.Links;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Credentials;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Web;

/// <summary>The keys of links, read from the vault at each call. Keys that cannot be read are reported; mails are then sent without links.</summary>
public sealed partial class LinkKeyVault(ICredentialStore vault, AlertTable alerts, ILogger<LinkKeyVault> logger)
{
    /// <summary>The name of the credential that holds the keys of links.</summary>
    public const string CredentialName = "link-keys";

    private const string Unreadable = AlertKinds.LinkKeysUnreadable;

    /// <summary>Whether this instance knows that no alert about the keys is left.</summary>
    private bool isClear;

    /// <summary>The keys; null where the vault has none, or none that can be read.</summary>
    public async Task<LinkKeys?> FindAsync(CancellationToken cancellationToken)
    {
        if (await vault.FindAsync(CredentialName, cancellationToken) is not { } secret) return null;
        try
        {
            var keys = LinkKeys.Read(secret.Value);
            if (!isClear) await alerts.ClearAsync(AlertTable.NoClient, Unreadable, CredentialName, cancellationToken);
            isClear = true;
            return keys;
        }
        catch (FormatException exception)
        {
            isClear = false;
            Log.Unreadable(logger, exception.Message);
            await alerts.RecordAsync(AlertTable.NoClient, Unreadable, CredentialName, exception.Message, cancellationToken);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Mails are sent without links. {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);
    }
}
