using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Clients.Declared;

/// <summary>The published schemas, written from the declarations that the parser reads by.</summary>
public sealed class SchemaFileTests
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static readonly SchemaWriter Writer = new([.. AllSources.Traits.Values.OrderBy(source => source.Type, StringComparer.Ordinal)]);

    [Fact]
    public void The_schema_of_clients_is_that_of_the_declarations() => Check(
        "client",
        Writer.Document("KpiFunctions client", "What one client declares. The file is named after the id: {id}.json. Comments and trailing commas are allowed.", ClientFields.All));

    [Fact]
    public void The_schema_of_brands_is_that_of_the_declarations() => Check(
        "brand",
        Writer.Document("KpiFunctions brand", "The face that an agency's clients share: brand.json in the brand's folder. Comments and trailing commas are allowed.", BrandFields.OfFile));

    private static void Check(string name, JsonNode schema) => GoldenFile.Check($"/schemas/{name}.schema.json", schema.ToJsonString(Options) + "\n");
}
