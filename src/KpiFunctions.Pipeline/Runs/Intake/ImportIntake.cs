using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Reads an export that was dropped for a client. Lines that cannot be read are reported; the others are stored.</summary>
public sealed class ImportIntake(
    ClientDirectory clients, DroppedBlobs blobs, ReadingTable readings, PostTable posts, CursorTable cursors, WaitingDigests waiting, AlertTable alerts, TimeProvider time)
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

        var result = FileImport.Read(parts[^1], blob.Content, source, client.Schedule.Zone, blob.FirstSeen, cancellationToken);
        await readings.StoreAsync(client.Id, result.Readings, cancellationToken);
        await posts.StoreAsync(client.Id, result.Posts, cancellationToken);
        if (result.Readings.Count + result.Posts.Count > 0)
        {
            await AdvanceAsync(client, source, result, blob.FirstSeen, cancellationToken);
            await waiting.WakeAsync(client, cancellationToken);
        }

        var status = ImportStatus.Of(result, blob.Name, blob.Version, time.GetUtcNow());
        await blobs.WriteStatusAsync(blob.Container, blob.Name, status, cancellationToken);
        if (result.Refused.Count > 0)
        {
            await blobs.QuarantineAsync(blob, cancellationToken);
            await alerts.RecordAsync(client.Id, Refused, blob.Name, string.Join('\n', result.Refused.Take(100)), cancellationToken);
        }
        else
        {
            await alerts.ClearAsync(client.Id, Refused, blob.Name, cancellationToken);
        }

        var gave = result.Readings.Count + result.Posts.Count > 0;
        return new(gave, status.Lines, gave ? null : config);
    }

    /// <summary>Clears the alert of a deleted export. What it gave stays.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) => alerts.ClearAsync(ClientOf(name), Refused, name, cancellationToken);

    /// <summary>The client of an export, by the blob's name.</summary>
    internal static string ClientOf(string name) => name.Split('/')[0];

    private static (SourceConfig? Source, string? Obstacle) SourceOf(string[] parts, ClientConfig? client)
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

    /// <summary>
    /// Advances the account's cursor. A file that reaches at least as far as earlier files counts as exported when it was
    /// dropped: the days after its last line had no activity. A file that ends earlier only fills in the past.
    /// </summary>
    private async Task AdvanceAsync(ClientConfig client, SourceConfig source, ImportResult result, DateTimeOffset dropped, CancellationToken cancellationToken)
    {
        var newest = result.Readings.Select(reading => reading.Day)
            .Concat(result.Posts.Select(post => client.Schedule.Zone.DayAt(post.Published)))
            .Max();
        var cursor = await cursors.FindAsync(client.Id, new AccountRef(source.Type, source.Account), cancellationToken);
        if (cursor.AnsweredThrough > newest) return;
        await cursors.WriteAsync(client.Id, cursor with { LastSuccess = cursor.LastSuccess > dropped ? cursor.LastSuccess : dropped, AnsweredThrough = newest }, cancellationToken);
    }

    private async Task<IntakeVerdict> RefuseAsync(DroppedBlob blob, string client, string obstacle, CancellationToken cancellationToken)
    {
        await blobs.QuarantineAsync(blob, cancellationToken);
        await alerts.RecordAsync(client, Refused, blob.Name, obstacle, cancellationToken);
        await blobs.WriteStatusAsync(blob.Container, blob.Name, ImportStatus.Refusal(blob.Name, blob.Version, time.GetUtcNow(), obstacle), cancellationToken);
        return new(false, [obstacle]);
    }
}
