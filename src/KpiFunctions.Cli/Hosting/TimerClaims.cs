using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Cli.Hosting;

/// <summary>
/// Lets one of several hosts on the same storage run each occurrence of a timer, as the Functions host does with its lock
/// in its own storage account. A blob for each timer holds the newest occurrence that was claimed, and by whom.
/// </summary>
internal sealed class TimerClaims(StorageAccount account)
{
    /// <summary>The container exists on this machine only.</summary>
    internal const string ContainerName = "local-host";

    private readonly string host = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Claims an occurrence of a timer.</summary>
    /// <returns>False where this or a later one was claimed by another host.</returns>
    public async Task<bool> TryClaimAsync(string timer, DateTimeOffset occurrence, CancellationToken cancellationToken)
    {
        var container = account.Container(ContainerName);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var blob = container.GetBlobClient($"timers/{timer}");
        var claim = $"{occurrence.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)} {host}";
        while (true)
        {
            var (stored, version) = await ReadAsync();
            if (stored == claim) return true;
            if (string.CompareOrdinal(stored?.Split(' ')[0], claim.Split(' ')[0]) >= 0) return false;
            try
            {
                var conditions = version is { } read ? new BlobRequestConditions { IfMatch = read } : new BlobRequestConditions { IfNoneMatch = ETag.All };
                await blob.UploadAsync(new BinaryData(claim), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
                return true;
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412)
            {
                // Another host was faster, or the answer was lost: what is stored says which.
            }
        }

        async Task<(string? Text, ETag? Version)> ReadAsync()
        {
            try
            {
                var content = (await blob.DownloadContentAsync(cancellationToken)).Value;
                return (content.Content.ToString(), content.Details.ETag);
            }
            catch (RequestFailedException exception) when (exception.Status == 404)
            {
                return (null, null);
            }
        }
    }
}
