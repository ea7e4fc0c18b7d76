using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.History;

/// <summary>
/// A day's traffic slices in one column, as an array of arrays: a day has up to fifty, and a row of its own for each
/// would make a range read fifty times as long.
/// </summary>
internal static class TrafficColumn
{
    /// <summary>A string property holds 64 KiB, which is this many UTF-16 units.</summary>
    private const int LongestColumn = 32 * 1024;

    private const int LongestName = 100;

    /// <summary>Names of this length fit even when each of their characters has to be escaped.</summary>
    private const int ShortestName = 30;

    public static string Pack(IReadOnlyList<TrafficSlice> slices)
    {
        var packed = Pack(slices, LongestName);
        if (packed.Length > LongestColumn) packed = Pack(slices, ShortestName);
        return packed.Length <= LongestColumn
            ? packed
            : throw new InvalidOperationException($"{slices.Count} traffic slices of one day do not fit into a column; a source passes on the fifty largest.");
    }

    public static IReadOnlyList<TrafficSlice> Unpack(string packed)
    {
        using var json = JsonDocument.Parse(packed);
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    private static string Pack(IReadOnlyList<TrafficSlice> slices, int longestName)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var slice in slices) Write(json, slice, longestName);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, TrafficSlice slice, int longestName)
    {
        json.WriteStartArray();
        json.WriteStringValue(ReadingNames.Channels[slice.Channel]);
        json.WriteStringValue(Cut(slice.Source, longestName));
        json.WriteStringValue(Cut(slice.Medium, longestName));
        json.WriteStringValue(Cut(slice.Campaign, longestName));
        json.WriteNumberValue(slice.Sessions);
        WriteNumber(json, slice.Conversions);
        WriteNumber(json, slice.Revenue);
        json.WriteEndArray();
    }

    private static TrafficSlice Read(JsonElement slice) => new(
        ReadingNames.Channels.Find(slice[0].GetString()) ?? Channel.Other,
        slice[1].GetString() ?? "",
        slice[2].GetString(),
        slice[3].GetString(),
        slice[4].GetDouble(),
        Number(slice[5]),
        Number(slice[6]));

    private static string? Cut(string? name, int longest)
    {
        if (name is null || name.Length <= longest) return name;
        return char.IsHighSurrogate(name[longest - 1]) ? name[..(longest - 1)] : name[..longest];
    }

    private static void WriteNumber(Utf8JsonWriter json, double? value)
    {
        if (value is { } number) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    private static double? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();
}
