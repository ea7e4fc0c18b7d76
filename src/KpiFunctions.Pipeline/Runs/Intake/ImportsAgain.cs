using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>What reading a client's imports again changed.</summary>
/// <param name="Lines">The verdict on each file, and what changed, for the consultant.</param>
/// <param name="Weeks">The weeks whose stored figures changed, in order.</param>
public sealed record ReadAgain(IReadOnlyList<string> Lines, IReadOnlyList<IsoWeek> Weeks);

/// <summary>
/// Reads the exports that a client has in <c>imports</c> again, the one that was dropped first at first, and stores what they say
/// now in place of what they said when they were read by an earlier release. What other files said stays.
/// </summary>
public sealed class ImportsAgain(
    ClientDirectory clients, DroppedBlobs blobs, ExportTable exports, CursorTable cursors, ImportIntake intake, WaitingDigests waiting, TimeProvider time)
{
    /// <summary>Reads them again.</summary>
    /// <returns>Null where no such client is in force.</returns>
    /// <exception cref="OvertakenException">Other hosts were changing the same rows all the time.</exception>
    public async Task<ReadAgain?> RunAsync(string id, CancellationToken cancellationToken)
    {
        if ((await clients.FindAsync(id, cancellationToken))?.Config is not { } client) return null;
        var lines = new List<string>();
        var imports = new List<ReadImport>();
        foreach (var name in await blobs.NamesAsync(ContainerNames.Imports, $"{id}/", cancellationToken))
        {
            if (await blobs.ReadAsync(ContainerNames.Imports, name, cancellationToken) is not { } blob) continue;
            var (source, obstacle) = ImportIntake.SourceOf(name.Split('/'), client);
            if (source is null || blob.IsTooLarge) lines.Add($"{name}: not read: {obstacle ?? "the file is too large"}");
            else imports.Add(ReadImport.Of(blob, client, source, cancellationToken));
        }

        imports.Sort((one, other) => one.Blob.DroppedAt != other.Blob.DroppedAt ? one.Blob.DroppedAt.CompareTo(other.Blob.DroppedAt) : string.CompareOrdinal(one.Blob.Name, other.Blob.Name));
        var days = new HashSet<DateOnly>();
        foreach (var account in imports.GroupBy(import => import.Source.Ref))
        {
            var changes = await PutRightAsync(client, [.. account], cancellationToken);
            foreach (var import in account)
            {
                var status = import.Verdict([], time.GetUtcNow());
                await intake.ReportAsync(import, status, cancellationToken);
                lines.Add(status.Lines[^1]);
            }

            lines.AddRange(changes.Lines.Select(line => $"{account.Key}: {line}"));
            days.UnionWith(changes.Days);
        }

        if (days.Count > 0) await waiting.WakeAsync(client, cancellationToken);
        return new(lines, [.. days.Select(IsoWeek.Of).Distinct().Order()]);
    }

    private async Task<ExportChanges> PutRightAsync(ClientConfig client, IReadOnlyList<ReadImport> imports, CancellationToken cancellationToken)
    {
        var gave = imports.Where(import => import.Covered is not null).ToList();

        // A file that gives nothing now may have given something when it was read before.
        var empty = imports.Where(import => import.Covered is null).Select(import => new StoredExport([], [], ExportStamp.Of(DateOnly.MinValue, import.Blob.DroppedAt, import.Blob.Name), import.Blob.FirstSeen));
        var account = imports[0].Source.Ref;
        var changes = await exports.RebuildAsync(client.Id, account, [.. gave.Select(import => import.ToStore), .. empty], cancellationToken);
        var now = time.GetUtcNow();
        await cursors.ChangeAsync(
            client.Id, account,
            cursor => gave.Aggregate(cursor, (after, import) => import.After(after)) with { ReadAgainAt = changes.Days.Count > 0 ? now : cursor.ReadAgainAt },
            cancellationToken);
        return changes;
    }
}
