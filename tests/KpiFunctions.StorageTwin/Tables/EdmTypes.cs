using System.Globalization;
using System.Text.Json;
using KpiFunctions.StorageTwin.Http;

namespace KpiFunctions.StorageTwin.Tables;

/// <summary>The types of properties and how JSON holds them.</summary>
internal static class EdmTypes
{
    private const string Instant = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    /// <param name="type">The annotation <c>odata.type</c>, if there is one.</param>
    /// <returns>Null for a JSON null.</returns>
    public static object? Read(string name, JsonElement value, string? type)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Null ? null : type switch
            {
                null => Inferred(name, value),
                "Edm.String" => value.GetString(),
                "Edm.Int32" => value.GetInt32(),
                "Edm.Int64" => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
                "Edm.Double" => Double(value),
                "Edm.Boolean" => value.GetBoolean(),
                "Edm.DateTime" => Moment(value.GetString()!),
                "Edm.Guid" => Guid.Parse(value.GetString()!),
                "Edm.Binary" => value.GetBytesFromBase64(),
                _ => throw Invalid(name, type),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or OverflowException)
        {
            throw Invalid(name, type);
        }
    }

    /// <summary>Writes a property, with its type where JSON doesn't show it.</summary>
    public static void Write(Utf8JsonWriter json, string name, object value)
    {
        if (AnnotationOf(value) is { } type) json.WriteString(name + "@odata.type", type);
        switch (value)
        {
            case string text: json.WriteString(name, text); break;
            case int number: json.WriteNumber(name, number); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case double number when double.IsFinite(number):
                json.WritePropertyName(name);
                json.WriteRawValue(Decimal(number));
                break;
            case double number: json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity"); break;
            case long number: json.WriteString(name, number.ToString(CultureInfo.InvariantCulture)); break;
            case DateTimeOffset moment: json.WriteString(name, TextOf(moment)); break;
            case Guid guid: json.WriteString(name, guid); break;
            case byte[] bytes: json.WriteBase64String(name, bytes); break;
            default: throw new NotSupportedException($"{name} is a {value.GetType().Name}.");
        }
    }

    public static string TextOf(DateTimeOffset moment) => moment.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    public static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static string? AnnotationOf(object value) => value switch
    {
        long => "Edm.Int64",
        double number when !double.IsFinite(number) => "Edm.Double",
        DateTimeOffset => "Edm.DateTime",
        Guid => "Edm.Guid",
        byte[] => "Edm.Binary",
        _ => null,
    };

    /// <summary>A whole number has a decimal point, by which it is known from an Int32.</summary>
    private static string Decimal(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") < 0 ? text + ".0" : text;
    }

    private static object? Inferred(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny(".eE") < 0 && value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
        _ => throw Invalid(name, value.ValueKind.ToString()),
    };

    private static double Double(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" or "INF" => double.PositiveInfinity,
        "-Infinity" or "-INF" => double.NegativeInfinity,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };

    private static ServiceError Invalid(string name, string? type) => new(400, "InvalidInput", $"The value of {name} is no {type ?? "known type"}.");
}
