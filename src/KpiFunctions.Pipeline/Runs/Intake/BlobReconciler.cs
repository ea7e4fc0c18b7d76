using KpiFunctions.Pipeline.Runs.State;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Compares the input containers with the versions that were processed, and queues an event for each difference, since events can be lost.</summary>
public sealed partial class BlobReconciler(DroppedBlobs blobs, ClientDirectory clients, Outbox outbox, ILogger<BlobReconciler> logger)
{
    /// <summary>Queues an event for each blob that is new, changed or deleted.</summary>
    /// <returns>How many events were queued.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var queued = 0;
        foreach (var container in DroppedBlobs.InputContainers)
        {
            var there = await blobs.ListAsync(container, cancellationToken);
            var seen = await blobs.SeenAsync(container, cancellationToken);
            var inForce = await ConfigsOfAsync(seen.Where(blob => blob.Value.OnlyUnder is not null).Select(blob => blob.Key), cancellationToken);
            var changed = there
                .Where(blob => seen.GetValueOrDefault(blob.Key) is not { } known || known.Version != blob.Value
                    || (known.OnlyUnder is { } config && config != inForce[ImportIntake.ClientOf(blob.Key)]))
                .Select(blob => BlobEvent.Of(BlobEvent.Created, container, blob.Key));
            var gone = seen.Keys.Where(name => !there.ContainsKey(name)).Select(name => BlobEvent.Of(BlobEvent.Deleted, container, name));
            foreach (var blobEvent in changed.Concat(gone))
            {
                await outbox.AddAsync(blobEvent, cancellationToken);
                queued++;
            }
        }

        if (queued > 0) Log.Queued(logger, queued);
        return queued;
    }

    /// <summary>The version of the config in force of each file's client; empty for a client without one.</summary>
    private async Task<IReadOnlyDictionary<string, string>> ConfigsOfAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var configs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var client in names.Select(ImportIntake.ClientOf).Distinct(StringComparer.Ordinal))
            configs[client] = (await clients.FindAsync(client, cancellationToken))?.Version ?? "";
        return configs;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Events} blob events were queued from a listing.")]
        public static partial void Queued(ILogger logger, int events);
    }
}
