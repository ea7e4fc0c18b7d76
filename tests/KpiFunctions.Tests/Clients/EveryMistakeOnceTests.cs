using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Clients.Parsing;

namespace KpiFunctions.Tests.Clients;

/// <summary>Every mistake is told at once, so that nobody mends a file ten times; and each is told once, in one line.</summary>
public sealed class EveryMistakeOnceTests
{
    [Theory]
    [InlineData("[\"owner@shop.example\"]", "[{ \"email\": \"owner\", \"name\": 7 }]", "recipients[0].email", "recipients[0].name")]
    [InlineData("\"09:00\"", "\"9\", \"waitHours\": 99, \"holdHours\": \"x\", \"withoutAnswer\": \"drop\", \"hold\": 1", "digest.time", "digest.waitHours", "digest.holdHours", "digest.withoutAnswer", "digest.hold")]
    [InlineData("{ \"type\": \"facebook\", \"account\": \"2011\", \"credential\": \"meta-agency\" }", "{ \"type\": \"facebok\", \"account\": 2011, \"name\": 7 }", "sources[0].type", "sources[0].account", "sources[0].name")]
    [InlineData("\"awareness\"", "{ \"objective\": \"custom\", \"key\": \"My Own\", \"name\": 7, \"kpis\": [] }", "objectives[0].key", "objectives[0].name", "objectives[0].kpis")]
    [InlineData("\"objectives\":", "\"actions\": [{ \"name\": 1, \"objective\": 2, \"from\": \"x\", \"to\": \"y\", \"account\": 3, \"campaign\": 4 }], \"objectives\":", "actions[0].name", "actions[0].objective", "actions[0].from", "actions[0].to", "actions[0].account", "actions[0].campaign")]
    [InlineData("\"objectives\":", "\"costs\": { \"instagram\": { \"hourlyCost\": \"45\", \"currency\": \"euro\" } }, \"objectives\":", "costs.instagram", "costs.instagram.hourlyCost", "costs.instagram.currency")]
    public void Nothing_hides_behind_another_mistake(string text, string replacement, params string[] fields) =>
        Given.With(text, replacement).Problems.Select(problem => problem.Path).ShouldBe(fields);

    [Fact]
    public void What_refers_to_a_source_with_a_mistake_is_not_a_second_mistake() =>
        Given.Parse(Given.Config
            .Replace("\"credential\": \"meta-agency\"", "\"credential\": \"\"", StringComparison.Ordinal)
            .Replace("\"type\": \"facebook\"", "\"type\": \"facebok\"", StringComparison.Ordinal)
            .Replace("\"objectives\":", "\"postingPlan\": { \"facebook\": 3 }, \"objectives\":", StringComparison.Ordinal))
            .Problem().ShouldContain("sources[0].type");

    [Fact]
    public void What_refers_to_an_objective_with_a_mistake_is_not_a_second_mistake() =>
        Given.With("\"awareness\", \"google-independence\"]", "\"awarenes\", \"google-independence\"], \"actions\": [{ \"name\": \"Fair\", \"objective\": \"awareness\", \"date\": \"2026-11-20\" }]")
            .Problem().ShouldContain("objectives[0].objective");

    [Fact]
    public void A_target_on_a_figure_with_a_mistake_is_not_a_second_mistake() =>
        Given.With("\"awareness\"", """
            { "objective": "custom", "key": "own", "name": "Own",
              "kpis": [{ "key": "rate", "name": "Rate", "formula": "views /", "good": "up" }],
              "targets": [{ "kpi": "rate", "atLeast": 1, "by": "2027-03-31" }] }
            """).Problem().ShouldContain("the formula stops too early");

    [Fact]
    public void Without_sources_nothing_is_said_of_what_they_would_feed()
    {
        var from = Given.Config.IndexOf("[\n    { \"type\": \"facebook\"", StringComparison.Ordinal);
        var to = Given.Config.IndexOf("],\n  \"objectives\"", StringComparison.Ordinal);
        Given.Parse(Given.Config[..from] + "[" + Given.Config[to..]).Problem().ShouldContain("sources: an empty list needs at least one entry");
    }

    [Fact]
    public void A_problem_is_one_line_whatever_stands_in_the_file()
    {
        var verdict = Given.With("\"language\": \"en\"", $"\"language\": \"en\", \"a\\nb{new string('x', 500)}\": 1, \"postingPlan\": {{ \"c\\r\\nd\": 1 }}");
        verdict.Problems.Count.ShouldBe(2);
        verdict.Problems.Select(problem => problem.ToString()).Where(line => line.Any(char.IsControl) || line.Length > 400).ShouldBeEmpty();
    }

    [Fact]
    public void A_long_text_is_cut_between_two_characters() =>
        new LocatedText(default, new string('x', 59) + "😀😀").Found.ShouldBe($"\"{new string('x', 59)}…\"");

    [Fact]
    public void Two_sources_of_one_name_are_warned_of() =>
        Given.With("\"matomo-shop\" }", "\"matomo-shop\" }, { \"type\": \"facebook\", \"account\": \"2012\", \"credential\": \"meta-agency\" }")
            .Problem().ShouldContain("warning: sources[2]: \"Facebook\" is another source's name too");

    [Fact]
    public void A_source_of_files_is_called_by_its_account_unless_it_has_a_name() =>
        Given.With("\"matomo-shop\" }", "\"matomo-shop\" }, { \"type\": \"files\", \"account\": \"Instagram\" }")
            .Config.ShouldNotBeNull().Sources[^1].Name.ShouldBe("Instagram");

    [Theory]
    [InlineData("color", "colour")]
    [InlineData("Timezone", "timeZone")]
    [InlineData("recipient", "recipients")]
    [InlineData("naem", "name")]
    [InlineData("tz", null)]
    [InlineData("x", null)]
    [InlineData("couleurs", null)]
    public void The_nearest_name_is_offered_where_a_slip_is_likely(string written, string? meant) =>
        Names.Nearest(written, ClientFields.All.Names.Concat(BrandFields.OfClient.Names).Concat(StartFields.All.Names)).ShouldBe(meant);
}
