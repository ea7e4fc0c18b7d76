using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using NJsonSchema;

namespace KpiFunctions.Tests.Clients;

/// <summary>The published schema, which editors complete by, held against the parser, which decides.</summary>
public sealed class SchemaTests
{
    private static readonly string Path = Repository.PathOf("schemas", "client.schema.json");
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path)).RootElement;

    private static IReadOnlyList<JsonElement> SourceKinds => [.. Of("sources").GetProperty("items").GetProperty("anyOf").EnumerateArray()];

    private static IReadOnlyList<JsonElement> ObjectiveKinds => [.. Of("objectives").GetProperty("items").GetProperty("anyOf").EnumerateArray().Where(kind => kind.TryGetProperty("type", out _))];

    [Fact]
    public void It_has_the_parsers_keys()
    {
        Keys(Root).ShouldBe(ConfigShape.Client, ignoreOrder: true);
        Keys(Of("digest")).ShouldBe(ConfigShape.Digest, ignoreOrder: true);
        Keys(Of("consultant")).ShouldBe(ConfigShape.Consultant, ignoreOrder: true);
        Keys(Of("brand")).ShouldBe(ConfigShape.Brand, ignoreOrder: true);
        Keys(Of("recipients").GetProperty("items").GetProperty("anyOf")[1]).ShouldBe(ConfigShape.Recipient, ignoreOrder: true);
        Keys(Of("actions").GetProperty("items")).ShouldBe(ConfigShape.Action, ignoreOrder: true);
        Keys(Of("costs").GetProperty("additionalProperties")).ShouldBe(ConfigShape.Cost, ignoreOrder: true);
        SourceKinds.SelectMany(Keys).Distinct().ShouldBe(ConfigShape.Source, ignoreOrder: true);
        ObjectiveKinds.SelectMany(Keys).Distinct().ShouldBe(ConfigShape.Objective, ignoreOrder: true);
        Keys(ObjectiveKinds[^1].GetProperty("properties").GetProperty("kpis").GetProperty("items")).ShouldBe(ConfigShape.CustomKpi, ignoreOrder: true);
        Keys(TargetOf(ObjectiveKinds[0])).ShouldBe(ConfigShape.Target, ignoreOrder: true);
        Keys(TargetOf(ObjectiveKinds[0]).GetProperty("properties").GetProperty("start")).ShouldBe(ConfigShape.Start, ignoreOrder: true);
    }

    [Fact]
    public void It_has_the_parsers_words()
    {
        Enum(Of("language")).ShouldBe(ConfigShape.Languages.Keys, ignoreOrder: true);
        Enum(Of("digest").GetProperty("properties").GetProperty("day")).ShouldBe(ConfigShape.Days.Keys, ignoreOrder: true);
    }

    [Fact]
    public void It_has_the_catalogs_sources_and_what_each_needs()
    {
        SourceKinds.Select(TypeOf).ShouldBe(SourceTypes.Traits.Keys, ignoreOrder: true);
        foreach (var kind in SourceKinds)
        {
            var traits = SourceTypes.Traits[TypeOf(kind)];
            var required = kind.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).ToList();
            required.Contains("credential").ShouldBe(traits.NeedsCredential, traits.Type);
            required.Contains("url").ShouldBe(traits.NeedsUrl, traits.Type);
            Keys(kind).Contains("posts").ShouldBe(!traits.IsFetched, traits.Type);
        }

        var files = SourceKinds.Single(kind => TypeOf(kind) == "files").GetProperty("properties");
        Keys(files.GetProperty("readings")).ShouldBe([.. ConfigShape.DayFields, .. Metrics.ByKey.Keys], ignoreOrder: true);
        Keys(files.GetProperty("posts")).ShouldBe([.. ConfigShape.PostFields, .. SourceTypes.Traits["files"].PostMetrics.Select(metric => metric.Key)], ignoreOrder: true);
    }

    [Fact]
    public void It_has_the_catalogs_objectives_and_their_figures()
    {
        ObjectiveKinds.Select(kind => Enum(kind.GetProperty("properties").GetProperty("objective")).Single()).ShouldBe(ObjectiveCatalog.ByKey.Keys, ignoreOrder: true);
        foreach (var kind in ObjectiveKinds.SkipLast(1))
        {
            var objective = ObjectiveCatalog.ByKey[Enum(kind.GetProperty("properties").GetProperty("objective")).Single()];
            Enum(TargetOf(kind).GetProperty("properties").GetProperty("kpi")).ShouldBe(ObjectiveCatalog.PrimaryOf(objective).Select(ObjectiveCatalog.NameOf), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("boissons-du-massif")]
    [InlineData("confiserie-du-port")]
    [InlineData("kauri-outdoor")]
    public async Task The_samples_pass_both(string sample) =>
        (await RefusalsAsync(File.ReadAllText(Repository.PathOf("samples", "clients", $"{sample}.json")))).ShouldBeEmpty();

    [Theory]
    [InlineData("\"id\": \"shop\"", "\"id\": \"My Shop\"")]
    [InlineData("\"name\": \"The Shop\",\n", "")]
    [InlineData("\"language\": \"en\"", "\"language\": \"english\"")]
    [InlineData("\"09:00\"", "\"9h\"")]
    [InlineData("owner@shop.example", "owner")]
    [InlineData("[\"owner@shop.example\"]", "[]")]
    [InlineData("\"#0b6e4f\"", "\"green\"")]
    [InlineData("\"brand\"", "\"brnd\"")]
    [InlineData("\"facebook\"", "\"facebok\"")]
    [InlineData("https://stats", "http://stats")]
    [InlineData("\"awareness\"", "\"fame\"")]
    [InlineData("\"awareness\"", "{ \"objective\": \"awareness\", \"targets\": [{ \"kpi\": \"revenue\", \"atLeast\": 1, \"by\": \"2027-01-01\" }] }")]
    [InlineData("\"awareness\"", "{ \"objective\": \"awareness\", \"targets\": [{ \"kpi\": \"reach\", \"by\": \"2027-01-01\" }] }")]
    [InlineData("\"awareness\"", "{ \"objective\": \"custom\", \"key\": \"own\" }")]
    public async Task What_is_wrong_by_its_form_is_refused_by_both(string text, string replacement)
    {
        Given.With(text, replacement).Config.ShouldBeNull();
        (await RefusalsAsync(Given.Config.Replace(text, replacement, StringComparison.Ordinal))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_in_order_passes_both() => (await RefusalsAsync(Given.Config)).ShouldBeEmpty();

    private static async Task<IReadOnlyList<string>> RefusalsAsync(string json)
    {
        using var plain = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var schema = await JsonSchema.FromFileAsync(Path, TestContext.Current.CancellationToken);
        return [.. schema.Validate(JsonSerializer.Serialize(plain.RootElement)).Select(error => error.ToString())];
    }

    private static JsonElement Of(string field) => Root.GetProperty("properties").GetProperty(field);

    private static JsonElement TargetOf(JsonElement objective) => objective.GetProperty("properties").GetProperty("targets").GetProperty("items");

    private static string TypeOf(JsonElement source) => Enum(source.GetProperty("properties").GetProperty("type")).Single();

    private static IReadOnlyList<string> Keys(JsonElement schema) => [.. schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    private static IReadOnlyList<string> Enum(JsonElement schema) => [.. schema.GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];
}
