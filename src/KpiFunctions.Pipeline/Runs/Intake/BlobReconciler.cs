using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Compares the input containers with what was looked at, and queues an event for each difference: events get lost.</summary>
public sealed class BlobReconciler(DroppedBlobs blobs, ClientDirectory clients, Outbox outbox)
{
    /// <summary>Queues what is new, changed or gone.</summary>
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

        return queued;
    }

    /// <summary>The configs that are in force for the clients of some exports; empty for one that has none.</summary>
    private async Task<IReadOnlyDictionary<string, string>> ConfigsOfAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var configs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var client in names.Select(ImportIntake.ClientOf).Distinct(StringComparer.Ordinal))
            configs[client] = (await clients.FindAsync(client, cancellationToken))?.Version ?? "";
        return configs;
    }
}
