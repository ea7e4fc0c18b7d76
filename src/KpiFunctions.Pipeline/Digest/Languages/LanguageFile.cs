using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>A language's file as it is written: every word and every format, so that nothing depends on the host.</summary>
internal sealed record LanguageFile
{
    /// <summary>The conditions of the language's plural categories (<see cref="PluralRules"/>).</summary>
    public required IReadOnlyDictionary<string, string> Plurals { get; init; }

    /// <summary>Replacements that give every text the language's typography: spaces that do not break, curly apostrophes.</summary>
    public required IReadOnlyDictionary<string, string> Typography { get; init; }

    /// <summary>Words at the end of a text's own words that join with what is filled in behind them; none in most languages.</summary>
    public JoinFormat? Joins { get; init; }

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

/// <summary>A text: one form, or one for each plural category of the language.</summary>
/// <param name="Other">The only form, or that of the category <c>other</c>.</param>
[JsonConverter(typeof(TextFormsConverter))]
internal sealed record TextForms(string Other)
{
    /// <summary>The forms of the other categories; none where there is one form for all.</summary>
    public IReadOnlyDictionary<string, string> ByCategory { get; init; } = new Dictionary<string, string>();
}

/// <summary>Reads <c>"text"</c> or <c>{ "one": "text", "other": "texts" }</c>.</summary>
internal sealed class TextFormsConverter : JsonConverter<TextForms>
{
    public override TextForms Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new(reader.GetString()!);
        var forms = JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? [];
        return forms.Remove(PluralRules.Other, out var other) ? new(other) { ByCategory = forms } : throw new JsonException($"A text is a string, or has the form '{PluralRules.Other}' among others.");
    }

    public override void Write(Utf8JsonWriter writer, TextForms value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Languages are read only.");
}
