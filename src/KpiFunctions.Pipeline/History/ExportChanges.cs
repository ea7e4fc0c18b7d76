using System.Globalization;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Pipeline.History;

/// <summary>
/// What an export changed in figures that were stored before, for its verdict: a line for each kind of change, whatever the
/// number of days. Figures that it tells for the first time are changes only where it fills in the past.
/// </summary>
public sealed class ExportChanges
{
    /// <summary>The changes of a line whose figures are written out.</summary>
    private const int MostShown = 5;

    /// <summary>The further ranges of days that a line names.</summary>
    private const int MostRanges = 12;

    private readonly Dictionary<Kind, SortedDictionary<string, Changed>> kinds = [];

    private enum Kind
    {
        /// <summary>A figure of an older export, or of the same one as it was read before.</summary>
        Replaced,

        /// <summary>A figure that a newer export tells otherwise.</summary>
        NotTaken,

        /// <summary>A figure of a day or a post of which nothing was known, before the end of newer exports.</summary>
        FilledIn,

        /// <summary>A figure that no export tells any more.</summary>
        Removed,
    }

    /// <summary>The days whose stored figures changed. A post's is the UTC day of its publication.</summary>
    public IReadOnlySet<DateOnly> Days => kinds.Where(kind => kind.Key != Kind.NotTaken).SelectMany(kind => kind.Value.Values).SelectMany(changed => changed.Days).ToHashSet();

    /// <summary>The changes in words, a line for each kind; empty where nothing of what was stored changed.</summary>
    public IReadOnlyList<string> Lines => [.. kinds.OrderBy(kind => kind.Key).Select(kind => $"{Title(kind.Key)}: {string.Join("; ", kind.Value.Select(changed => changed.Value.Text(changed.Key)))}")];

    /// <summary>Notes what joining an export's row with the stored one changes.</summary>
    /// <param name="item">The post's identifier; null for a day.</param>
    /// <param name="fillsIn">Whether the export is older than another one of the account.</param>
    internal void Joined(ExportRow stored, ExportRow given, string? item, DateOnly day, bool fillsIn)
    {
        foreach (var (column, cell) in given.Cells)
        {
            if (NameOf(column) is not { } name) continue;
            if (!stored.Cells.TryGetValue(column, out var known))
            {
                if (fillsIn && ExportRow.MetricNameOf(column) is not null) Add(Kind.FilledIn, name, item, day, ExportRow.Shown(cell.Value));
            }
            else if (!known.Value.Equals(cell.Value))
            {
                var (before, now) = (ExportRow.Shown(known.Value), ExportRow.Shown(cell.Value));
                if (cell.Origin.Stamp.IsOlderThan(known.Origin.Stamp)) Add(Kind.NotTaken, name, item, day, before.Length == 0 ? "" : $"{now}, {before} stays");
                else Add(Kind.Replaced, name, item, day, before.Length == 0 ? "" : $"{before} → {now}");
            }
        }
    }

    /// <summary>Notes what is stored in place of what was stored before.</summary>
    internal void Rebuilt(ExportRow before, ExportRow after, string? item, DateOnly day)
    {
        foreach (var (column, cell) in before.Cells)
            if (NameOf(column) is { } name && !after.Cells.ContainsKey(column)) Add(Kind.Removed, name, item, day, ExportRow.Shown(cell.Value));
        foreach (var (column, cell) in after.Cells)
        {
            if (NameOf(column) is not { } name) continue;
            if (!before.Cells.TryGetValue(column, out var known)) Add(Kind.FilledIn, name, item, day, ExportRow.Shown(cell.Value));
            else if (!known.Value.Equals(cell.Value)) Add(Kind.Replaced, name, item, day, ExportRow.Shown(known.Value) is { Length: > 0 } shown ? $"{shown} → {ExportRow.Shown(cell.Value)}" : "");
        }
    }

    private static string? NameOf(string column) => ExportRow.MetricNameOf(column) ?? column switch { "Traffic" => "visits by origin", "Published" => "time of publication", _ => null };

    private static string Title(Kind kind) => kind switch
    {
        Kind.Replaced => "replaced what was stored",
        Kind.NotTaken => "not taken, because a newer export tells otherwise",
        Kind.FilledIn => "filled in the past",
        _ => "no longer told by any export, and removed",
    };

    private void Add(Kind kind, string name, string? item, DateOnly day, string figures)
    {
        if (!kinds.TryGetValue(kind, out var names)) kinds[kind] = names = new(StringComparer.Ordinal);
        var key = $"{name} of {(item is null ? "day" : "post")}";
        if (!names.TryGetValue(key, out var changed)) names[key] = changed = new(item is not null);
        changed.Add(item, day, figures);
    }

    private sealed class Changed(bool isOfPosts)
    {
        private readonly List<string> shown = [];
        private readonly HashSet<DateOnly> others = [];
        private int count;

        public HashSet<DateOnly> Days { get; } = [];

        public void Add(string? item, DateOnly day, string figures)
        {
            count++;
            Days.Add(day);
            if (shown.Count < MostShown) shown.Add(string.Join(' ', new[] { item ?? Written(day), figures }.Where(part => part.Length > 0)));
            else others.Add(day);
        }

        public string Text(string key)
        {
            // The key is "reach of day"; the count stands before the last word.
            var at = key.LastIndexOf(' ') + 1;
            return $"{key[..at]}{count} {key[at..]}{(count == 1 ? "" : "s")} ({string.Join(", ", shown)}{Others()})";
        }

        private string Others()
        {
            if (others.Count == 0) return "";
            if (isOfPosts) return $", and {count - shown.Count} more";
            var ranges = DayRanges.Of(others);
            var named = ranges.Take(MostRanges).Select(range => range.Count == 1 ? Written(range.First) : $"{Written(range.First)} to {Written(range.Last)}");
            return $", and {string.Join(", ", named)}{(ranges.Count > MostRanges ? $" and others until {Written(ranges[^1].Last)}" : "")}";
        }

        private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
