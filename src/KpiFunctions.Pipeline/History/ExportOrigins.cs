using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KpiFunctions.Pipeline.History;

/// <summary>The export that one column of a row is from.</summary>
/// <param name="IsSettled">Whether the day was over when that export was made.</param>
internal readonly record struct ExportOrigin(ExportStamp Stamp, bool IsSettled);

/// <summary>
/// The origins of a row's columns in one column: an array with one array for each export, of its end, when it was dropped,
/// its file's hash, whether it is settled, and the columns. The newest comes first and names none: it gave all that the others do not name.
/// </summary>
internal static class ExportOrigins
{
    private const int Fixed = 4;

    public static string Pack(IEnumerable<KeyValuePair<string, ExportOrigin>> origins)
    {
        var groups = origins.GroupBy(pair => pair.Value, pair => pair.Key).ToList();
        groups.Sort((one, other) => one.Key.Stamp.IsOlderThan(other.Key.Stamp) ? 1 : other.Key.Stamp.IsOlderThan(one.Key.Stamp) ? -1 : one.Key.IsSettled.CompareTo(other.Key.IsSettled));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (var i = 0; i < groups.Count; i++)
            {
                var (stamp, isSettled) = groups[i].Key;
                json.WriteStartArray();
                json.WriteStringValue(stamp.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                json.WriteStringValue(stamp.DroppedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                json.WriteStringValue(stamp.File);
                json.WriteBooleanValue(isSettled);
                if (i > 0)
                    foreach (var column in groups[i].Order(StringComparer.Ordinal)) json.WriteStringValue(column);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The origins by column; of every column that is not among them, the one under the empty name.</summary>
    public static Dictionary<string, ExportOrigin> Unpack(string packed)
    {
        var origins = new Dictionary<string, ExportOrigin>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(packed);
        foreach (var export in json.RootElement.EnumerateArray())
        {
            var stamp = new ExportStamp(
                DateOnly.ParseExact(export[0].GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(export[1].GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                export[2].GetString()!);
            var origin = new ExportOrigin(stamp, export[3].GetBoolean());
            if (export.GetArrayLength() == Fixed) origins[""] = origin;
            foreach (var column in export.EnumerateArray().Skip(Fixed)) origins[column.GetString()!] = origin;
        }

        return origins;
    }
}
