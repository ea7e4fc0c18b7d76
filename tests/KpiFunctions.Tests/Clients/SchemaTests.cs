using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;
using NJsonSchema;

namespace KpiFunctions.Tests.Clients;

/// <summary>The published schema, which editors complete by, held against the parser, which decides.</summary>
public sealed class SchemaTests
{
    private static readonly string Path = Repository.PathOf("schemas", "client.schema.json");
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path)).RootElement;

    private static IReadOnlyList<JsonElement> SourceKinds => [.. Of("sources").GetProperty("items").GetProperty("anyOf").EnumerateArray()];

    private static IReadOnlyList<JsonElement> ObjectiveKinds => [.. Of("objectives").GetProperty("items").GetProperty("anyOf").EnumerateArray().Where(kind => kind.TryGetProperty("type", out _))];

    [Fact]
    public void It_has_the_parsers_keys()
    {
        Keys(Root).ShouldBe(ClientFields.All.Names, ignoreOrder: true);
        Keys(Of("digest")).ShouldBe(DigestFields.All.Names, ignoreOrder: true);
        Keys(Of("consultant")).ShouldBe(ConsultantFields.All.Names, ignoreOrder: true);
        Keys(Of("brand")).ShouldBe(BrandFields.OfClient.Names, ignoreOrder: true);
        Keys(Of("brand").GetProperty("properties").GetProperty("sender")).ShouldBe(SenderFields.All.Names, ignoreOrder: true);
        Keys(Of("brand").GetProperty("properties").GetProperty("footer").GetProperty("anyOf")[1]).ShouldBe(DigestLanguages.Codes, ignoreOrder: true);
        Keys(Of("recipients").GetProperty("items").GetProperty("anyOf")[1]).ShouldBe(RecipientFields.All.Names, ignoreOrder: true);
        Keys(Of("actions").GetProperty("items")).ShouldBe(ActionFields.All.Names, ignoreOrder: true);
        Keys(Of("advice")).ShouldBe(AdviceFields.All.Names, ignoreOrder: true);
        Enum(Of("advice").GetProperty("properties").GetProperty("off").GetProperty("items")).ShouldBe(AdviceCatalog.Keys, ignoreOrder: true);
        Keys(Of("costs").GetProperty("additionalProperties")).ShouldBe(CostFields.All.Names, ignoreOrder: true);
        SourceKinds.SelectMany(Keys).Distinct().ShouldBe(SourceFields.All.Names, ignoreOrder: true);
        ObjectiveKinds.SelectMany(Keys).Distinct().ShouldBe(ObjectiveFields.All.Names, ignoreOrder: true);
        Keys(ObjectiveKinds[^1].GetProperty("properties").GetProperty("kpis").GetProperty("items")).ShouldBe(CustomKpiFields.All.Names, ignoreOrder: true);
        Keys(TargetOf(ObjectiveKinds[0])).ShouldBe(TargetFields.All.Names, ignoreOrder: true);
        Keys(TargetOf(ObjectiveKinds[0]).GetProperty("properties").GetProperty("start")).ShouldBe(StartFields.All.Names, ignoreOrder: true);
    }

    [Fact]
    public void It_has_the_parsers_words()
    {
        Enum(Of("language")).ShouldBe(DigestLanguages.Codes, ignoreOrder: true);
        Enum(Of("digest").GetProperty("properties").GetProperty("day")).ShouldBe(DigestFields.Day.Shape.Words, ignoreOrder: true);
        Enum(Of("digest").GetProperty("properties").GetProperty("withoutAnswer")).ShouldBe(DigestFields.WithoutAnswer.Shape.Words, ignoreOrder: true);
        Enum(OwnFigure.GetProperty("good")).ShouldBe(CustomKpiFields.Good.Shape.Words, ignoreOrder: true);
    }

    [Fact]
    public void It_has_the_parsers_forms()
    {
        Fields("email").Append(Of("replyTo")).Append(Of("recipients").GetProperty("items").GetProperty("anyOf")[0]).Select(Pattern).Distinct().ShouldHaveSingleItem().ShouldBe(ConfigForms.EmailPattern);
        Fields("credential").Select(Pattern).Distinct().ShouldHaveSingleItem().ShouldBe(ConfigForms.CredentialPattern);
        Fields("id").Where(field => field.TryGetProperty("pattern", out _)).Concat(Fields("key")).Select(Pattern).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void It_has_the_parsers_hours_and_defaults()
    {
        var digest = Of("digest").GetProperty("properties");
        Hours("waitHours").ShouldBe((0, DigestFields.WaitHours.Shape.Max, SettlingConfig.Default.Wait.TotalHours));
        Hours("holdHours").ShouldBe((0, DigestFields.HoldHours.Shape.Max, SettlingConfig.Default.Hold.TotalHours));
        DigestFields.WithoutAnswer.Shape.Values[digest.GetProperty("withoutAnswer").GetProperty("default").GetString()!].ShouldBe(SettlingConfig.Default.WithoutAnswer);

        (int From, double To, double Default) Hours(string name) =>
            (digest.GetProperty(name).GetProperty("minimum").GetInt32(), digest.GetProperty(name).GetProperty("maximum").GetDouble(), digest.GetProperty(name).GetProperty("default").GetDouble());
    }

    /// <summary>What an editor shows while somebody writes.</summary>
    [Fact]
    public void It_explains_every_field() =>
        Schemas(Root).Where(schema => schema.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.GetProperty("properties").EnumerateObject())
            .Where(field => !field.Value.TryGetProperty("description", out var words) || words.GetString()!.Length < 8)
            .Select(field => field.Name).ShouldBeEmpty();

    [Fact]
    public void It_names_every_metric_that_a_formula_may_use()
    {
        var words = OwnFigure.GetProperty("formula").GetProperty("description").GetString()!;
        var listed = words.Split("Metrics: ")[1].Split('.')[0].Split(", ");
        listed.ShouldBe(Metrics.ByKey.Values.Where(metric => metric is not UniqueMetric { Days: 1 }).Select(metric => metric.Key), ignoreOrder: true);
    }

    /// <summary>Anything that is not known is refused at every level, as the parser does.</summary>
    [Fact]
    public void It_is_closed_everywhere() =>
        Schemas(Root).Where(schema => schema.TryGetProperty("properties", out _))
            .Where(schema => !schema.TryGetProperty("additionalProperties", out var more) || more.ValueKind != JsonValueKind.False).ShouldBeEmpty();

    [Fact]
    public void The_samples_point_to_it()
    {
        foreach (var sample in new[] { "boissons-du-massif", "confiserie-du-port", "kauri-outdoor" })
        {
            using var config = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("samples", "clients", $"{sample}.json")), Lenient);
            var target = config.RootElement.GetProperty("$schema").GetString()!;
            System.IO.Path.GetFullPath(target, Repository.PathOf("samples", "clients")).ShouldBe(Path);
        }
    }

    [Fact]
    public void It_has_the_catalogs_sources_and_what_each_needs()
    {
        SourceKinds.Select(TypeOf).ShouldBe(AllSources.Traits.Keys, ignoreOrder: true);
        foreach (var kind in SourceKinds)
        {
            var traits = AllSources.Traits[TypeOf(kind)];
            var required = kind.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).ToList();
            required.Contains("credential").ShouldBe(traits is { NeedsCredential: true, AgencyCredential: null }, traits.Type);
            required.Contains("url").ShouldBe(traits.NeedsUrl, traits.Type);
            Keys(kind).Contains("posts").ShouldBe(!traits.IsFetched, traits.Type);
        }

        var files = SourceKinds.Single(kind => TypeOf(kind) == "files").GetProperty("properties");
        Keys(files.GetProperty("readings")).ShouldBe([.. ColumnFields.OfDays.Names, .. Metrics.ByKey.Keys], ignoreOrder: true);
        files.GetProperty("network").GetProperty("enum").EnumerateArray().Select(name => name.GetString()!).ShouldBe(ExportNetworks.ByName.Keys, ignoreOrder: true);
        Keys(files.GetProperty("posts")).ShouldBe([.. ColumnFields.OfPosts.Names, .. AllSources.Traits["files"].PostMetrics.Select(metric => metric.Key)], ignoreOrder: true);
    }

    [Fact]
    public void It_has_the_catalogs_objectives_and_their_figures()
    {
        ObjectiveKinds.Select(kind => Enum(kind.GetProperty("properties").GetProperty("objective")).Single()).ShouldBe(Objectives.Traits.Select(kind => kind.Key), ignoreOrder: true);
        foreach (var kind in ObjectiveKinds.SkipLast(1))
        {
            var objective = Objectives.Traits.Single(traits => traits.Key == Enum(kind.GetProperty("properties").GetProperty("objective")).Single());
            Enum(TargetOf(kind).GetProperty("properties").GetProperty("kpi")).ShouldBe(objective.Primary.Select(figure => figure.Name), ignoreOrder: true);
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
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 49")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 1.5")]
    [InlineData("\"09:00\"", "\"09:00\", \"holdHours\": -1")]
    [InlineData("\"09:00\"", "\"09:00\", \"holdHours\": \"24\"")]
    [InlineData("\"09:00\"", "\"09:00\", \"withoutAnswer\": \"drop\"")]
    [InlineData("owner@shop.example", "owner")]
    [InlineData("[\"owner@shop.example\"]", "[]")]
    [InlineData("owner@shop.example", "owner..x@shop.example")]
    [InlineData("owner@shop.example", "öwner@shop.example")]
    [InlineData("owner@shop.example", "owner@shop")]
    [InlineData("meta-agency", "EAABsbCS1iHgBAKZCfw3ZC4nZBZAbcdefghijklmnop")]
    [InlineData("https://stats", "https://me:hunter2@stats")]
    [InlineData("shop.example/\", ", "shop.example/?token_auth=1\", ")]
    [InlineData("\"#0b6e4f\"", "\"#0b6e4f\", \"logo\": \"https://me:hunter2@studio.example/\"")]
    [InlineData("\"account\": \"2011\"", "\"account\": 2011")]
    [InlineData("\"account\": \"2011\"", "\"account\": \"2011\", \"token\": \"x\"")]
    [InlineData("\"consultant\"", "\"replyTo\": null, \"consultant\"")]
    [InlineData("\"objectives\":", "\"postingPlan\": { \"facebook\": 2.5 }, \"objectives\":")]
    [InlineData("\"objectives\":", "\"postingPlan\": { \"facebook\": 1e30 }, \"objectives\":")]
    [InlineData("\"objectives\":", "\"costs\": { \"facebook\": { \"hourlyCost\": -1, \"currency\": \"EUR\" } }, \"objectives\":")]
    [InlineData("\"objectives\":", "\"actions\": [{ \"name\": \"x\", \"objective\": \"awareness\" }], \"objectives\":")]
    [InlineData("\"objectives\":", "\"actions\": [{ \"name\": \"x\", \"objective\": \"awareness\", \"date\": \"2026-13-01\" }], \"objectives\":")]
    [InlineData("\"objectives\":", "\"actions\": [{ \"name\": \"x\", \"objective\": \"awareness\", \"date\": \"1999-12-31\" }], \"objectives\":")]
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

    [Theory]
    [InlineData("\"id\": \"shop\"", "\"id\": \"shop\"")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 0, \"holdHours\": 168.0, \"withoutAnswer\": \"miss\"")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 48, \"holdHours\": 0, \"withoutAnswer\": \"send\"")]
    [InlineData("owner@shop.example", "o'wner+news@mail.shop-2.co.example")]
    [InlineData("https://stats.shop.example/", "HTTPS://stats.shop.example:8443/matomo/index.php")]
    [InlineData("\"#0b6e4f\"", "\"#0B6E4F\", \"logo\": \"https://studio.example/@2x.png?v=1\"")]
    [InlineData("\"meta-agency\"", "\"Meta-agency-2\"")]
    [InlineData("\"awareness\"", "{ \"objective\": \"awareness\", \"targets\": [{ \"kpi\": \"reach\", \"atLeast\": 4e3, \"by\": \"2100-12-31\" }] }")]
    [InlineData("\"objectives\":", "\"postingPlan\": { \"facebook:2011\": 3.0 }, \"objectives\":")]
    public async Task What_is_in_order_passes_both(string text, string replacement)
    {
        Given.With(text, replacement).Config.ShouldNotBeNull();
        (await RefusalsAsync(Given.Config.Replace(text, replacement, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<string>> RefusalsAsync(string json)
    {
        using var plain = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), Lenient);
        var schema = await JsonSchema.FromFileAsync(Path, TestContext.Current.CancellationToken);
        return [.. schema.Validate(JsonSerializer.Serialize(plain.RootElement)).Select(error => error.ToString())];
    }

    private static JsonElement OwnFigure => ObjectiveKinds[^1].GetProperty("properties").GetProperty("kpis").GetProperty("items").GetProperty("properties");

    /// <summary>Every object of the schema.</summary>
    private static IEnumerable<JsonElement> Schemas(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Schemas(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Schemas),
        _ => [],
    };

    /// <summary>Every field of that name, wherever it stands.</summary>
    private static IEnumerable<JsonElement> Fields(string name) => Schemas(Root)
        .Select(schema => schema.TryGetProperty("properties", out var fields) && fields.TryGetProperty(name, out var field) ? field : default)
        .Where(field => field.ValueKind == JsonValueKind.Object);

    private static string Pattern(JsonElement field) => field.GetProperty("pattern").GetString()!;

    private static JsonElement Of(string field) => Root.GetProperty("properties").GetProperty(field);

    private static JsonElement TargetOf(JsonElement objective) => objective.GetProperty("properties").GetProperty("targets").GetProperty("items");

    private static string TypeOf(JsonElement source) => Enum(source.GetProperty("properties").GetProperty("type")).Single();

    private static IReadOnlyList<string> Keys(JsonElement schema) => [.. schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    private static IReadOnlyList<string> Enum(JsonElement schema) => [.. schema.GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];
}
