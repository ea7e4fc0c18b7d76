using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;

namespace KpiFunctions.Tests.Clients;

/// <summary>One consultant or several, who may be away.</summary>
public sealed class ConsultantsTests
{
    private const string One = "\"consultant\": { \"name\": \"Studio\", \"email\": \"studio@agency.example\" }";

    private static readonly DateOnly Day = new(2026, 11, 26);

    [Fact]
    public void One_consultant_is_a_list_of_one()
    {
        var config = Read(One);
        config.Consultants.ShouldHaveSingleItem().ShouldBe(new("Studio", "studio@agency.example"));
    }

    [Fact]
    public void Of_several_the_first_is_whom_digests_come_from()
    {
        var config = Read("\"consultants\": [ { \"name\": \"Anne\", \"email\": \"anne@agency.example\", \"language\": \"en\" }, { \"name\": \"Omar\", \"email\": \"omar@agency.example\" } ]");
        config.Consultants.Select(consultant => consultant.Email).ShouldBe(["anne@agency.example", "omar@agency.example"]);
        (config.Consultant.Name, config.Consultant.Language, config.ReplyTo).ShouldBe(("Anne", "en", "anne@agency.example"));
    }

    [Theory]
    [InlineData("2026-11-25", "", "anne@agency.example omar@agency.example", "anne@agency.example")]
    [InlineData("2026-11-26", "", "omar@agency.example", "omar@agency.example")]
    [InlineData("2026-12-23", "2026-12-24", "anne@agency.example omar@agency.example", "anne@agency.example")]
    public void Who_is_away_gets_no_mail_unless_all_are_and_answers_go_to_the_first_who_is_present(string anne, string omar, string present, string replyTo)
    {
        var config = Read($$"""
            "consultants": [
              { "name": "Anne", "email": "anne@agency.example", "awayUntil": "{{anne}}" },
              { "name": "Omar", "email": "omar@agency.example"{{(omar.Length > 0 ? $", \"awayUntil\": \"{omar}\"" : "")}} } ]
            """);
        config.PresentOn(Day).Select(consultant => consultant.Email).ShouldBe(present.Split(' '));
        config.In(IsoWeek.Of(Day)).ReplyTo.ShouldBe(replyTo);
    }

    [Fact]
    public void A_declared_address_for_answers_stays_whoever_is_away()
    {
        var config = Read("\"replyTo\": \"hello@agency.example\", \"consultant\": { \"name\": \"Anne\", \"email\": \"anne@agency.example\", \"awayUntil\": \"2027-01-01\" }");
        config.In(IsoWeek.Of(Day)).ReplyTo.ShouldBe("hello@agency.example");
    }

    [Theory]
    [InlineData(One + ", \"consultants\": [ { \"name\": \"Anne\", \"email\": \"anne@agency.example\" } ]", "consultants: stands beside 'consultant'; a config has one of the two; put all into 'consultants'")]
    [InlineData("\"country\": \"FR\"", "consultant: is missing; for several, write the list 'consultants'")]
    [InlineData("\"consultants\": []", "consultants: an empty list needs at least one entry")]
    [InlineData("\"consultants\": { \"name\": \"Anne\" }", "consultants: an object is not a list; put it into [ ]")]
    [InlineData("\"consultants\": [ \"anne@agency.example\" ]", "consultants[0]: \"anne@agency.example\" is not an object; put it into { }")]
    [InlineData("\"consultants\": [ { \"name\": \"Anne\" } ]", "consultants[0].email: is missing")]
    [InlineData("\"consultant\": { \"name\": \"Anne\", \"email\": \"a@b.example\", \"awayUntil\": \"31/12/2026\" }", "consultant.awayUntil: \"31/12/2026\" is not a day; write year-month-day: 2027-03-31")]
    [InlineData("\"consultant\": { \"name\": \"Anne\", \"email\": \"a@b.example\", \"language\": \"de\" }", "consultant.language: \"de\" is not known; allowed: en, fr")]
    public void A_mistake_is_named(string consultants, string message) =>
        Given.Parse(Config(consultants)).Problems.ShouldHaveSingleItem().ToString().ShouldContain(message);

    [Fact]
    public void Mistakes_inside_the_list_are_named_in_the_round_in_which_one_stands_beside_it() =>
        Given.Parse(Config(One + ", \"consultants\": [ { \"name\": \"Anne\" } ]")).Problems.Select(problem => problem.Path).ShouldBe(["consultants", "consultants[0].email"], ignoreOrder: true);

    [Fact]
    public void The_same_address_twice_gets_one_mail()
    {
        var verdict = Given.Parse(Config("\"consultants\": [ { \"name\": \"A\", \"email\": \"a@b.example\" }, { \"name\": \"B\", \"email\": \"A@B.example\" } ]"));
        verdict.Config!.Consultants.ShouldHaveSingleItem().Name.ShouldBe("A");
        verdict.Problems.ShouldHaveSingleItem().ToString().ShouldContain("warning: consultants[1]: \"A@B.example\" stands here twice; it gets one mail");
    }

    private static ClientConfig Read(string consultants) => Given.Parse(Config(consultants)).Config.ShouldNotBeNull();

    private static string Config(string consultants) => $$"""
        {
          "id": "shop", "name": "Shop", "language": "fr", "timeZone": "Europe/Paris",
          "digest": { "day": "thursday", "time": "11:00" },
          "recipients": [ "owner@client.example" ], {{consultants}},
          "sources": [ { "type": "facebook", "account": "201100000000002" } ],
          "objectives": [ "awareness" ]
        }
        """;
}
