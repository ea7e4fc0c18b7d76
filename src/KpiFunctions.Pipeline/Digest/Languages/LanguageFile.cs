using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>A language's file as it is written: every word and every format, so that nothing depends on the host.</summary>
internal sealed record LanguageFile
{
    /// <summary>Which numbers take the singular.</summary>
    public required SingularRange Singular { get; init; }

    /// <summary>Replacements that give every text the language's typography: spaces that do not break, curly apostrophes.</summary>
    public required IReadOnlyDictionary<string, string> Typography { get; init; }

    public required NumberFormat Numbers { get; init; }

    public required DateFormat Dates { get; init; }

    public required ListFormat List { get; init; }

    public required IReadOnlyDictionary<string, TextForms> Texts { get; init; }

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="JsonException">The file lacks something, has something unknown, or is not JSON.</exception>
    public static LanguageFile Read(Stream json) =>
        JsonSerializer.Deserialize<LanguageFile>(json, Options) ?? throw new JsonException("A language's file cannot be null.");
}

/// <summary>The numbers, sign left aside, that take the singular: 0 to 1.99 in French, 1 alone in English.</summary>
internal sealed record SingularRange(double From, double Through)
{
    public bool Contains(double number) => Math.Abs(number) >= From && Math.Abs(number) <= Through;
}

/// <summary>A text: one form, or a singular and a plural.</summary>
[JsonConverter(typeof(TextFormsConverter))]
internal sealed record TextForms(string? One, string Other);

/// <summary>Reads <c>"text"</c> or <c>{ "one": "text", "other": "texts" }</c>.</summary>
internal sealed class TextFormsConverter : JsonConverter<TextForms>
{
    public override TextForms Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new(null, reader.GetString()!);
        var forms = JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options);
        return forms is { Count: 2 } && forms.TryGetValue("one", out var one) && forms.TryGetValue("other", out var other)
            ? new(one, other)
            : throw new JsonException("A text is a string, or has the forms 'one' and 'other'.");
    }

    public override void Write(Utf8JsonWriter writer, TextForms value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Languages are read only.");
}
