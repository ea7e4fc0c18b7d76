using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>Takes a table's lines one by one: each whole or not at all, and those that cannot be read are named.</summary>
internal static class TableImport
{
    /// <summary>Reads a table.</summary>
    /// <param name="obstacleOf">Why a line is not taken, beyond what its cells say.</param>
    /// <param name="isTotal">Whether a line is a sum over the others, and passed over.</param>
    public static ImportResult Read(
        string file, CsvTable table, PostLines? posts, DayLines? days, Zone zone, DateTimeOffset now, CancellationToken cancellationToken,
        Func<CsvLine, RefusedLine?>? obstacleOf = null, Func<CsvLine, bool>? isTotal = null)
    {
        List<RefusedLine> refused = [.. MalformedIn(file, table)];
        foreach (var line in table.Lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isTotal?.Invoke(line) == true) continue;
            if ((WrongLength(file, table, line) ?? obstacleOf?.Invoke(line) ?? Take(line, posts, days)) is { } obstacle) refused.Add(obstacle);
        }

        return new(
            table.Rows,
            days?.ReadingsAt(new(zone, now, TimeSpan.Zero)) ?? [],
            posts?.Posts ?? [],
            [.. refused.Concat(posts?.Contradictions ?? []).Concat(days?.Contradictions ?? []).OrderBy(line => line.Line)],
            [.. posts?.Notes ?? [], .. days?.Notes ?? []]);
    }

    /// <summary>The lines whose quotes do not close.</summary>
    public static IEnumerable<RefusedLine> MalformedIn(string file, CsvTable table) =>
        table.Malformed.Select(line => new RefusedLine(file, line, null, null, "has a quote that is never closed, or text behind a closing one: put the whole cell into quotes"));

    /// <summary>Why a line with more cells than the header, or one that breaks off, cannot be taken; null where neither is so.</summary>
    public static RefusedLine? WrongLength(string file, CsvTable table, CsvLine line)
    {
        if (line.Cells.Skip(table.Header.Count).Any(cell => cell.Length > 0))
            return new(file, line.Number, null, null, $"has {line.Cells.Count} cells, and the header {table.Header.Count}: a separator within a cell needs quotes around the cell");
        return table.BreaksOffAt == line.Number
            ? new(file, line.Number, null, null, "is the last one and breaks off: the file ends within it; export it again, or save it once more in a spreadsheet")
            : null;
    }

    /// <summary>Takes a line whole or not at all.</summary>
    private static RefusedLine? Take(CsvLine line, PostLines? posts, DayLines? days)
    {
        var (post, obstacle) = posts?.Read(line) ?? default;
        if (obstacle is not null) return obstacle;
        var (day, other) = days?.Read(line) ?? default;
        if (other is not null) return other;

        if (post is not null) posts!.Add(post, line.Number);
        if (day is not null) days!.Add(day, line);
        return null;
    }
}
