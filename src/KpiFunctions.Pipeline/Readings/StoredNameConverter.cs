using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Readings;

/// <summary>Writes the values of an enumeration to JSON by their stored names.</summary>
public class StoredNameConverter<T>(StoredNames<T> names) : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The name is unknown, and no value stands for unknown names.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        names.Find(reader.GetString()) ?? names.Unrecognized ?? throw new JsonException("This name is not known.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(names[value]);
}
