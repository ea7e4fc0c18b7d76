namespace KpiFunctions.StorageTwin.Tables;

/// <summary>The part of a table where a filter can match, so that a query of one partition does not read the others.</summary>
internal readonly record struct KeyRange(string? PartitionKey, string FirstRowKey)
{
    public static KeyRange Of(Filter filter) => filter switch
    {
        Filter.And both => Of(both.Left).Narrowed(Of(both.Right)),
        Filter.Compare { Property: "PartitionKey", Comparison: Comparison.Equal, Literal: string key } => new(key, ""),
        Filter.Compare { Property: "RowKey", Comparison: Comparison.Equal or Comparison.GreaterOrEqual or Comparison.Greater, Literal: string key } => new(null, key),
        _ => new(null, ""),
    };

    private KeyRange Narrowed(KeyRange other) => new(
        PartitionKey ?? other.PartitionKey,
        string.CompareOrdinal(FirstRowKey, other.FirstRowKey) > 0 ? FirstRowKey : other.FirstRowKey);
}
