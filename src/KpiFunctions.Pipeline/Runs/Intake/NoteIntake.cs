using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.Digests;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>
/// Checks a note for a week's digest and writes the verdict to <c>client-status</c>. The note itself is not stored elsewhere,
/// since the digest reads the file (<see cref="NoteStore"/>). A refused note is left out of its digest; nothing else changes.
/// </summary>
public sealed class NoteIntake(ClientDirectory clients, RunTable runs, DroppedBlobs blobs, AlertTable alerts, TimeProvider time)
{
    private const string Refused = AlertKinds.NoteRefused;

    /// <summary>Processes one version of a note.</summary>
    public async Task<IntakeVerdict> TakeInAsync(DroppedBlob blob, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = NoteName.Read(blob.Name, DateOnly.FromDateTime(now.UtcDateTime));
        var client = name.Client is { } id ? await clients.FindAsync(id, cancellationToken) : null;
        List<ConfigProblem> problems = [.. name.Problems];
        if (name.Client is { } unknown && client is null) problems.Add(await UnknownAsync(blob.Name, unknown, cancellationToken));
        if (client is not null && name.Week is { } week && await TooLateAsync(blob, client, week, cancellationToken) is { } warning) problems.Add(warning);

        var verdict = Checked(blob, problems);
        if (verdict.Note is null)
        {
            await blobs.QuarantineAsync(blob, cancellationToken);
            await alerts.RecordAsync(NoteName.ClientOf(blob.Name), Refused, blob.Name, string.Join('\n', verdict.Problems), cancellationToken);
        }
        else
        {
            await alerts.ClearAsync(NoteName.ClientOf(blob.Name), Refused, blob.Name, cancellationToken);
        }

        var status = FileStatus.Of(verdict.FileName, blob.Version, now, verdict.Note is not null, "nothing: the digest shows no note", verdict.Problems);
        await blobs.WriteStatusAsync(blob.Container, blob.Name, status, cancellationToken);

        // The client's config may be dropped later. Nothing else in a config would change the verdict.
        return new(verdict.Note is not null, [.. verdict.Problems.Select(problem => problem.ToString())], name.Client is not null && client is null ? "" : null);
    }

    /// <summary>Clears the alert of a deleted note.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) => alerts.ClearAsync(NoteName.ClientOf(name), Refused, name, cancellationToken);

    /// <summary>The verdict on the file, with the problems of its name and its time.</summary>
    private static NoteVerdict Checked(DroppedBlob blob, List<ConfigProblem> others)
    {
        var verdict = NoteParser.Parse(blob.Name, blob.Content);
        var isRefused = others.Any(problem => problem.Severity == Severity.Error);
        return verdict with { Note = isRefused ? null : verdict.Note, Problems = [.. others, .. verdict.Problems] };
    }

    private async Task<ConfigProblem> UnknownAsync(string file, string client, CancellationToken cancellationToken)
    {
        var ids = (await clients.ListAsync(cancellationToken)).Select(known => known.Config.Id);
        return Problem(Severity.Error, file, $"\"{client}\"", "is no client that is in force; the note is looked at again when its config is", Names.DidYouMean(client, ids));
    }

    /// <summary>The warning that no digest will show this version; null while a digest may still show it.</summary>
    private async Task<ConfigProblem?> TooLateAsync(DroppedBlob blob, ClientInForce client, IsoWeek week, CancellationToken cancellationToken)
    {
        var occurrence = client.Config.Schedule.In(week.Plus(1));
        var run = await runs.FindAsync(client.Config.Id, occurrence.Week, cancellationToken);
        return run?.State switch
        {
            RunState.Planned or RunState.Waiting => null,
            RunState.Missed => Warning($"the digest of {week} was missed"),

            // A note that existed when the digest was due is shown in it, however often the file is processed.
            not null => blob.FirstSeen > run.DueAt ? Warning($"the digest of {week} had been made before this note was seen") : null,
            null => occurrence.DueAt < client.Since || client.PlannedThrough >= occurrence.Week ? Warning($"there is no digest of {week}") : null,
        };

        ConfigProblem Warning(string message) => Problem(Severity.Warning, blob.Name, null, $"{message}: no digest shows it", $"name it after the week that the next digest reports, {client.Config.Schedule.LatestDueAt(time.GetUtcNow()).Week}");
    }

    private static ConfigProblem Problem(Severity severity, string file, string? found, string message, string? hint) => new(severity, new(1, 1), "", found, message, hint) { File = file };
}
