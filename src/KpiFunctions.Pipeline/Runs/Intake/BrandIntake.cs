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

    /// <summary>Processes one version of a file.</summary>
    public async Task<IntakeVerdict> TakeInAsync(DroppedBlob blob, CancellationToken cancellationToken)
    {
        var name = BrandFileName.Read(blob.Name);
        var hadEarlier = name is { Brand: { } brand, File: { } file } && await brands.IsInForceAsync(brand, file, cancellationToken);
        var verdict = await PutInForceAsync(blob, name, cancellationToken);
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
    public async Task RetireAsync(string name, CancellationToken cancellationToken)
    {
        if (BrandFileName.Read(name) is { Brand: { } brand, File: { } file } && await brands.IsInForceAsync(brand, file, cancellationToken))
            await brands.RetireAsync(brand, file, cancellationToken);
        await alerts.ClearAsync(BrandFileName.OwnerOf(name), Refused, name, cancellationToken);
    }

    private async Task<BrandFileVerdict> PutInForceAsync(DroppedBlob blob, BrandFileName name, CancellationToken cancellationToken)
    {
        // A file of which only the beginning was read is larger than the largest that can be stored.
        var verdict = blob.IsTooLarge ? new(null, [BrandFileCheck.TooLarge(blob.Name)]) : check.Check(blob.Name, blob.Content, cancellationToken);
        if (verdict.Content is not { } content || name is not { Brand: { } brand, File: { } file }) return verdict;
        return await brands.PutInForceAsync(brand, file, content, cancellationToken) ? verdict : new(null, [.. verdict.Problems, BrandFileCheck.TooLarge(blob.Name)]);
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
