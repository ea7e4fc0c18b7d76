using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>What became of a dropped file.</summary>
/// <param name="IsAccepted">False where the file was refused as a whole.</param>
/// <param name="Lines">What a person is told: each problem with its place.</param>
/// <param name="OnlyUnder">The config under which it gave nothing (empty: none was in force), so that another one may change that; null where no config would.</param>
public sealed record IntakeVerdict(bool IsAccepted, IReadOnlyList<string> Lines, string? OnlyUnder = null);

/// <summary>Takes in what was dropped, changed or deleted, by the container that it lies in. Taking in the same version twice changes nothing.</summary>
public sealed class BlobIntake(DroppedBlobs blobs, ConfigIntake configs, ImportIntake imports, NoteIntake notes, BrandIntake brands)
{
    /// <summary>Takes in one blob. An event says only that something happened: what is there now decides, whatever order events come in.</summary>
    /// <returns>The verdict; null where the blob is gone, or its container is not looked at.</returns>
    public async Task<IntakeVerdict?> RunAsync(string container, string name, CancellationToken cancellationToken)
    {
        if (!DroppedBlobs.InputContainers.Contains(container)) return null;
        if (await blobs.ReadAsync(container, name, cancellationToken) is not { } blob)
        {
            if (container == ContainerNames.Clients) await configs.RetireAsync(name, cancellationToken);
            if (container == ContainerNames.Notes) await notes.ForgetAsync(name, cancellationToken);
            if (container == ContainerNames.Templates) await brands.RetireAsync(name, cancellationToken);
            await blobs.ForgetAsync(container, name, cancellationToken);
            return null;
        }

        var verdict = container switch
        {
            ContainerNames.Clients => await configs.TakeInAsync(blob, cancellationToken),
            ContainerNames.Notes => await notes.TakeInAsync(blob, cancellationToken),
            ContainerNames.Templates => await brands.TakeInAsync(blob, cancellationToken),
            _ => await imports.TakeInAsync(blob, cancellationToken),
        };

        // A file that gave nothing may have come before its client's config, or before the config named its columns.
        await blobs.MarkSeenAsync(blob, verdict.OnlyUnder, cancellationToken);
        return verdict;
    }
}
