using System.Globalization;
using System.Text;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>Reads rows and lists tables.</summary>
internal static class TableQueries
{
    private const int LargestPage = 1000;
    private const string NextPartition = "NextPartitionKey";
    private const string NextRow = "NextRowKey";
    private const string Continuation = "x-ms-continuation-";

    public static Answer One(Table table, (string PartitionKey, string RowKey) keys, Incoming request)
    {
        RowLimits.CheckKeys(keys.PartitionKey, keys.RowKey);
        var row = table.Find(keys.PartitionKey, keys.RowKey) ?? throw new ServiceError(404, "ResourceNotFound", "The specified resource does not exist.");
        return Answer.Json(200, RowJson.One(row, SelectedBy(request))).With("ETag", row.ETag);
    }

    /// <summary>A page of at most 1,000 rows, and where the next one begins if there is another match.</summary>
    public static Answer Page(Table table, Incoming request)
    {
        var filter = FilterParser.Parse(request.Argument("$filter"));
        var top = TopOf(request);
        (string, string)? start = request.Argument(NextPartition) is { } partition ? (KeyOf(partition), KeyOf(request.Argument(NextRow) ?? "")) : null;
        var found = table.From(start, KeyRange.Of(filter)).Where(filter.Matches).Take(top + 1).ToList();
        var answer = Answer.Json(200, RowJson.Many(found.Take(top), SelectedBy(request)));
        return found.Count <= top ? answer : answer
            .With(Continuation + NextPartition, TokenOf(found[top].PartitionKey))
            .With(Continuation + NextRow, TokenOf(found[top].RowKey));
    }

    public static Answer Tables(TableSet tables, Incoming request)
    {
        var filter = FilterParser.Parse(request.Argument("$filter"));
        var named = tables.All.Select(table => table.Name)
            .Where(name => filter.Matches(new(name, "", default, "", new Dictionary<string, object> { ["TableName"] = name }))).ToList();
        if (named.Count > TopOf(request)) throw request.Unknown("a list of tables in several pages");
        return Answer.Json(200, RowJson.Written(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var name in named)
            {
                json.WriteStartObject();
                json.WriteString("TableName", name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private static int TopOf(Incoming request)
    {
        var top = request.Argument("$top") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : LargestPage;
        return top is > 0 and <= LargestPage ? top : throw new ServiceError(400, "InvalidInput", "One of the request inputs is not valid: $top is from 1 to 1000.");
    }

    private static HashSet<string>? SelectedBy(Incoming request) =>
        request.Argument("$select") is { Length: > 0 } names ? [.. names.Split(',').Select(name => name.Trim())] : null;

    // Tokens travel in headers, which hold ASCII only.
    private static string TokenOf(string key) => "1!" + Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string KeyOf(string token) => token.StartsWith("1!", StringComparison.Ordinal)
        ? Encoding.UTF8.GetString(Convert.FromBase64String(token[2..]))
        : "";
}
