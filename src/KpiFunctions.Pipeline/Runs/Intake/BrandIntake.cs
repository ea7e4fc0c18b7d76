using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>
/// Takes in a brand's files: a good one comes into force for all clients of the brand; a bad one is explained beside it,
/// kept, and leaves the last good one in force.
/// </summary>
public sealed class BrandIntake(BrandFileCheck check, BrandDirectory brands, DroppedBlobs blobs, AlertTable alerts, TimeProvider time)
{
    private const string Refused = AlertKinds.TemplateRefused;

    /// <summary>Takes in one version of a file.</summary>
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

    /// <summary>The file was deleted: what it was in force for falls back on what is built in, and there is nothing to mend any more.</summary>
    public async Task RetireAsync(string name, CancellationToken cancellationToken)
    {
        if (BrandFileName.Read(name) is { Brand: { } brand, File: { } file } && await brands.IsInForceAsync(brand, file, cancellationToken))
            await brands.RetireAsync(brand, file, cancellationToken);
        await alerts.ClearAsync(BrandFileName.OwnerOf(name), Refused, name, cancellationToken);
    }

    private async Task<BrandFileVerdict> PutInForceAsync(DroppedBlob blob, BrandFileName name, CancellationToken cancellationToken)
    {
        // One of which only the beginning was read is larger than any that could be kept.
        var verdict = blob.IsTooLarge ? new(null, [BrandFileCheck.TooLarge(blob.Name)]) : check.Check(blob.Name, blob.Content, cancellationToken);
        if (verdict.Content is not { } content || name is not { Brand: { } brand, File: { } file }) return verdict;
        return await brands.PutInForceAsync(brand, file, content, cancellationToken) ? verdict : new(null, [.. verdict.Problems, BrandFileCheck.TooLarge(blob.Name)]);
    }

    /// <summary>What digests are made with where a brand has no such file.</summary>
    /// <param name="file">One of <see cref="BrandFiles.All"/>; null where it is another.</param>
    private static string Without(string? file) => file switch
    {
        BrandFiles.Face => "nothing: digests show what the clients' configs say",
        null => "nothing: no brand has such a file",
        _ => "nothing: digests are written with the built-in template",
    };
}
