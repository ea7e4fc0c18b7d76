using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Delivery;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.Reports;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>
/// Processes a client's config. A valid config comes into force and its accounts are fetched at once. An invalid config is
/// copied to quarantine, its problems are written to <c>client-status</c>, and the last good version stays in force.
/// </summary>
public sealed class ConfigIntake(
    ConfigParser parser, SourceCatalog catalog, ClientDirectory clients, DroppedBlobs blobs, FetchPlanner fetches, DigestPlanner digests, AlertTable alerts, AlertEnds ends, ConsultantTable consultants, RecipientTable recipients, ReportPlanner reports, TimeProvider time)
{
    private const string Extension = ".json";
    private const string Refused = AlertKinds.ConfigRefused;

    /// <summary>The client of a file as it is before the file is read. A digest that is due has begun then: it fell due under the config that was in force, whatever the file says.</summary>
    public async Task<ClientVersion> VersionOfAsync(string name, CancellationToken cancellationToken)
    {
        var read = await clients.VersionOfAsync(IdOf(name), cancellationToken);
        return await clients.InForceAsync(read, cancellationToken) is { } client && await digests.BeginDueAsync(client, cancellationToken)
            ? await clients.VersionOfAsync(IdOf(name), cancellationToken)
            : read;
    }

    /// <summary>Processes one version of a config.</summary>
    /// <param name="read">The client as it was before the file was read.</param>
    /// <exception cref="OvertakenException">Another instance has changed the client since.</exception>
    public async Task<IntakeVerdict> TakeInAsync(DroppedBlob blob, ClientVersion read, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var verdict = parser.Parse(blob.Name, blob.Content, DateOnly.FromDateTime(now.UtcDateTime));
        var id = IdOf(blob.Name);
        var before = await clients.InForceAsync(read, cancellationToken);

        if (verdict.Config is { } config)
        {
            await clients.PutInForceAsync(config, blob.Content, read, now, cancellationToken);
            await alerts.ClearAsync(id, Refused, blob.Name, cancellationToken);
            await ends.CheckAsync(id, config, cancellationToken);
            await reports.IndexAsync(config, cancellationToken);
            await recipients.AddAsync(config, cancellationToken);
            await fetches.CountAsync(before?.Config, config, cancellationToken);
            await fetches.PlanAsync(config, cancellationToken);
            await digests.PlanAsync(config.Id, cancellationToken);
        }
        else
        {
            await blobs.QuarantineAsync(blob, cancellationToken);
            await alerts.RecordAsync(id, Refused, blob.Name, string.Join('\n', verdict.Problems), cancellationToken);
        }

        var permissions = PermissionsOf(verdict.Config);
        var status = StatusOf(verdict, blob.Version, now, hadEarlier: before is not null) with { Permissions = permissions.Count > 0 ? permissions : null };
        await blobs.WriteStatusAsync(blob.Container, blob.Name, status, cancellationToken);
        return new(verdict.Config is not null, [.. verdict.Problems.Select(problem => problem.ToString()), .. permissions]);
    }

    /// <summary>What has to be granted to the accesses of a config, a line a source whose permissions have names.</summary>
    private IReadOnlyList<string> PermissionsOf(ClientConfig? config) =>
    [
        .. from source in config?.Sources ?? []
           let traits = catalog.Traits.GetValueOrDefault(source.Type)
           where traits?.Permissions.Count > 0
           select $"{source.Ref}: the access '{AccountFetch.CredentialOf(source, traits)}' needs {string.Join(", ", traits.Permissions.Select(permission => $"{permission.Name} ({permission.Purpose})"))}",
    ];

    /// <param name="hadEarlier">Whether an earlier version was in force.</param>
    internal static FileStatus StatusOf(ConfigVerdict verdict, string version, DateTimeOffset checkedAt, bool hadEarlier) => FileStatus.Of(
        verdict.FileName, version, checkedAt, verdict.Config is not null, hadEarlier ? FileStatus.LastGood : "nothing: the client gets no digest", verdict.Problems);

    /// <summary>Takes the client of a deleted config out of force, and clears the alert of a refused one.</summary>
    /// <param name="read">The client as it was before the file was found to be deleted.</param>
    /// <exception cref="OvertakenException">Another instance has changed the client since.</exception>
    public async Task RetireAsync(string name, ClientVersion read, CancellationToken cancellationToken)
    {
        var before = await clients.InForceAsync(read, cancellationToken);
        await clients.RetireAsync(read, time.GetUtcNow(), cancellationToken);
        await fetches.CountAsync(before?.Config, null, cancellationToken);
        await alerts.ClearAsync(IdOf(name), Refused, name, cancellationToken);
        await alerts.ClearAsync(IdOf(name), AlertKinds.ConfigOutdated, name, cancellationToken);
        var lasting = await ends.CheckAsync(IdOf(name), null, cancellationToken);

        // Of a client whose config was never accepted, the agency has heard.
        if (read.Row is null && lasting.Count == 0) await consultants.RemoveAsync(IdOf(name), cancellationToken);
    }

    /// <summary>The client that a file is about. A file without the extension of a config keeps its whole name, so that its alerts are not recorded under a client.</summary>
    private static string IdOf(string name) => name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name + "?";
}
