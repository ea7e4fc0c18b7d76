using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>
/// Takes in a client's config: a good one comes into force and its accounts are fetched at once; a bad one is explained
/// beside it, kept, and leaves the last good one in force.
/// </summary>
public sealed class ConfigIntake(
    ConfigParser parser, ClientDirectory clients, DroppedBlobs blobs, FetchPlanner fetches, AlertTable alerts, TimeProvider time)
{
    private const string Extension = ".json";
    private const string Refused = AlertKinds.ConfigRefused;

    /// <summary>Takes in one version of a config.</summary>
    public async Task<IntakeVerdict> TakeInAsync(DroppedBlob blob, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var verdict = parser.Parse(blob.Name, blob.Content, DateOnly.FromDateTime(now.UtcDateTime));
        var id = IdOf(blob.Name);
        var before = await clients.FindAsync(id, cancellationToken);

        if (verdict.Config is { } config)
        {
            await clients.PutInForceAsync(config.Id, blob.Content, now, cancellationToken);
            await alerts.ClearAsync(id, Refused, blob.Name, cancellationToken);
            await fetches.PlanAsync(config, cancellationToken);
        }
        else
        {
            await blobs.QuarantineAsync(blob, cancellationToken);
            await alerts.RecordAsync(id, Refused, blob.Name, string.Join('\n', verdict.Problems), cancellationToken);
        }

        var status = StatusOf(verdict, blob.Version, now, hadEarlier: before is not null);
        await blobs.WriteStatusAsync(blob.Container, blob.Name, status, cancellationToken);
        return new(verdict.Config is not null, [.. verdict.Problems.Select(problem => problem.ToString())]);
    }

    /// <param name="hadEarlier">Whether an earlier version was in force.</param>
    internal static FileStatus StatusOf(ConfigVerdict verdict, string version, DateTimeOffset checkedAt, bool hadEarlier) => FileStatus.Of(
        verdict.FileName, version, checkedAt, verdict.Config is not null, hadEarlier ? FileStatus.LastGood : "nothing: the client gets no digest", verdict.Problems);

    /// <summary>The file was deleted: its client gets no more digests. A file of another name was never a client's.</summary>
    public Task RetireAsync(string name, CancellationToken cancellationToken) =>
        name.EndsWith(Extension, StringComparison.Ordinal) ? clients.RetireAsync(IdOf(name), cancellationToken) : Task.CompletedTask;

    /// <summary>The client that a file is about. One whose name is no client's keeps its whole name, so that nothing is told of a client in its place.</summary>
    private static string IdOf(string name) => name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name + "?";
}
