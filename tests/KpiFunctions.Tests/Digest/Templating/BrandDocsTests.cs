using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Digest;
using KpiFunctions.Pipeline.Digest.Branding;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Templating;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;
using Scriban.Runtime;

namespace KpiFunctions.Tests.Digest.Templating;

/// <summary>What the page on brands says is what they do.</summary>
public sealed partial class BrandDocsTests
{
    private static readonly Type[] PageAlone = [typeof(ChartModel), typeof(TraceModel)];

    private static string Page => File.ReadAllText(Repository.PathOf("docs", "brands.md"));

    [Fact]
    public void Every_field_of_a_face_has_its_row() => BrandFields.OfFile.Names.Concat(SenderFields.All.Names)
        .Where(field => !Page.Contains($"\n| `{field}` |", StringComparison.Ordinal)).ShouldBeEmpty();

    /// <summary>Under each list or part a heading with its path, and a row for each of its names; none that there is not.</summary>
    [Fact]
    public void Every_name_that_a_template_can_write_has_its_row_and_no_other_one_has()
    {
        var rows = RowPattern().Matches(Page[Page.IndexOf("## What a template can write", StringComparison.Ordinal)..Page.IndexOf("## Rules", StringComparison.Ordinal)]).Select(match => match.Groups["name"].Value).ToList();
        rows.Order(StringComparer.Ordinal).ShouldBe(Names(typeof(DigestModel), "").Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>But for descriptions, it says of each field what the client's says.</summary>
    [Fact]
    public void The_schema_is_that_of_a_clients_brand()
    {
        var (brand, client) = (Schema("brand").GetProperty("properties"), Schema("client").GetProperty("properties").GetProperty("brand").GetProperty("properties"));
        brand.EnumerateObject().Select(field => field.Name).ShouldBe(BrandFields.OfFile.Names, ignoreOrder: true);
        foreach (var field in brand.EnumerateObject()) WithoutDescriptions(field.Value).ShouldBe(WithoutDescriptions(client.GetProperty(field.Name)), field.Name);
    }

    [Fact]
    public void The_face_shown_is_the_samples()
    {
        var shown = BrandParser.Parse("brand.json", "atelier", Encoding.UTF8.GetBytes(JsonPattern().Match(Page).Groups["json"].Value));
        shown.Problems.ShouldBeEmpty();
        shown.Brand!.Colour.ShouldBe(BrandParser.Parse("brand.json", "atelier", Encoding.UTF8.GetBytes(Written.Sample("brand.json"))).Brand!.Colour);
    }

    [Fact]
    public void The_limits_are_those_that_hold()
    {
        foreach (var limit in new[] { TemplateRules.LargestSource, TemplateRules.LongestCode, TemplateRules.DeepestNesting, BrandParser.LargestFile, BrandDirectory.LargestPacked, DigestRenderer.LargestHtml })
            Page.ShouldContain($"\n| {limit} |");
    }

    private static JsonElement Schema(string name) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf("schemas", $"{name}.schema.json"))).RootElement;

    private static string WithoutDescriptions(JsonElement schema) => DescriptionPattern().Replace(JsonSerializer.Serialize(schema), "");

    /// <summary><c>objective.primary.items</c> as <c>objective.primary</c>'s; a thing in a list by a name for one of them.</summary>
    private static IEnumerable<string> Names(Type model, string path)
    {
        foreach (var property in model.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract"))
        {
            var (type, name) = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, path + StandardMemberRenamer.Rename(property.Name));
            if (PageAlone.Contains(type)) continue;
            yield return name;
            var item = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
            if (IsPart(item ?? type))
                foreach (var below in Names(item ?? type, item is null ? name + "." : One(item) + ".")) yield return below;
        }
    }

    private static bool IsPart(Type type) => type.Namespace == typeof(DigestModel).Namespace && type != typeof(RecipientLink) || type == typeof(Tone);

    /// <summary>What the page calls one of a list.</summary>
    private static string One(Type item) => StandardMemberRenamer.Rename(ModelPattern().Replace(item.Name, "")) switch
    {
        "note_block" => "block",
        "note_span" => "span",
        "row" => "summary",
        "explaining_row" => "row",
        "traffic_line" => "line",
        var name => name,
    };

    [GeneratedRegex("^\\| `(?<name>[a-z][a-z._]*)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex RowPattern();

    [GeneratedRegex("\"description\":\"[^\"]*\",?", RegexOptions.None, 60_000)]
    private static partial Regex DescriptionPattern();

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex JsonPattern();

    [GeneratedRegex("Model$", RegexOptions.None, 60_000)]
    private static partial Regex ModelPattern();
}
