namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>What a table's verdict says beyond its lines.</summary>
internal static class TableNotes
{
    /// <param name="usesLast">Whether the last column is one that is taken.</param>
    public static ImportResult With(ImportResult result, Section section, TableScan scan, bool usesLast)
    {
        List<string> notes = [.. result.Notes];
        if (scan.HasSerials) notes.Add($"{section.File}:{section.Line}: dates are a spreadsheet's day numbers, and are read as such");
        if (usesLast && section.Table.EndsOpenAt is { } last)
            notes.Add($"{section.File}:{last}: the file ends here without a line break: if it was cut off, the last cell is not whole; look at it");
        return result with { Notes = notes };
    }
}
