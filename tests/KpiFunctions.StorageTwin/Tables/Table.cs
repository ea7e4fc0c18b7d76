namespace KpiFunctions.StorageTwin.Tables;

/// <summary>The rows of a table, in the order of their keys. Not safe for concurrent use: the service holds a lock.</summary>
internal sealed class Table(string name)
{
    private readonly SortedDictionary<string, SortedList<string, Row>> partitions = new(StringComparer.Ordinal);

    public string Name => name;

    public IEnumerable<Row> All => partitions.Values.SelectMany(rows => rows.Values);

    public Row? Find(string partitionKey, string rowKey) => partitions.GetValueOrDefault(partitionKey)?.GetValueOrDefault(rowKey);

    public void Put(Row row)
    {
        if (!partitions.TryGetValue(row.PartitionKey, out var rows)) partitions[row.PartitionKey] = rows = new(StringComparer.Ordinal);
        rows[row.RowKey] = row;
    }

    public void Remove(string partitionKey, string rowKey)
    {
        if (!partitions.TryGetValue(partitionKey, out var rows)) return;
        rows.Remove(rowKey);
        if (rows.Count == 0) partitions.Remove(partitionKey);
    }

    /// <summary>The rows that can match a filter, in order, from a position on. The filter is still to be applied.</summary>
    public IEnumerable<Row> From((string PartitionKey, string RowKey)? start, KeyRange range)
    {
        IEnumerable<KeyValuePair<string, SortedList<string, Row>>> chosen = range.PartitionKey is { } only
            ? partitions.TryGetValue(only, out var rows) ? [new(only, rows)] : []
            : partitions;
        foreach (var (partition, list) in chosen)
        {
            var order = start is null ? 1 : string.CompareOrdinal(partition, start.Value.PartitionKey);
            if (order < 0) continue;
            var first = order == 0 && string.CompareOrdinal(start!.Value.RowKey, range.FirstRowKey) > 0 ? start.Value.RowKey : range.FirstRowKey;
            for (var index = IndexOf(list, first); index < list.Count; index++) yield return list.Values[index];
        }
    }

    private static int IndexOf(SortedList<string, Row> rows, string first)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(rows.Keys[middle], first) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
