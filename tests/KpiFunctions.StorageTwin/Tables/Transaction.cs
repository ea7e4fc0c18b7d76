using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>Works out what an entity-group transaction changes. Each row is there once, so that every change starts from what is stored.</summary>
internal sealed class Transaction(TableSet tables, DateTimeOffset now, VersionTags tags)
{
    private const int MostOperations = 100;
    private const int LargestBody = 4 * 1024 * 1024;

    /// <exception cref="TransactionError">An operation is refused, and so is the whole.</exception>
    public IReadOnlyList<(Table Table, RowWrite Write, Row? Row)> Changes(Incoming request)
    {
        if (request.Body.Length > LargestBody)
            throw new ServiceError(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
        var operations = BatchRequest.Parse(request);
        if (operations.Count > MostOperations)
            throw new TransactionError(MostOperations - 1, new(400, "InvalidInput", "The batch request operation exceeds the maximum 100 changes per change set."));
        var writes = new List<RowWrite>(operations.Count);
        for (var index = 0; index < operations.Count; index++)
        {
            try
            {
                writes.Add(Checked(RowWriteReader.Read(operations[index], TablePath.Parse(operations[index])), writes));
            }
            catch (ServiceError error)
            {
                throw new TransactionError(index, error);
            }
        }

        return [.. writes.Select(Change)];
    }

    private static RowWrite Checked(RowWrite write, List<RowWrite> before)
    {
        if (before.Count == 0) return write;
        if (write.PartitionKey != before[0].PartitionKey || !write.Table.Equals(before[0].Table, StringComparison.OrdinalIgnoreCase))
            throw new ServiceError(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");
        if (before.Exists(earlier => earlier.RowKey == write.RowKey))
            throw new ServiceError(400, "InvalidDuplicateRow", "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");
        return write;
    }

    private (Table Table, RowWrite Write, Row? Row) Change(RowWrite write, int index)
    {
        try
        {
            var table = tables.Get(write.Table);
            return (table, write, RowChanges.After(write, table.Find(write.PartitionKey, write.RowKey), now, tags));
        }
        catch (ServiceError error)
        {
            throw new TransactionError(index, error);
        }
    }
}
