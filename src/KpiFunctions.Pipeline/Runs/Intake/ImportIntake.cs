using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Reads an export that was dropped for a client. Lines that cannot be read are reported; the others are stored.</summary>
public sealed class ImportIntake(
    ClientDirectory clients, DroppedBlobs blobs, ExportTable exports, CursorTable cursors, WaitingDigests waiting, AlertTable alerts, TimeProvider time)
{
    private const string Refused = AlertKinds.ImportRefused;

    /// <summary>Processes one version of an export: <c>{client}/{file}</c>, or <c>{client}/{account}/{file}</c> where the client has several file sources.</summary>
    public async Task<IntakeVerdict> TakeInAsync(DroppedBlob blob, CancellationToken cancellationToken)
    {
        var parts = blob.Name.Split('/');
        var inForce = await clients.FindAsync(ClientOf(blob.Name), cancellationToken);
        var client = inForce?.Config;
        var config = inForce?.Version ?? "";
        if (blob.IsTooLarge)
        {
            // No config would change this verdict.
            return await RefuseAsync(blob, parts[0], $"the file is too large: it has {blob.Length:N0} bytes, and at most {FileImport.LargestFile:N0} are read. Split it", cancellationToken);
        }

        var (source, obstacle) = SourceOf(parts, client);
        if (client is null || source is null) return (await RefuseAsync(blob, parts[0], obstacle!, cancellationToken)) with { OnlyUnder = config };

        var import = ReadImport.Of(blob, client, source, cancellationToken);
        var changes = import.Covered is null ? [] : await StoreAsync(import, cancellationToken);
        var status = import.Verdict(await WithEarlierAsync(blob, changes, cancellationToken), time.GetUtcNow());
        await ReportAsync(import, status, cancellationToken);

        // Of two versions of a file that are read at once, the older one may have been stored last: then the present one is stored again.
        if (!await blobs.IsPresentAsync(blob, cancellationToken)) throw new OvertakenException(blob.Name);
        return new(import.Covered is not null, status.Lines, import.Covered is not null ? null : config);
    }

    /// <summary>Clears the alert of a deleted export. What it gave stays.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) => alerts.ClearAsync(ClientOf(name), Refused, name, cancellationToken);

    /// <summary>The client of an export, by the blob's name.</summary>
    internal static string ClientOf(string name) => name.Split('/')[0];

    /// <summary>The source that a file is for, by the parts of its name; else what stands in the way.</summary>
    internal static (SourceConfig? Source, string? Obstacle) SourceOf(string[] parts, ClientConfig? client)
    {
        if (client is null) return (null, $"No client '{parts[0]}' is in force: drop its config first, and put exports into imports/{{client}}/.");
        var files = client.Sources.Where(source => source.Type == FileSource.Type).ToList();
        var accounts = string.Join(", ", files.Select(source => source.Account));
        return (parts.Length, files.Count) switch
        {
            (_, 0) => (null, $"{client.Id} declares no source of the type '{FileSource.Type}': add one to its config."),
            (2, 1) => (files[0], null),
            (2, _) => (null, $"{client.Id} has several file sources ({accounts}): put the file into imports/{client.Id}/{{account}}/."),
            (3, _) when files.FirstOrDefault(source => source.Account == parts[1]) is { } named => (named, null),
            (3, _) => (null, $"{client.Id} has no file source '{parts[1]}'; it has {accounts}."),
            _ => (null, "Exports belong in imports/{client}/ or imports/{client}/{account}/."),
        };
    }

    /// <returns>What it changed in what was stored, in words.</returns>
    private async Task<IReadOnlyList<string>> StoreAsync(ReadImport import, CancellationToken cancellationToken)
    {
        var (client, account) = (import.Client, import.Source.Ref);
        var known = await cursors.FindAsync(client.Id, account, cancellationToken);
        var changes = await exports.StoreAsync(client.Id, account, import.ToStore, fillsIn: known.AnsweredThrough > import.Covered!.Value.Last, cancellationToken);
        await cursors.ChangeAsync(client.Id, account, import.After, cancellationToken);
        await alerts.ClearAsync(client.Id, AlertKinds.ExportsSilent, account.ToString(), cancellationToken);
        await waiting.WakeAsync(client, cancellationToken);
        return changes.Lines;
    }

    /// <summary>The changes of a version, with those of an earlier attempt: read again, it finds its own figures and changes nothing.</summary>
    private async Task<IReadOnlyList<string>> WithEarlierAsync(DroppedBlob blob, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        var earlier = await blobs.FindStatusAsync<ImportStatus>(blob.Container, blob.Name, cancellationToken);
        return earlier?.Version == blob.Version ? [.. earlier.Changes.Union(changes, StringComparer.Ordinal)] : changes;
    }

    /// <summary>Writes the verdict on an export, and records or clears its alert.</summary>
    internal async Task ReportAsync(ReadImport import, ImportStatus status, CancellationToken cancellationToken)
    {
        var (blob, client, refused) = (import.Blob, import.Client.Id, import.Result.Refused);
        await blobs.WriteStatusAsync(blob.Container, blob.Name, status, cancellationToken);
        if (refused.Count > 0)
        {
            await blobs.QuarantineAsync(blob, cancellationToken);
            await alerts.RecordAsync(client, Refused, blob.Name, string.Join('\n', refused.Take(100)), cancellationToken);
        }
        else
        {
            await alerts.ClearAsync(client, Refused, blob.Name, cancellationToken);
        }
    }

    private async Task<IntakeVerdict> RefuseAsync(DroppedBlob blob, string client, string obstacle, CancellationToken cancellationToken)
    {
        await blobs.QuarantineAsync(blob, cancellationToken);
        await alerts.RecordAsync(client, Refused, blob.Name, obstacle, cancellationToken);
        await blobs.WriteStatusAsync(blob.Container, blob.Name, ImportStatus.Refusal(blob.Name, blob.Version, time.GetUtcNow(), obstacle), cancellationToken);
        return new(false, [obstacle]);
    }
}
