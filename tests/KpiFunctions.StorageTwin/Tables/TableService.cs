using System.Text.Json;
using KpiFunctions.StorageTwin.Http;
using KpiFunctions.StorageTwin.Lines;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>The table service: its operations by path and method, one at a time.</summary>
internal sealed class TableService(TimeProvider time)
{
    public const string TablesPath = "/Tables";
    public const string BatchPath = "/$batch";

    private readonly Lock oneAtATime = new();
    private readonly TableSet tables = new();
    private readonly VersionTags tags = new(time);

    public Answer Execute(Incoming request)
    {
        if (request.Argument("comp") is not null) throw request.Unknown();
        lock (oneAtATime)
        {
            if (request.Path == BatchPath) return Transaction(request);
            if (request.Path == TablesPath) return request.Method switch
            {
                "POST" => Create(request),
                "GET" => TableQueries.Tables(tables, request),
                _ => throw request.Unknown(),
            };
            if (request.Path.StartsWith(TablesPath + "(", StringComparison.Ordinal)) return Delete(request);
            var path = TablePath.Parse(request);
            if (request.Method == "GET") return path.Keys is { } keys ? TableQueries.One(tables.Get(path.Table), keys, request) : TableQueries.Page(tables.Get(path.Table), request);
            return Write(RowWriteReader.Read(request, path));
        }
    }

    public void Load(AccountLines lines)
    {
        lock (oneAtATime)
        {
            foreach (var name in lines.Tables) tables.Ensure(name);
            foreach (var line in lines.Rows)
                tables.Ensure(line.Table).Put(new(line.PartitionKey, line.RowKey, line.Timestamp, line.ETag, line.Properties));
        }
    }

    public IEnumerable<AccountLine> Dump()
    {
        lock (oneAtATime)
        {
            return [.. tables.All.SelectMany(table => table.All
                .Select(row => (AccountLine)new RowLine(table.Name, row.PartitionKey, row.RowKey, row.Timestamp, row.ETag, row.Properties))
                .Prepend(new TableLine(table.Name)))];
        }
    }

    private Answer Create(Incoming request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var name = body.RootElement.GetProperty("TableName").GetString()!;
        tables.Create(name);
        return request.Header("Prefer") == "return-no-content"
            ? Answer.Empty(204)
            : Answer.Json(201, RowJson.Written(json =>
            {
                json.WriteStartObject();
                json.WriteString("TableName", name);
                json.WriteEndObject();
            }));
    }

    private Answer Delete(Incoming request)
    {
        var text = Uri.UnescapeDataString(request.Path);
        if (request.Method != "DELETE") throw request.Unknown();
        tables.Delete(text[(TablesPath.Length + 2)..^2]);
        return Answer.Empty(204);
    }

    private Answer Write(RowWrite write)
    {
        var table = tables.Get(write.Table);
        var row = RowChanges.After(write, table.Find(write.PartitionKey, write.RowKey), time.GetUtcNow(), tags);
        Store(table, write, row);
        return AnswerTo(write, row);
    }

    private Answer Transaction(Incoming request)
    {
        try
        {
            var changes = new Transaction(tables, time.GetUtcNow(), tags).Changes(request);
            foreach (var (table, write, row) in changes) Store(table, write, row);
            return BatchAnswer.Of(changes.Select(change => AnswerTo(change.Write, change.Row)));
        }
        catch (TransactionError refused)
        {
            return BatchAnswer.Of([Answer.Of(TwinService.Tables, refused.Numbered)]);
        }
    }

    private static void Store(Table table, RowWrite write, Row? row)
    {
        if (row is null) table.Remove(write.PartitionKey, write.RowKey);
        else table.Put(row);
    }

    private static Answer AnswerTo(RowWrite write, Row? row) => row is not null && write is { Kind: RowWriteKind.Insert, WantsContent: true }
        ? Answer.Json(201, RowJson.One(row, null)).With("ETag", row.ETag)
        : Answer.Empty(204).With("ETag", row?.ETag);
}
