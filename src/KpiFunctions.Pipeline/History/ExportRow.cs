using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>What one column of a day or a post says, and which export said it.</summary>
/// <param name="Beside">What belongs to a figure: its currency, or the name of its definition; null where it has none.</param>
internal readonly record struct ExportCell(object Value, string? Beside, ExportOrigin Origin);

/// <summary>
/// What exports say of one day of an account or of one of its posts, column by column, each from the newest export that says
/// it. Joining two of them does not depend on their order, and joining again changes nothing: whatever the order in which
/// exports are read, the same is stored. Pure.
/// </summary>
internal sealed class ExportRow
{
    private const string RevenueColumn = "m_revenue";

    /// <summary>The columns beside metrics that an export may say otherwise than another one.</summary>
    private static readonly FrozenSet<string> Columns = FrozenSet.Create(StringComparer.Ordinal, "Traffic", "Type", "Excerpt", "Link", "Published", "IsMention");

    private readonly Dictionary<string, ExportCell> cells;

    private ExportRow(Dictionary<string, ExportCell> cells) => this.cells = cells;

    /// <summary>A day or post of which nothing is said.</summary>
    public static ExportRow Empty { get; } = new([]);

    /// <summary>The cells by column.</summary>
    public IReadOnlyDictionary<string, ExportCell> Cells => cells;

    /// <summary>A row as one export gives it.</summary>
    public static ExportRow Given(TableEntity row, ExportStamp stamp) => Of(row, _ => new(stamp, IsSettled(row)));

    /// <summary>A row as it is stored.</summary>
    /// <param name="from">The column with the origins; null in rows of earlier releases.</param>
    public static ExportRow Stored(TableEntity row, string? from)
    {
        if (from is null)
        {
            var unnoted = new ExportOrigin(ExportStamp.Unnoted(row.GetDateTimeOffset("FetchedAt") ?? DateTimeOffset.MinValue), IsSettled(row));
            return Of(row, _ => unnoted);
        }

        var origins = ExportOrigins.Unpack(from);
        return Of(row, column => origins.TryGetValue(column, out var origin) ? origin : origins[""]);
    }

    /// <summary>What both say: column by column the newer one, and of the same export the other's, which was read later.</summary>
    public ExportRow Join(ExportRow other)
    {
        if (cells.Count == 0) return other;
        var joined = new Dictionary<string, ExportCell>(cells, StringComparer.Ordinal);
        foreach (var (column, cell) in other.cells)
            if (!joined.TryGetValue(column, out var known) || !cell.Origin.Stamp.IsOlderThan(known.Origin.Stamp)) joined[column] = cell;
        return new(joined);
    }

    /// <summary>What is said without some exports.</summary>
    public ExportRow Without(Func<ExportStamp, bool> isMeant) => new(cells.Where(cell => !isMeant(cell.Value.Origin.Stamp)).ToDictionary(StringComparer.Ordinal));

    /// <summary>Whether another row says the same, from the same exports.</summary>
    public bool IsSameAs(ExportRow other) => cells.Count == other.cells.Count && cells.All(cell => other.cells.TryGetValue(cell.Key, out var same) && same == cell.Value);

    /// <summary>Writes the cells into a row.</summary>
    /// <param name="row">The row's fixed columns. Columns that no export gives, such as a later release's, are left as they are.</param>
    /// <returns>What the column with the origins is to hold.</returns>
    public string WriteTo(TableEntity row)
    {
        foreach (var column in row.Keys.Where(column => IsCell(column) && !cells.ContainsKey(column)).ToList()) row.Remove(column);
        foreach (var (column, cell) in cells) row[column] = cell.Value;

        var series = cells.Where(cell => cell.Value.Beside is not null && IsMetric(cell.Key) && cell.Key != RevenueColumn).OrderBy(cell => cell.Key, StringComparer.Ordinal)
            .ToDictionary(cell => MetricOf(cell.Key), cell => cell.Value.Beside);
        Set(row, "Series", series.Count > 0 ? JsonSerializer.Serialize(series) : null);
        Set(row, "Currency", cells.TryGetValue(RevenueColumn, out var revenue) ? revenue.Beside : null);
        if (row.ContainsKey("Settled")) row["Settled"] = cells.Values.All(cell => cell.Origin.IsSettled);
        row["FetchedAt"] = cells.Values.Max(cell => cell.Origin.Stamp.DroppedAt);
        return ExportOrigins.Pack(cells.Select(cell => KeyValuePair.Create(cell.Key, cell.Value.Origin)));
    }

    /// <summary>The name of a metric's column in messages: <c>reach</c>; null for any other column.</summary>
    public static string? MetricNameOf(string column) => IsMetric(column) ? MetricOf(column) : null;

    private static ExportRow Of(TableEntity row, Func<string, ExportOrigin> originOf)
    {
        var series = row.TryGetValue("Series", out var packed) && packed is string text ? JsonSerializer.Deserialize<Dictionary<string, string>>(text)! : null;
        var cells = new Dictionary<string, ExportCell>(row.Count, StringComparer.Ordinal);
        foreach (var (column, value) in row)
        {
            if (value is null || !IsCell(column)) continue;
            var beside = !IsMetric(column) ? null : column == RevenueColumn ? row.GetString("Currency") : series?.GetValueOrDefault(MetricOf(column));
            cells[column] = new(value is DateTimeOffset instant ? instant.ToUniversalTime() : value, beside, originOf(column));
        }

        return new(cells);
    }

    private static bool IsSettled(TableEntity row) => !row.TryGetValue("Settled", out var settled) || settled is true;

    private static bool IsCell(string column) => IsMetric(column) || column.StartsWith(ReadingTable.ImpossiblePrefix, StringComparison.Ordinal) || Columns.Contains(column);

    private static bool IsMetric(string column) => column.StartsWith(ReadingTable.MetricPrefix, StringComparison.Ordinal);

    private static string MetricOf(string column) => column[ReadingTable.MetricPrefix.Length..];

    private static void Set(TableEntity row, string column, string? value)
    {
        if (value is null) row.Remove(column);
        else row[column] = value;
    }

    /// <summary>A cell's value in messages.</summary>
    public static string Shown(object value) => value switch
    {
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
        _ => "",
    };
}
