using System.Text;
using System.Text.RegularExpressions;
using KpiFunctions.Pipeline.Clients;

namespace KpiFunctions.Tests.Clients;

/// <summary>What consultants read, held against the parser.</summary>
public sealed partial class ClientDocsTests
{
    public static readonly TheoryData<string> Pages = ["docs/clients.md", "docs/fr/guide-consultant.md"];

    [Fact]
    public void The_reference_has_every_key_and_every_word()
    {
        var page = Read("docs/clients.md");
        string[] wanted =
        [
            .. ConfigShape.Client, .. ConfigShape.Digest, .. ConfigShape.Recipient, .. ConfigShape.Consultant, .. ConfigShape.Brand, .. ConfigShape.Source,
            .. ConfigShape.Objective, .. ConfigShape.Target, .. ConfigShape.Start, .. ConfigShape.CustomKpi, .. ConfigShape.Action, .. ConfigShape.Cost,
            .. ConfigShape.PostFields, .. ConfigShape.DayFields, .. ConfigShape.Languages.Keys, .. ConfigShape.Directions.Keys,
            .. ObjectiveCatalog.ByKey.Keys, .. ObjectiveCatalog.ByKey.Values.SelectMany(ObjectiveCatalog.PrimaryOf).Select(ObjectiveCatalog.NameOf),
        ];
        wanted.Distinct().Where(word => !page.Contains($"`{word}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_is_accepted(string path)
    {
        var examples = Example().Matches(Read(path)).Select(match => match.Groups["json"].Value).ToList();
        examples.ShouldNotBeEmpty();
        foreach (var json in examples)
        {
            var id = Id().Match(json).Groups["id"].Value;
            var verdict = Given.Parser.Parse($"{id}.json", Encoding.UTF8.GetBytes(json), Given.Today);
            verdict.Problems.Where(problem => problem.Severity == Severity.Error).ShouldBeEmpty();
        }
    }

    private static string Read(string path) => File.ReadAllText(Repository.PathOf(path.Split('/')));

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();

    [GeneratedRegex("\"id\": \"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
