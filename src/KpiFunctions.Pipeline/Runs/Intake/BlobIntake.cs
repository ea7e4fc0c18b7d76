using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Tables;
using Microsoft.Extensions.Logging;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>Processes blobs that were created, changed or deleted, by their container. Processing the same version twice changes nothing.</summary>
public sealed partial class BlobIntake(
    DroppedBlobs blobs, ConfigIntake configs, ImportIntake imports, NoteIntake notes, BrandIntake brands, ILogger<BlobIntake> logger)
{
    /// <summary>How often a file is read anew because another instance was processing it at the same time; then the message is tried again.</summary>
    private const int MostReadings = 5;

    /// <summary>Processes one blob. The blob's present content counts, not the kind of event, since events may arrive in any order.</summary>
    /// <returns>The verdict; null where the blob no longer exists, or its container is not an input container.</returns>
    /// <exception cref="OvertakenException">Other instances were processing it all the time.</exception>
    public async Task<IntakeVerdict?> RunAsync(string container, string name, CancellationToken cancellationToken)
    {
        if (!DroppedBlobs.InputContainers.Contains(container)) return null;
        for (var reading = 1; ; reading++)
        {
            try
            {
                return await ReadAndProcessAsync(container, name, cancellationToken);
            }
            catch (OvertakenException) when (reading < MostReadings)
            {
                Log.Overtaken(logger, container, Shown.InOneLine(name));
            }
        }
    }

    private async Task<IntakeVerdict?> ReadAndProcessAsync(string container, string name, CancellationToken cancellationToken)
    {
        // What a file changes is read before the file, and is changed only if nobody has changed it since: whichever instance
        // succeeds last has read the newest version.
        var client = container == ContainerNames.Clients ? await configs.VersionOfAsync(name, cancellationToken) : null;
        var brand = container == ContainerNames.Templates ? await brands.VersionOfAsync(name, cancellationToken) : null;
        if (await blobs.ReadAsync(container, name, cancellationToken) is not { } blob)
        {
            if (client is not null) await configs.RetireAsync(name, client, cancellationToken);
            if (container == ContainerNames.Templates) await brands.RetireAsync(name, brand, cancellationToken);
            if (container == ContainerNames.Notes) await notes.ForgetAsync(name, cancellationToken);
            if (container == ContainerNames.Imports) await imports.ForgetAsync(name, cancellationToken);
            await blobs.ForgetAsync(container, name, cancellationToken);
            Log.Removed(logger, container, Shown.InOneLine(name));
            return null;
        }

        var verdict = container switch
        {
            ContainerNames.Clients => await configs.TakeInAsync(blob, client!, cancellationToken),
            ContainerNames.Notes => await notes.TakeInAsync(blob, cancellationToken),
            ContainerNames.Templates => await brands.TakeInAsync(blob, brand, cancellationToken),
            _ => await imports.TakeInAsync(blob, cancellationToken),
        };

        // A file that gave nothing may have been dropped before its client's config, or before the config named its columns.
        await blobs.MarkSeenAsync(blob, verdict.OnlyUnder, cancellationToken);
        Report(container, Shown.InOneLine(name), verdict);
        return verdict;
    }

    private void Report(string container, string name, IntakeVerdict verdict)
    {
        if (verdict.IsAccepted) Log.Accepted(logger, container, name, verdict.Lines.Count);
        else if (verdict.OnlyUnder is not null) Log.RefusedUnderConfig(logger, container, name, verdict.Lines.Count);
        else Log.Refused(logger, container, name, verdict.Lines.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Container}/{Name} was accepted, with {Messages} messages for the consultant.")]
        public static partial void Accepted(ILogger logger, string container, string name, int messages);

        [LoggerMessage(2, LogLevel.Error, "{Container}/{Name} was refused, with {Messages} messages for the consultant.")]
        public static partial void Refused(ILogger logger, string container, string name, int messages);

        [LoggerMessage(3, LogLevel.Warning, "{Container}/{Name} was refused under the config in force, with {Messages} messages for the consultant; another config brings it back.")]
        public static partial void RefusedUnderConfig(ILogger logger, string container, string name, int messages);

        [LoggerMessage(4, LogLevel.Information, "{Container}/{Name} no longer exists and is no longer used.")]
        public static partial void Removed(ILogger logger, string container, string name);

        [LoggerMessage(5, LogLevel.Information, "{Container}/{Name} was processed by another instance at the same time and is read again.")]
        public static partial void Overtaken(ILogger logger, string container, string name);
    }
}
