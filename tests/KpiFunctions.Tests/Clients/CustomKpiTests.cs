namespace KpiFunctions.Tests.Clients;

/// <summary>Figures that a client made up: a formula that can never have a value is told before the first digest shows none.</summary>
public sealed class CustomKpiTests
{
    [Theory]
    [InlineData("conversion / sessions", "14:95: error: objectives[0].kpis[0].formula: 'conversion' is not a metric")]
    [InlineData("views + * clicks", "14:103: error: objectives[0].kpis[0].formula: '*' is not a number, a metric or a parenthesis")]
    [InlineData("sessions / (views", "14:112: error: objectives[0].kpis[0].formula: a closing parenthesis is missing")]
    public void A_wrong_formula_is_told_at_the_character(string formula, string problem) => Problem(formula).ShouldStartWith(problem);

    [Theory]
    [InlineData("saves / sessions", "\"saves\" is delivered by none of the sources; these are: clicks, comments, conversions,")]
    [InlineData("users / sessions", "\"users\" counts the people of one day, who cannot be added up to a week")]
    [InlineData("clicks / reach", "\"reach\" counts the people of one day, who cannot be added up to a week; write reach_7d")]
    public void A_formula_that_never_has_a_value_is_refused(string formula, string words) => Problem(formula).ShouldContain($"error: objectives[0].kpis[0].formula: {words}");

    [Fact]
    public void Posts_are_counted_only_where_a_source_lists_them() =>
        Given.Parse(Given.Config
            .Replace("{ \"type\": \"facebook\", \"account\": \"2011\", \"credential\": \"meta-agency\" },\n", "", StringComparison.Ordinal)
            .Replace("\"awareness\"", Custom("sessions / posts"), StringComparison.Ordinal))
            .Problem().ShouldContain("\"posts\" is delivered by none of the sources; these are: conversions, revenue, sessions, users");

    [Fact]
    public void Peoples_figures_of_two_accounts_are_warned_of()
    {
        var verdict = Given.Parse(Given.Config
            .Replace("\"meta-agency\" }", "\"meta-agency\" }, { \"type\": \"facebook\", \"account\": \"2012\", \"name\": \"Outlet\", \"credential\": \"meta-agency\" }", StringComparison.Ordinal)
            .Replace("\"awareness\"", Custom("clicks / reach_7d"), StringComparison.Ordinal));
        verdict.Config.ShouldNotBeNull();
        verdict.Problem().ShouldContain("warning: objectives[0].kpis[0].formula: \"reach_7d\" comes from several accounts");
    }

    [Theory]
    [InlineData("clicks / reach_7d")]
    [InlineData("(comments + shares) / posts")]
    [InlineData("conversions / sessions")]
    public void A_formula_that_the_sources_feed_is_taken(string formula) =>
        Given.With("\"awareness\"", Custom(formula)).Config.ShouldNotBeNull().Objectives[0].Kpis.ShouldHaveSingleItem().Formula.Text.ShouldBe(formula);

    [Fact]
    public void Names_and_units_may_be_told_by_language()
    {
        var config = Given.With("\"awareness\"", Custom("clicks / posts", "\"unit\": { \"fr\": \"clics\", \"en\": { \"one\": \"click\", \"other\": \"clicks\" } }")
            .Replace("\"name\": \"Own\"", "\"name\": { \"fr\": \"Le nôtre\", \"en\": \"Our own\" }", StringComparison.Ordinal)).Config.ShouldNotBeNull();
        var own = config.Objectives[0].Kpis.ShouldHaveSingleItem();
        (config.Objectives[0].Name, own.Unit, own.UnitByCategory["one"]).ShouldBe(("Our own", "clicks", "click"));
    }

    [Fact]
    public void A_recipient_with_another_language_sees_the_names_in_it_or_the_clients_where_they_lack_it()
    {
        var config = Given.Parse(WithFrenchReader("\"unit\": { \"en\": \"clicks\" }", "{ \"fr\": \"Le nôtre\", \"en\": \"Our own\" }")).Config.ShouldNotBeNull();
        config.FurtherLanguages.ShouldBe(["fr"]);
        var (own, other) = (config.Objectives[0], config.In("fr").Objectives[0]);
        (own.Name, own.Kpis[0].Unit, config.Language).ShouldBe(("Our own", "clicks", "en"));
        (other.Name, other.Kpis[0].Unit, config.In("fr").Language).ShouldBe(("Le nôtre", "clicks", "fr"));
        other.Kpis[0].Formula.Text.ShouldBe(own.Kpis[0].Formula.Text);
    }

