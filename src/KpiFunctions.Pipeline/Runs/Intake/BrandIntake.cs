using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>
/// Processes a brand's files. A valid file comes into force for all clients of the brand. An invalid file is copied to
/// quarantine, its problems are written to <c>client-status</c>, and the last good version stays in force.
/// </summary>
public sealed class BrandIntake(BrandFileCheck check, BrandDirectory brands, DroppedBlobs blobs, AlertTable alerts, TimeProvider time)
{
    private const string Refused = AlertKinds.TemplateRefused;

    /// <summary>The brand of a file as it is before the file is read; null where the name is of no brand's file.</summary>
    public async Task<BrandVersion?> VersionOfAsync(string name, CancellationToken cancellationToken) =>
        BrandFileName.Read(name) is { Brand: { } brand, File: not null } ? await brands.VersionOfAsync(brand, cancellationToken) : null;

    /// <summary>Processes one version of a file.</summary>
    /// <param name="read">The brand as it was before the file was read.</param>
    /// <exception cref="OvertakenException">Another instance has changed the brand since.</exception>
    public async Task<IntakeVerdict> TakeInAsync(DroppedBlob blob, BrandVersion? read, CancellationToken cancellationToken)
    {
        var name = BrandFileName.Read(blob.Name);
        var hadEarlier = name.File is { } file && read?.Has(file) == true;
        var verdict = await PutInForceAsync(blob, name, read, cancellationToken);
        var isAccepted = verdict.Content is not null;
        if (isAccepted)
        {
            await alerts.ClearAsync(BrandFileName.OwnerOf(blob.Name), Refused, blob.Name, cancellationToken);
        }
        else
        {
            await blobs.QuarantineAsync(blob, cancellationToken);
            await alerts.RecordAsync(BrandFileName.OwnerOf(blob.Name), Refused, blob.Name, string.Join('\n', verdict.Problems), cancellationToken);
        }

        var status = FileStatus.Of(blob.Name, blob.Version, time.GetUtcNow(), isAccepted, hadEarlier ? FileStatus.LastGood : Without(name.File), verdict.Problems);
        await blobs.WriteStatusAsync(blob.Container, blob.Name, status, cancellationToken);
        return new(isAccepted, [.. verdict.Problems.Select(problem => problem.ToString())]);
    }

    /// <summary>Takes a deleted file out of force: the built-in face or template is used again, and the alert is cleared.</summary>
    /// <param name="read">The brand as it was before the file was found to be deleted.</param>
    /// <exception cref="OvertakenException">Another instance has changed the brand since.</exception>
    public async Task RetireAsync(string name, BrandVersion? read, CancellationToken cancellationToken)
    {
        if (read is not null && BrandFileName.Read(name).File is { } file) await brands.RetireAsync(read, file, cancellationToken);
        await alerts.ClearAsync(BrandFileName.OwnerOf(name), Refused, name, cancellationToken);
    }

    private async Task<BrandFileVerdict> PutInForceAsync(DroppedBlob blob, BrandFileName name, BrandVersion? read, CancellationToken cancellationToken)
    {
        // A file of which only the beginning was read is larger than the largest that can be stored.
        var verdict = blob.IsTooLarge ? new(null, [BrandFileCheck.TooLarge(blob.Name)]) : check.Check(blob.Name, blob.Content, cancellationToken);
        if (verdict.Content is not { } content || read is null || name.File is not { } file) return verdict;
        return await brands.PutInForceAsync(read, file, content, cancellationToken) ? verdict : new(null, [.. verdict.Problems, BrandFileCheck.TooLarge(blob.Name)]);
    }

    /// <summary>What digests use where a brand has no such file.</summary>
    /// <param name="file">One of <see cref="BrandFiles.All"/>; null for any other file.</param>
    private static string Without(string? file) => file switch
    {
        BrandFiles.Face => "nothing: digests show what the clients' configs say",
        null => "nothing: no brand has such a file",
        _ => "nothing: digests are written with the built-in template",
    };
}
