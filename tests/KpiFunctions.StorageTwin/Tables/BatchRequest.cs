using System.Text;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>Reads the operations of an entity-group transaction from its multipart body.</summary>
internal static class BatchRequest
{
    private const string Line = "\r\n";
    private const string Blank = Line + Line;
    private const string Boundary = "boundary=";

    /// <summary>The operations as requests of their own, in order.</summary>
    public static IReadOnlyList<Incoming> Parse(Incoming batch)
    {
        var text = batch.Text;
        // The outer boundary stands in the request's header; the inner one, which separates the operations, in the body.
        var start = text.IndexOf(Boundary, StringComparison.OrdinalIgnoreCase) + Boundary.Length;
        if (start < Boundary.Length) throw batch.Unknown("a batch without a change set");
        var boundary = "--" + text[start..text.IndexOf(Line, start, StringComparison.Ordinal)].Trim('"');
        return [.. text.Split(boundary)[1..].Where(part => !part.StartsWith("--", StringComparison.Ordinal)).Select(part => Operation(batch, part))];
    }

    private static Incoming Operation(Incoming batch, string part)
    {
        var request = part[(part.IndexOf(Blank, StringComparison.Ordinal) + Blank.Length)..];
        var end = request.IndexOf(Blank, StringComparison.Ordinal);
        var head = (end < 0 ? request.TrimEnd() : request[..end]).Split(Line);
        var body = end < 0 ? "" : request[(end + Blank.Length)..].TrimEnd('\r', '\n');
        var line = head[0].Split(' ');
        var uri = new Uri(line[1]);
        return new(
            TwinService.Tables,
            line[0],
            uri.AbsolutePath,
            Incoming.QueryOf(uri.Query),
            head[1..].Select(header => header.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "", StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetBytes(body));
    }
}
