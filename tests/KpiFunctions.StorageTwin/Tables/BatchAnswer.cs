using System.Text;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>Writes the answer to an entity-group transaction.</summary>
internal static class BatchAnswer
{
    private const string Outer = "batchresponse_twin";
    private const string Inner = "changesetresponse_twin";

    /// <param name="operations">The answers to all operations, or the one error for which the whole was refused.</param>
    public static Answer Of(IEnumerable<Answer> operations)
    {
        var text = new StringBuilder();
        text.Append($"--{Outer}\r\nContent-Type: multipart/mixed; boundary={Inner}\r\n\r\n");
        foreach (var operation in operations)
        {
            text.Append($"--{Inner}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            text.Append($"HTTP/1.1 {operation.Status} {(System.Net.HttpStatusCode)operation.Status}\r\n");
            foreach (var (name, value) in operation.Headers) text.Append($"{name}: {value}\r\n");
            text.Append($"\r\n{Encoding.UTF8.GetString(operation.Body)}\r\n");
        }

        text.Append($"--{Inner}--\r\n--{Outer}--\r\n");
        return new Answer(202, Encoding.UTF8.GetBytes(text.ToString())).With("Content-Type", $"multipart/mixed; boundary={Outer}");
    }
}
