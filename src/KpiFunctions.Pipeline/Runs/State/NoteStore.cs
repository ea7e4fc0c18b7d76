using KpiFunctions.Pipeline.Digest.Notes;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.Runs.State;

/// <summary>The notes in the container <c>notes</c>, as digests show them.</summary>
public sealed class NoteStore(DroppedBlobs blobs)
{
    /// <summary>The name of a week's note within the container.</summary>
    /// <param name="week">The reported week.</param>
    public static string NameOf(string client, IsoWeek week) => NoteName.Of(client, week);

    /// <summary>
    /// The note that a week's digest shows; null where there is none or it is refused. The file is read whether or not its
    /// event has been processed: a note that was dropped just before its digest is built is shown in it.
    /// </summary>
    /// <param name="week">The reported week.</param>
    public async Task<ConsultantNote?> FindAsync(string client, IsoWeek week, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(ContainerNames.Notes, NameOf(client, week), cancellationToken) is { } blob
            ? NoteParser.Parse(blob.Name, blob.Content).Note
            : null;
}
