using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Runs.State;
using KpiFunctions.Pipeline.Sources.Files;
using KpiFunctions.Pipeline.Sources.Files.Tables;

namespace KpiFunctions.Pipeline.Runs.Intake;

/// <summary>An export as it was read: what is in it, and the days that it covers.</summary>
/// <param name="Covered">The days that it covers; null where nothing was taken.</param>
/// <param name="Taken">The first and the last day of what was taken; null where nothing was.</param>
internal sealed record ReadImport(DroppedBlob Blob, ClientConfig Client, SourceConfig Source, ImportResult Result, DayRange? Covered, DayRange? Taken)
{
    /// <summary>Reads an export.</summary>
    public static ReadImport Of(DroppedBlob blob, ClientConfig client, SourceConfig source, CancellationToken cancellationToken)
    {
        var result = FileImport.Read(blob.Name.Split('/')[^1], blob.Content, source, client.Schedule.Zone, blob.DroppedAt, cancellationToken);
        var taken = result.TakenIn(client.Schedule.Zone);
        return new(blob, client, source, result, taken is null ? null : result.Range is { } said ? new(said.First, said.Last) : taken, taken);
    }

    /// <summary>How new it is; only where it gave something.</summary>
    public ExportStamp Stamp => ExportStamp.Of(Covered!.Value.Last, Blob.DroppedAt, Blob.Name);

    /// <summary>The export as it is to be stored.</summary>
    public StoredExport ToStore => new(Result.Readings, Result.Posts, Stamp, Blob.FirstSeen);

    /// <summary>The account's cursor after it.</summary>
    public Cursor After(Cursor cursor) => ExportCourse.After(cursor, Covered!.Value, Result.Posts.Count > 0, Blob.DroppedAt, Client.Schedule.Zone.DayAt(Blob.DroppedAt));

    /// <summary>Its verdict.</summary>
    /// <param name="changes">What it changed, in words.</param>
    public ImportStatus Verdict(IReadOnlyList<string> changes, DateTimeOffset now) => ImportStatus.Of(Result, Blob.Name, Blob.Version, now) with
    {
        First = Taken?.First,
        Last = Taken?.Last,
        Covers = Covers(),
        Changes = changes,
    };

    private string? Covers()
    {
        if (Covered is not { } days || Taken is not { } taken) return null;
        var from = Result.Range is { } said ? $"as {said.Where} say{(said.Where.EndsWith('s') ? "" : "s")}" : "from its first to its last line";
        return $"taken: figures from {taken.First:yyyy-MM-dd} to {taken.Last:yyyy-MM-dd}; it covers {days.First:yyyy-MM-dd} to {days.Last:yyyy-MM-dd}, {from}, and what happened outside of that stays unknown";
    }
}
