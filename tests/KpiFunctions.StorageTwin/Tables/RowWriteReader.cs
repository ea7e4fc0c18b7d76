using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>Reads a change of a row from a request, one of its own or one of a transaction.</summary>
internal static class RowWriteReader
{
    public static RowWrite Read(Incoming request, TablePath path)
    {
        var body = request.Method == "DELETE" ? default : RowJson.Read(request.Body);
        var kind = request.Method switch
        {
            "POST" => RowWriteKind.Insert,
            "PUT" => RowWriteKind.Replace,
            "PATCH" or "MERGE" => RowWriteKind.Merge,
            "DELETE" => RowWriteKind.Delete,
            _ => throw request.Unknown(),
        };
        if ((kind == RowWriteKind.Insert) != (path.Keys is null)) throw request.Unknown();
        var keys = path.Keys
            ?? (body.PartitionKey ?? throw NeedsKey("PartitionKey"), body.RowKey ?? throw NeedsKey("RowKey"));
        var ifMatch = request.Header("If-Match");
        if (kind == RowWriteKind.Delete && ifMatch is null) throw new ServiceError(400, "MissingRequiredHeader", "A delete needs If-Match.");
        return new(kind, path.Table, keys.PartitionKey, keys.RowKey, ifMatch, body.Properties ?? [])
        {
            WantsContent = request.Header("Prefer") != "return-no-content",
        };
    }

    private static ServiceError NeedsKey(string name) => new(400, "PropertiesNeedValue", $"The values are not specified for all properties in the entity: {name}");
}
