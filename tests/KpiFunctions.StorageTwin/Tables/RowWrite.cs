namespace KpiFunctions.StorageTwin.Tables;

internal enum RowWriteKind
{
    Insert,
    Replace,
    Merge,
    Delete,
}

/// <summary>One change of a row.</summary>
/// <param name="IfMatch">The version it is for, or <c>*</c> for any. Null: an upsert, or an insert.</param>
internal sealed record RowWrite(RowWriteKind Kind, string Table, string PartitionKey, string RowKey, string? IfMatch, IReadOnlyDictionary<string, object> Properties)
{
    /// <summary>Whether an insert is to be answered with the row.</summary>
    public bool WantsContent { get; init; }
}
