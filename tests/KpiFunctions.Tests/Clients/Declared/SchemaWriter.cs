using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Tests.Clients.Declared;

/// <summary>Writes the published schema of an object from the declarations of its fields.</summary>
/// <param name="sources">The sources that a config may name, in the order of the schema.</param>
internal sealed class SchemaWriter(IReadOnlyList<SourceTraits> sources)
{
    /// <summary>A whole schema.</summary>
    public JsonObject Document(string title, string description, ConfigObject root) =>
        new([new("$schema", "http://json-schema.org/draft-07/schema#"), new("title", title), new("description", description), .. Members(ObjectOf(root))]);

    private JsonObject ObjectOf(ConfigObject declared)
    {
        var schema = new JsonObject();
        if (declared.Description is { } description) schema["description"] = description;
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        schema["properties"] = new JsonObject(declared.Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)FieldOf(field))));
        if (declared.Fields.Any(field => field.IsRequired)) schema["required"] = NamesOf(declared.Fields.Where(field => field.IsRequired).Select(field => field.Name));
        if (declared.OneOf.Count > 0) schema["oneOf"] = new JsonArray([.. declared.OneOf.Select(group => new JsonObject { ["required"] = NamesOf(group.Select(field => field.Name)) })]);
        return schema;
    }

    private JsonObject FieldOf(ConfigField field)
    {
        var schema = new JsonObject { ["description"] = field.Description + (field.Otherwise is { } otherwise && !otherwise.Contains("](", StringComparison.Ordinal) ? $" Unless given: {otherwise}." : "") };
        foreach (var (name, value) in Members(FormOf(field.Form)).Where(member => member.Key != "description")) schema[name] = value;
        if (field is { IsRequired: true, Form: ListShape }) schema["minItems"] = 1;
        if (field.Default is { } standard) schema["default"] = JsonNode.Parse(standard);
        if (field.Example is { } example && field.Form is TextShape or NumberShape) schema["examples"] = new JsonArray(JsonNode.Parse(example));
        return schema;
    }

    private JsonObject FormOf(FieldShape shape)
    {
        var schema = shape switch
        {
            TextShape { Pattern: null } => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = TextShape.LongestText },
            EmailShape or AddressShape => new JsonObject { ["type"] = "string", ["pattern"] = ((TextShape)shape).Pattern, ["maxLength"] = TextShape.LongestText },
            TextShape text => new JsonObject { ["type"] = "string", ["pattern"] = text.Pattern },
            ChoiceShape choice => new JsonObject { ["enum"] = NamesOf(choice.Words) },
            NumberShape number => NumberOf(number),
            SwitchShape => new JsonObject { ["type"] = "boolean" },
            ObjectShape declared => ObjectOf(declared.Object),
            ListShape list => new JsonObject { ["type"] = "array", ["items"] = FormOf(list.Item) },
            ByAccountShape accounts => new JsonObject { ["type"] = "object", ["additionalProperties"] = FormOf(accounts.Value) },
            ByLanguageShape languages => ByLanguage(languages),
            EitherShape either => new JsonObject { ["anyOf"] = new JsonArray([.. either.Forms.Select(FormOf)]) },
            SourceShape => new JsonObject { ["anyOf"] = new JsonArray([.. sources.Select(source => ObjectOf(SourceFields.Of(source)))]) },
            ObjectiveShape => new JsonObject { ["anyOf"] = new JsonArray([Bare(), .. Objectives.Traits.Select(kind => ObjectOf(ObjectiveFields.Of(kind)))]) },
            _ => throw new NotSupportedException($"{shape.GetType()} has no schema."),
        };
        return shape.Description is { } description ? new([new("description", description), .. Members(schema)]) : schema;
    }

    private static JsonObject NumberOf(NumberShape shape)
    {
        var schema = new JsonObject { ["type"] = "number", ["minimum"] = shape.Min, ["maximum"] = shape.Max };
        if (shape.WholeRule is not null) schema["multipleOf"] = 1;
        return schema;
    }

    private JsonObject ByLanguage(ByLanguageShape shape)
    {
        var languages = new ConfigObject("by language", [.. DigestLanguages.Codes.Select(code => new ConfigField<FieldShape>(code, shape.Value, $"In the language {code}."))]);
        var schema = ObjectOf(languages);
        if (!shape.MayBeEmpty) schema["minProperties"] = 1;
        return schema;
    }

    /// <summary>Objectives that need nothing else.</summary>
    private static JsonObject Bare() => new()
    {
        ["description"] = "An objective without targets.",
        ["enum"] = NamesOf(Objectives.Traits.Where(kind => ObjectiveFields.Of(kind).Fields.Count(field => field.IsRequired) == 1).Select(kind => kind.Key).Order(StringComparer.Ordinal)),
    };

    private static JsonArray NamesOf(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    /// <summary>Cut out of their object, to be put into another.</summary>
    private static List<KeyValuePair<string, JsonNode?>> Members(JsonObject schema)
    {
        var members = schema.ToList();
        schema.Clear();
        return members;
    }
}