    [Fact]
    public void A_mistake_in_a_name_that_only_such_a_recipient_sees_is_told_once()
    {
        var verdict = Given.Parse(WithFrenchReader("\"unit\": \"clicks\"", "{ \"fr\": 7, \"en\": \"Our own\" }"));
        verdict.Config.ShouldBeNull();
        verdict.Problems.Select(problem => problem.ToString()).Distinct().Count().ShouldBe(verdict.Problems.Count);
        verdict.Problems.ShouldContain(problem => problem.Path == "objectives[0].name" && problem.Found == "7");
    }

    /// <summary>An English client, one of whose recipients reads French.</summary>
    private static string WithFrenchReader(string unit, string name) => Given.Config
        .Replace("[\"owner@shop.example\"]", "[\"owner@shop.example\", { \"email\": \"chef@shop.example\", \"language\": \"fr\" }]", StringComparison.Ordinal)
        .Replace("\"awareness\"", Custom("clicks / posts", unit).Replace("\"name\": \"Own\"", $"\"name\": {name}", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"unit\": { \"fr\": \"clics\" }", "unit: has no \"en\", which is the client's language; add \"en\": …")]
    [InlineData("\"unit\": { \"en\": \"clicks\", \"de\": \"Klicks\" }", "unit.de: is not a field here; allowed: en, fr")]
    [InlineData("\"unit\": { \"en\": { \"one\": \"click\" } }", "unit.other: is missing")]
    [InlineData("\"unit\": { \"one\": \"click\", \"plenty\": \"clicks\" }", "unit.plenty: is not a field here; allowed: one, other")]
    [InlineData("\"unit\": [\"clicks\"]", "unit: a list is not a text; write it in quotes")]
    public void What_lacks_in_a_unit_is_told(string unit, string words) =>
        Given.With("\"awareness\"", Custom("clicks / posts", unit)).Problems.Select(problem => problem.ToString()).ShouldContain(problem => problem.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("\"atMost\": 50", "atMost: 50 is not a share, which goes from 0 to 1; write 0.5 for 50 %")]
    [InlineData("\"atMost\": -0.1", "atMost: -0.1 is not a share, which goes from 0 to 1")]
    [InlineData("\"atMost\": 0.5, \"start\": { \"value\": 64, \"on\": \"2026-09-07\" }", "start.value: 64 is not a share, which goes from 0 to 1; write 0.64 for 64 %")]
    public void A_share_of_fifty_is_taken_for_a_slip(string goal, string words) =>
        Given.With("\"google-independence\"]", $"{{ \"objective\": \"google-independence\", \"targets\": [{{ \"kpi\": \"google-share\", {goal}, \"by\": \"2027-03-31\" }}] }}]")
            .Problem().ShouldEndWith(words);

    [Fact]
    public void A_clients_own_ratio_may_pass_one_and_is_only_warned_of()
    {
        var verdict = Given.With("\"awareness\"", Custom("clicks / views", "\"unit\": \"%\"", ", \"targets\": [{ \"kpi\": \"rate\", \"atLeast\": 12, \"by\": \"2027-03-31\" }]"));
        verdict.Config.ShouldNotBeNull();
        verdict.Problem().ShouldEndWith("warning: objectives[0].targets[0].atLeast: 12 is 1200 %, since 1 is 100 %; write 0.12 for 12 %");
    }

    private static string Problem(string formula) => Given.With("\"awareness\"", Custom(formula)).Problem();

    private static string Custom(string formula, string unit = "\"unit\": \"x\"", string more = "") =>
        $"{{ \"objective\": \"custom\", \"key\": \"own\", \"name\": \"Own\", \"kpis\": [{{ \"formula\": \"{formula}\", \"key\": \"rate\", \"name\": \"Rate\", {unit}, \"good\": \"up\" }}]{more} }}";
}
