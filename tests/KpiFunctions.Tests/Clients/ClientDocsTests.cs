using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Clients;

public sealed partial class ClientDocsTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static string Reference => File.ReadAllText(Repository.PathOf("docs", "clients.md"));

    private static string Guide => File.ReadAllText(Repository.PathOf("docs", "fr", "guide-consultant.md"));

    [Fact]
    public void Every_field_of_an_export_is_named() => ColumnFields.OfPosts.Names.Concat(ColumnFields.OfDays.Names)
        .Where(field => !Reference.Contains($"`{field}`", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_objective_stands_with_the_figures_that_it_rests_on()
    {
        foreach (var kind in Objectives.Traits)
        {
            var row = Reference.Split('\n').SingleOrDefault(line => line.StartsWith($"| `{kind.Key}` | ", StringComparison.Ordinal) && line.Count(c => c == '|') == 4);
            row.ShouldNotBeNull(kind.Key);
            foreach (var kpi in kind.Primary.Select(figure => figure.Name))
            {
                row.ShouldContain($"`{kpi}`");
                Guide.ShouldContain($"`{kpi}`");
            }

            Guide.ShouldContain($"| `{kind.Key}` |");
        }
    }

    [Fact]
    public void Every_source_is_named() => AllSources.Traits.Keys
        .Where(type => !Reference.Contains($"`{type}`", StringComparison.Ordinal) || !Guide.Contains($"`{type}`", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Configs_that_people_will_copy_are_accepted_without_a_word()
    {
        foreach (var page in new[] { Reference, Guide })
        {
            var configs = JsonBlocks(page).Select(text => (text, id: IdOf(text))).Where(block => block.id is not null).ToList();
            configs.ShouldNotBeEmpty();
            foreach (var (text, id) in configs)
            {
                var verdict = new ConfigParser(AllSources.Traits, Objectives.Traits).Parse(id + ".json", Encoding.UTF8.GetBytes(text), Today);
                verdict.Problems.Select(problem => problem.ToString()).ShouldBeEmpty();
                verdict.Config.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void The_errors_shown_are_those_of_the_broken_sample()
    {
        var file = File.ReadAllBytes(Repository.PathOf("samples", "clients", "broken.json"));
        var told = new ConfigParser(AllSources.Traits, Objectives.Traits).Parse("broken.json", file, Today).Problems.Select(problem => problem.ToString()).ToList();
        var shown = (Reference + Guide).Split('\n').Where(line => line.StartsWith("broken.json:", StringComparison.Ordinal)).ToList();
        shown.ShouldNotBeEmpty();
        shown.Except(told).ShouldBeEmpty();
    }

    [Fact]
    public void The_guide_explains_messages_that_verdicts_have()
    {
        var code = string.Concat(Repository.Sources("src", "KpiFunctions.Pipeline", "Clients").Select(File.ReadAllText));
        var messages = Rows("## Lire le verdict").Select(row => MessagePattern().Match(row)).Where(match => match.Success)
            .Select(match => match.Groups["message"].Value.Split('…')[0].TrimEnd('"')).ToList();
        messages.Count.ShouldBeGreaterThan(10);
        messages.Where(message => !code.Contains(message, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>A sign that French sets apart never begins a line: the space before it does not break.</summary>
    [Fact]
    public void The_guide_is_set_as_French_is() => BreakingPattern().Matches(CodePattern().Replace(Guide, "…"))
        .Select(match => match.Value).ShouldBeEmpty();

    [Fact]
    public void The_guide_explains_words_that_digests_have()
    {
        var words = Plain(File.ReadAllText(Repository.PathOf("src", "KpiFunctions.Pipeline", "Digest", "Languages", "fr.json"))
            + File.ReadAllText(Repository.PathOf("tests", "KpiFunctions.Tests", "Digest", "Golden", "busy.fr.txt")));
        var quoted = Rows("## Que faire quand").Select(row => QuotePattern().Match(Plain(row))).Where(match => match.Success).Select(match => match.Groups["quote"].Value).ToList();
        quoted.Count.ShouldBeGreaterThan(10);
        quoted.Where(quote => !words.Contains(quote, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_trouble_of_a_source_is_explained()
    {
        using var language = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", "KpiFunctions.Pipeline", "Digest", "Languages", "fr.json")));
        var troubles = language.RootElement.GetProperty("texts").EnumerateObject()
            .Where(text => text.Name.StartsWith("trouble.", StringComparison.Ordinal)).Select(text => Plain(text.Value.GetString()!)).ToList();
        troubles.ShouldNotBeEmpty();
        troubles.Where(trouble => !Plain(Guide).Contains($"« {trouble} »", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> JsonBlocks(string page) => JsonPattern().Matches(page).Select(match => match.Groups["json"].Value);

    /// <summary>The id of a whole config; null for a part of one.</summary>
    private static string? IdOf(string json)
    {
        using var document = JsonDocument.Parse(json, Lenient);
        return document.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
    }

    /// <summary>The table rows of a chapter of the guide.</summary>
    private static IEnumerable<string> Rows(string heading) => Guide.Split('\n')
        .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal));

    /// <summary>Without the typography that the digest's language adds by itself.</summary>
    private static string Plain(string text) => text.Replace('’', '\'').Replace('\u00a0', ' ').Replace('\u202f', ' ');

    [GeneratedRegex(@"^ *```json\r?\n(?<json>.*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex JsonPattern();

    [GeneratedRegex(@"^\| `(?<message>[a-z][^`]* [^`]*)`", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex MessagePattern();

    [GeneratedRegex(@"[^\n]{0,20}(?: [:;?!»%](?![-:])|« |')[^\n]{0,20}", RegexOptions.None, 60_000)]
    private static partial Regex BreakingPattern();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`|\]\([^)]*\)", RegexOptions.Singleline, 60_000)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"^\| « (?<quote>[^»]+) »", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex QuotePattern();
}
