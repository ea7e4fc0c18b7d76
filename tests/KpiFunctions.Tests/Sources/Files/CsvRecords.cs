using System.Text.RegularExpressions;

namespace KpiFunctions.Tests.Sources.Files;

/// <summary>A CSV text as cells, to be written again with changes. It knows nothing of what the text means.</summary>
internal sealed partial class CsvRecords
{
    private readonly char delimiter;
    private readonly List<string[]> records;

    public CsvRecords(string text)
    {
        delimiter = ",;\t".MaxBy(c => text.Count(found => found == c));
        records = Parse(text, delimiter);
    }

    /// <summary>The first line of several cells whose successor has as many, and the lines below it of that length.</summary>
    private (int First, int Last)? Table
    {
        get
        {
            var first = Enumerable.Range(0, Math.Max(0, records.Count - 1)).Cast<int?>().FirstOrDefault(i => records[i!.Value].Length > 1 && records[i.Value + 1].Length == records[i.Value].Length && !records[i.Value][0].StartsWith("sep=", StringComparison.Ordinal));
            if (first is not { } header) return null;
            var last = header;
            while (last + 1 < records.Count && records[last + 1].Length == records[header].Length) last++;
            return (header, last);
        }
    }

    public string? WithColumns(Random random, Func<List<int>, List<int>> change)
    {
        if (Table is not var (first, last)) return null;
        var columns = change([.. Enumerable.Range(0, records[first].Length)]);
        return Written(records.Select((record, i) => i >= first && i <= last ? [.. columns.Select(column => record[column])] : record), delimiter);
    }

    public string? WithHeading(Random random, Func<string, IReadOnlyList<string>, string> change)
    {
        if (Table is not var (first, _)) return null;
        var which = random.Next(records[first].Length);
        return Written(records.Select((record, i) => i == first ? [.. record.Select((heading, column) => column == which ? change(heading, record) : heading)] : record), delimiter);
    }

    public string Parted(char other) => Written(records.Select(record => record[0].StartsWith("sep=", StringComparison.Ordinal) ? [$"sep={other}"] : record), other);

    public string WithOtherDecimalSign() => Written(
        records.Select((record, i) => Table is var (first, _) && i > first ? record.Select(cell => Number().IsMatch(cell) ? new string([.. cell.Select(c => c == '.' ? ',' : c == ',' ? '.' : c)]) : cell).ToArray() : record), delimiter);

    private static string Written(IEnumerable<string[]> records, char delimiter) =>
        string.Concat(records.Select(record => string.Join(delimiter, record.Select(cell => cell.Contains(delimiter) || cell.AsSpan().ContainsAny("\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)) + "\n"));

    private static List<string[]> Parse(string text, char delimiter)
    {
        var records = new List<string[]>();
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (c == '"') quoted = !quoted;
            else if (!quoted && (c == delimiter || c is '\r' or '\n'))
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == delimiter) continue;
                records.Add([.. cells]);
                cells.Clear();
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            }
            else cell.Append(c);
        }

        if (cells.Count > 0 || cell.Length > 0) records.Add([.. cells, cell.ToString()]);
        return records;
    }

    [GeneratedRegex(@"^[-+€$£]?[0-9][0-9.,' \u00A0\u202F]*( ?[%€$£])?$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Number();
}
