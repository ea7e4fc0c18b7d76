using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>What a path names: <c>/Table</c>, <c>/Table()</c> or <c>/Table(PartitionKey='p',RowKey='r')</c>.</summary>
internal sealed record TablePath(string Table, (string PartitionKey, string RowKey)? Keys)
{
    private const string First = "PartitionKey='";
    private const string Second = "',RowKey='";

    public static TablePath Parse(Incoming request)
    {
        var path = request.Path.TrimStart('/');
        // A slash within a key is encoded: one that isn't makes it another resource.
        if (path.Contains('/', StringComparison.Ordinal)) throw request.Unknown();
        var text = Uri.UnescapeDataString(path);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return new(text, null);
        var (table, inner) = (text[..open], text[(open + 1)..^1]);
        if (inner.Length == 0) return new(table, null);
        // Quotes within keys are doubled, so that this separator can't be part of one.
        var between = inner.IndexOf(Second, StringComparison.Ordinal);
        if (!inner.StartsWith(First, StringComparison.Ordinal) || between < 0 || !inner.EndsWith('\'')) throw request.Unknown();
        return new(table, (Unquoted(inner[First.Length..between]), Unquoted(inner[(between + Second.Length)..^1])));
    }

    private static string Unquoted(string text) => text.Replace("''", "'", StringComparison.Ordinal);
}
