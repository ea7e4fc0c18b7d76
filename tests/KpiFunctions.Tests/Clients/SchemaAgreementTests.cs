using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Sources.All;
using NJsonSchema;

namespace KpiFunctions.Tests.Clients;

/// <summary>The schema and the parser on each value of the config with everything, spoilt one at a time.</summary>
public sealed partial class SchemaAgreementTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The last config of the reference.</summary>
    private static readonly string Sample = JsonPattern().Matches(File.ReadAllText(Repository.PathOf("docs", "clients.md")))[^1].Groups["json"].Value;

    [Fact]
    public async Task A_value_of_another_kind_is_refused_by_both() => (await DisagreementsAsync((path, _) => Set(path, JsonValue.Create(true)), (parser, schema) => parser && schema)).ShouldBeEmpty();

    /// <summary>The parser also refuses what lacks its reference, which no schema sees.</summary>
    [Fact]
    public async Task Without_a_field_the_parser_accepts_nothing_that_the_schema_refuses() => (await DisagreementsAsync((path, _) => Set(path, null), (parser, schema) => parser || !schema)).ShouldBeEmpty();

    [Fact]
    public async Task A_field_that_there_is_not_is_refused_by_both() =>
        (await DisagreementsAsync((path, node) => node is JsonObject ? With(path) : null, (parser, schema) => parser && schema)).ShouldBeEmpty();

    /// <param name="spoil">A config that is spoilt at a path; null where it does not apply there.</param>
    /// <param name="holds">Whether the parser's refusal and the schema's may go together.</param>
    private static async Task<IReadOnlyList<string>> DisagreementsAsync(Func<string[], JsonNode?, JsonNode?> spoil, Func<bool, bool, bool> holds)
    {
        var schema = await JsonSchema.FromFileAsync(Repository.PathOf("schemas", "client.schema.json"), TestContext.Current.CancellationToken);
        var parser = new ConfigParser(AllSources.Traits, Objectives.Traits);
        var wrong = new List<string>();
        var seen = 0;
        foreach (var (path, node) in Places(Parsed(), []))
        {
            // The pipeline takes no notice of it; editors need a text.
            if (path[0] == "$schema" || spoil(path, node) is not { } spoilt) continue;
            seen++;
            var json = spoilt.ToJsonString();
            var (refused, refusedBySchema) = (parser.Parse("librairie-du-canal.json", Encoding.UTF8.GetBytes(json), Today).Config is null, schema.Validate(json).Count > 0);
            if (!holds(refused, refusedBySchema)) wrong.Add($"{string.Join('.', path)}: the parser {(refused ? "refuses" : "accepts")}, the schema {(refusedBySchema ? "refuses" : "accepts")}");
        }

        seen.ShouldBeGreaterThan(20);
        return wrong;
    }

    private static IEnumerable<(string[] Path, JsonNode? Node)> Places(JsonNode? node, string[] path)
    {
        var children = node switch
        {
            JsonObject fields => fields.Select(field => (field.Key, field.Value)),
            JsonArray items => items.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        return children.SelectMany(child => Places(child.Item2, [.. path, child.Item1]).Prepend(([.. path, child.Item1], child.Item2)));
    }

    /// <param name="value">Null to take the field or the entry out.</param>
    private static JsonNode Set(string[] path, JsonNode? value)
    {
        var root = Parsed();
        switch (At(root, path[..^1]))
        {
            case JsonObject fields when value is null: fields.Remove(path[^1]); break;
            case JsonObject fields: fields[path[^1]] = value; break;
            case JsonArray items when value is null: items.RemoveAt(int.Parse(path[^1], CultureInfo.InvariantCulture)); break;
            case JsonArray items: items[int.Parse(path[^1], CultureInfo.InvariantCulture)] = value; break;
        }

        return root;
    }

    private static JsonNode With(string[] path)
    {
        var root = Parsed();
        At(root, path).AsObject()["unheardOf"] = "x";
        return root;
    }

    private static JsonNode At(JsonNode root, string[] path) =>
        path.Aggregate(root, (node, step) => node is JsonArray items ? items[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);

    private static JsonNode Parsed() => JsonNode.Parse(Sample, documentOptions: Lenient)!;

    [GeneratedRegex(@"^ *```json\r?\n(?<json>.*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex JsonPattern();
}
