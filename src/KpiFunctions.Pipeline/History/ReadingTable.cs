using System.Collections.Frozen;
using System.Text.Json;
using Azure.Data.Tables;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Tables;

namespace KpiFunctions.Pipeline.History;

/// <summary>
/// <c>Readings</c>: one row is one day of one account. Writing merges: what was answered replaces what was answered
/// before, slices included, and what was not answered keeps its last good value. Reading it takes one range query.
/// </summary>
public sealed class ReadingTable
{
    internal const string MetricPrefix = "m_";
    internal const string ImpossiblePrefix = "x_";
    private readonly TableClient table;
    private readonly GroupCommit writes;
    private readonly FencedWrites fenced;

    public ReadingTable(StorageAccount account)
    {
        (table, writes) = (account.Table(TableNames.Readings), account.GroupCommit(TableNames.Readings));
        fenced = new(table, writes);
    }

    /// <summary>Stores readings that nobody else writes. Storing the same again changes nothing.</summary>
    public Task StoreAsync(string client, IReadOnlyCollection<Reading> readings, CancellationToken cancellationToken) => StoreAsync(client, readings, null, cancellationToken);

    /// <summary>Stores what a source answered. Storing the same again changes nothing.</summary>
    /// <param name="lease">The account's; null where nobody else writes its readings.</param>
    /// <exception cref="OvertakenException">The lease had run out, and a later fetch has stored readings.</exception>
    public async Task StoreAsync(string client, IReadOnlyCollection<Reading> readings, AccountLease? lease, CancellationToken cancellationToken)
    {
        readings = [.. readings.Select(Plausibility.Of)];
        await MergeAsync(client, readings.Where(reading => !reading.Inferred), lease, cancellationToken);
        if (readings.Where(reading => reading.Inferred).ToList() is { Count: > 0 } fills) await FillAsync(client, fills, lease, cancellationToken);
    }

    /// <summary>Every reading of a client on some days, in order of day.</summary>
    public async Task<IReadOnlyList<Reading>> ReadAsync(string client, DayRange days, CancellationToken cancellationToken)
    {
        var readings = new List<Reading>();
        var filter = TableKey.Between(TableKey.Of(client), TableKey.Of(days.First), TableKey.Of(days.Last));
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) readings.Add(FromRow(row));
        return readings;
    }

    /// <summary>Stores of each reading what is not known yet, and leaves what is.</summary>
    private async Task FillAsync(string client, List<Reading> fills, AccountLease? lease, CancellationToken cancellationToken)
    {
        var known = (await ReadAsync(client, new(fills.Min(reading => reading.Day), fills.Max(reading => reading.Day)), cancellationToken))
            .ToDictionary(reading => (reading.Day, reading.Account));
        var missing = fills.Select(fill => known.TryGetValue((fill.Day, fill.Account), out var stored) ? fill.Without(stored) : fill).OfType<Reading>();
        await MergeAsync(client, missing, lease, cancellationToken);
    }

    private Task MergeAsync(string client, IEnumerable<Reading> readings, AccountLease? lease, CancellationToken cancellationToken)
    {
        var rows = readings.Select(reading => ToRow(client, reading));
        return lease is null ? writes.MergeAsync(rows, cancellationToken) : fenced.MergeAsync(lease.Readings, rows, cancellationToken);
    }

    internal static TableEntity ToRow(string client, Reading reading)
    {
        var row = new TableEntity(TableKey.Of(client), $"{TableKey.Of(reading.Day)}|{TableKey.Of(reading.Account.Source, reading.Account.Account)}")
        {
            ["Day"] = TableKey.Of(reading.Day),
            ["Source"] = reading.Account.Source,
            ["Account"] = reading.Account.Account,
            ["Settled"] = reading.Settled,
            ["FetchedAt"] = reading.FetchedAt,
        };
        AddMetrics(row, reading.Values, reading.Impossible);
        if (reading.Traffic is not null) row["Traffic"] = TrafficColumn.Pack(reading.Traffic);
        if (reading.Currency is not null) row["Currency"] = reading.Currency;
        if (reading.Series is { Count: > 0 } series)
            row["Series"] = JsonSerializer.Serialize(series.OrderBy(pair => pair.Key.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key.Key, pair => pair.Value));
        return row;
    }

    private static Reading FromRow(TableEntity row) => new()
    {
        Day = DateOnly.ParseExact(row.GetString("Day"), "yyyy-MM-dd"),
        Account = new(row.GetString("Source"), row.GetString("Account")),
        Values = MetricColumns(row),
        Impossible = ImpossibleColumns(row),
        Traffic = row.GetString("Traffic") is { } packed ? TrafficColumn.Unpack(packed) : null,
        Currency = row.GetString("Currency"),
        Series = row.GetString("Series") is { } series
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(series)!
                .Where(pair => Metrics.ByKey.ContainsKey(pair.Key)).ToDictionary(pair => Metrics.ByKey[pair.Key], pair => pair.Value)
            : null,
        Settled = row.GetBoolean("Settled") ?? false,
        FetchedAt = row.GetDateTimeOffset("FetchedAt") ?? DateTimeOffset.MinValue,
    };

    /// <summary>Adds the metrics to a row. What cannot be true stands in a column of its own: it replaces no value that is known.</summary>
    internal static void AddMetrics(TableEntity row, IReadOnlyDictionary<Metric, double> values, IReadOnlyDictionary<Metric, double>? impossible)
    {
        AddMetrics(row, values, MetricPrefix);
        foreach (var (metric, value) in impossible ?? FrozenDictionary<Metric, double>.Empty)
            if (double.IsFinite(value)) row[ImpossiblePrefix + metric.Key] = value;
    }

    /// <summary>Adds the metrics to a row, in columns whose names begin alike.</summary>
    internal static void AddMetrics(TableEntity row, IReadOnlyDictionary<Metric, double> values, string prefix)
    {
        foreach (var (metric, value) in values) row[prefix + metric.Key] = value;
    }

    /// <summary>The metrics among a row's columns. A column of a metric that is no longer known is left alone.</summary>
    internal static Dictionary<Metric, double> MetricColumns(TableEntity row, string prefix = MetricPrefix) => Columns(row, prefix);

    /// <summary>Values that cannot be true and of which no other is known; null where there are none.</summary>
    internal static Dictionary<Metric, double>? ImpossibleColumns(TableEntity row) =>
        Columns(row, ImpossiblePrefix).Where(pair => !row.ContainsKey(ColumnOf(pair.Key))).ToDictionary() is { Count: > 0 } impossible ? impossible : null;

    private static Dictionary<Metric, double> Columns(TableEntity row, string prefix)
    {
        var values = new Dictionary<Metric, double>();
        foreach (var (name, value) in row)
            if (name.StartsWith(prefix, StringComparison.Ordinal) && value is double number && Metrics.ByKey.TryGetValue(name[prefix.Length..], out var metric))
                values[metric] = number;
        return values;
    }

    /// <summary>The column that holds a metric.</summary>
    internal static string ColumnOf(Metric metric) => MetricPrefix + metric.Key;
}
