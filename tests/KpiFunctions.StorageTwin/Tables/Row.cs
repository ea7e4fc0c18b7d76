namespace KpiFunctions.StorageTwin.Tables;

/// <summary>A version of an entity.</summary>
/// <param name="Properties">Its own properties: string, int, long, double, bool, DateTimeOffset, Guid or byte[]. A null is never stored.</param>
internal sealed record Row(string PartitionKey, string RowKey, DateTimeOffset Timestamp, string ETag, IReadOnlyDictionary<string, object> Properties)
{
    /// <summary>A property, the three system properties included; null where the row does not have it.</summary>
    public object? this[string name] => name switch
    {
        "PartitionKey" => PartitionKey,
        "RowKey" => RowKey,
        "Timestamp" => Timestamp,
        _ => Properties.GetValueOrDefault(name),
    };
}
