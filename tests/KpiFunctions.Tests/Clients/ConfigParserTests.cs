using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Fields;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Clients;

public sealed class ConfigParserTests
{
    private static readonly string SourceTypes = string.Join(", ", AllSources.Traits.Keys.Order(StringComparer.Ordinal));

    /// <summary>A new field changes no test of the others.</summary>
    private static string WithFields(string problem) => new[] { ClientFields.All, DigestFields.All }
        .Aggregate(problem, (words, declared) => words.Replace($"(the fields of {declared.Name})", string.Join(", ", declared.Names), StringComparison.Ordinal));

    [Fact]
    public void A_config_that_is_in_order_is_read_whole()
    {
        var config = Given.Parse(Given.Config).Config.ShouldNotBeNull();
        config.Name.ShouldBe("The Shop");
        config.Schedule.Day.ShouldBe(DayOfWeek.Wednesday);
        config.Schedule.Time.ShouldBe(new TimeOnly(9, 0));
        config.Schedule.Zone.Id.ShouldBe("Europe/London");
        config.ReplyTo.ShouldBe("studio@agency.example");
        config.Sources.Select(source => source.Name).ShouldBe(["Facebook", "Matomo"]);
        config.Objectives.Select(objective => objective.Kind).ShouldBe([ObjectiveKind.Awareness, ObjectiveKind.GoogleIndependence]);
    }

    [Fact]
    public void A_digest_waits_and_is_held_as_the_client_declares_it()
    {
        Given.Parse(Given.Config).Config.ShouldNotBeNull().Settling.ShouldBe(new(TimeSpan.FromHours(6), TimeSpan.FromHours(24), WithoutAnswer.Send));
        Given.With("\"09:00\"", "\"09:00\", \"waitHours\": 0, \"holdHours\": 168, \"withoutAnswer\": \"miss\"")
            .Config.ShouldNotBeNull().Settling.ShouldBe(new(TimeSpan.Zero, TimeSpan.FromDays(7), WithoutAnswer.Miss));
        Given.With("\"09:00\"", "\"09:00\", \"waitHours\": 48")
            .Config.ShouldNotBeNull().Settling.ShouldBe(SettlingConfig.Default with { Wait = TimeSpan.FromDays(2) });
    }

    [Fact]
    public void Every_mistake_of_the_broken_sample_is_told_at_once_with_its_place()
    {
        var file = File.ReadAllBytes(Repository.PathOf("samples", "clients", "broken.json"));
        var verdict = Given.Parser.Parse("broken.json", file, Given.Today);
        verdict.Config.ShouldBeNull();
        GoldenFile.Check("Clients/Golden/broken.txt", string.Join('\n', verdict.Problems).Replace(SourceTypes, "(the sources)", StringComparison.Ordinal) + "\n");
    }

    [Theory]
    [InlineData("boissons-du-massif")]
    [InlineData("confiserie-du-port")]
    [InlineData("kauri-outdoor")]
    public void The_other_samples_are_in_order(string sample)
    {
        var verdict = Given.Parser.Parse($"{sample}.json", File.ReadAllBytes(Repository.PathOf("samples", "clients", $"{sample}.json")), Given.Today);
        verdict.Problems.Where(problem => problem.Severity == Severity.Error).ShouldBeEmpty();
        verdict.Config.ShouldNotBeNull();
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed() =>
        Given.Parse("\uFEFF// of ours\n" + Given.Config.Replace("\"awareness\", \"google-independence\"]", "\"awareness\", /* and */ \"google-independence\",],", StringComparison.Ordinal))
            .Config.ShouldNotBeNull();

    [Theory]
    [InlineData("\"id\": \"shop\"", "\"id\": \"My Shop\"", "2:9: error: id: \"My Shop\" may have lower-case letters and digits, and hyphens between them, 2 to 60 in all")]
    [InlineData("\"id\": \"shop\"", "\"id\": \"other\"", "2:9: error: id: \"other\" differs from the file's name, shop.json; name the file other.json")]
    [InlineData("\"name\": \"The Shop\",\n", "", "1:1: error: name: is missing")]
    [InlineData("\"name\": \"The Shop\"", "\"name\": \"  \"", "3:11: error: name: \"\" is empty")]
    [InlineData("\"name\": \"The Shop\"", "\"name\": \"The\\nShop\"", "3:11: error: name: holds a control character, such as a line break; write it in one line")]
    [InlineData("\"account\": \"2011\"", "\"account\": \" 2011\"", "11:38: error: sources[0].account: \" 2011\" begins or ends with a space; write \"2011\"")]
    [InlineData("\"name\": \"The Shop\"", "\"name\": null", "3:11: error: name: null is not a text; write it in quotes")]
    [InlineData("\"name\": \"The Shop\"", "\"name\": 7", "3:11: error: name: 7 is not a text; write it in quotes")]
    [InlineData("\"name\": \"The Shop\"", "\"nam\": \"x\", \"name\": \"The Shop\"", "3:3: error: nam: is not a field here; allowed: (the fields of client); did you mean \"name\"?")]
    [InlineData("\"name\": \"The Shop\"", "\"name\": \"x\", \"name\": \"The Shop\"", "3:16: error: name: stands here twice; delete one of them")]
    [InlineData("\"language\": \"en\"", "\"language\": \"EN\"", "4:15: error: language: \"EN\" is not known; allowed: en, fr; did you mean \"en\"?")]
    [InlineData("Europe/London", "Europe/Lundon", "5:15: error: timeZone: \"Europe/Lundon\" is not a zone of the tz database, such as Europe/Paris; did you mean \"Europe/London\"?")]
    [InlineData("Europe/London", "GMT+1", "5:15: error: timeZone: \"GMT+1\" is not a zone of the tz database, such as Europe/Paris; write a place such as Europe/Paris, whose clocks change with the season")]
    [InlineData("Europe/London", "GMT-5", "5:15: error: timeZone: \"GMT-5\" is not a zone of the tz database, such as Europe/Paris; write a place such as Europe/Paris, whose clocks change with the season")]
    [InlineData("\"Europe/London\"", "\"Europe/London\", \"waitHours\": 3", "5:32: error: waitHours: is not a field here; allowed: (the fields of client); it is a field of 'digest'")]
    [InlineData("\"09:00\"", "\"09:00\", \"awayUntil\": \"2026-12-01\"", "6:52: error: digest.awayUntil: is not a field here; allowed: (the fields of digest); it is a field of 'consultant' and of 'consultants'")]
    [InlineData("\"09:00\"", "\"09:00\", \"sender\": \"a@b.example\"", "6:52: error: digest.sender: is not a field here; allowed: (the fields of digest); it is a field of 'brand'")]
    [InlineData("\"09:00\"", "\"09:00\", \"timeZone\": \"Europe/Paris\"", "6:52: error: digest.timeZone: is not a field here; allowed: (the fields of digest); it is a field of the config itself")]
    [InlineData("\"Europe/London\"", "\"Europe/London\", \"country\": \"UK\"", "5:43: error: country: \"UK\" is no country of ISO 3166-1; write \"GB\"")]
    [InlineData("\"Europe/London\"", "\"Europe/London\", \"country\": \"XX\"", "5:43: error: country: \"XX\" is no country of ISO 3166-1; write its two capitals, such as FR or BE")]
    [InlineData("\"Europe/London\"", "\"Europe/London\", \"country\": \"France\"", "5:43: error: country: \"France\" is not a country's code; write two capitals of ISO 3166-1, such as FR or BE")]
    [InlineData("\"wednesday\"", "\"mittwoch\"", "6:22: error: digest.day: \"mittwoch\" is not known; allowed: monday, tuesday, wednesday, thursday, friday, saturday, sunday")]
    [InlineData("\"09:00\"", "\"9:00\"", "6:43: error: digest.time: \"9:00\" is not a time of day; write it like 08:30")]
    [InlineData("\"09:00\"", "\"24:00\"", "6:43: error: digest.time: \"24:00\" is not a time of day; write it like 08:30")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 49", "6:65: error: digest.waitHours: 49 is not a whole number of hours, 0 to 48")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 1.5", "6:65: error: digest.waitHours: 1.5 is not a whole number of hours, 0 to 48")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": -1", "6:65: error: digest.waitHours: -1 is not a whole number of hours, 0 to 48")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": 1e400", "6:65: error: digest.waitHours: 1e400 is not a whole number of hours, 0 to 48")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHours\": \"6\"", "6:65: error: digest.waitHours: \"6\" is not a whole number of hours, 0 to 48; write it without quotes")]
    [InlineData("\"09:00\"", "\"09:00\", \"holdHours\": 169", "6:65: error: digest.holdHours: 169 is not a whole number of hours, 0 to 168")]
    [InlineData("\"09:00\"", "\"09:00\", \"holdHours\": null", "6:65: error: digest.holdHours: null is not a whole number of hours, 0 to 168")]
    [InlineData("\"09:00\"", "\"09:00\", \"withoutAnswer\": \"sent\"", "6:69: error: digest.withoutAnswer: \"sent\" is not known; allowed: send, miss; did you mean \"send\"?")]
    [InlineData("\"09:00\"", "\"09:00\", \"withoutAnswer\": true", "6:69: error: digest.withoutAnswer: true is not a text; write it in quotes")]
    [InlineData("\"09:00\"", "\"09:00\", \"waitHour\": 6", "6:52: error: digest.waitHour: is not a field here; allowed: (the fields of digest); did you mean \"waitHours\"?")]
    [InlineData("[\"owner@shop.example\"]", "[]", "7:17: error: recipients: an empty list needs at least one entry")]
    [InlineData("[\"owner@shop.example\"]", "\"owner@shop.example\"", "7:17: error: recipients: \"owner@shop.example\" is not a list; put it into [ ]")]
    [InlineData("owner@shop.example", "owner@shop", "7:18: error: recipients[0]: \"owner@shop\" is not an e-mail address; write it like name@example.com")]
    [InlineData("owner@shop.example", "A <owner@shop.example>", "7:18: error: recipients[0]: \"A <owner@shop.example>\" is not an e-mail address; write it like name@example.com")]
    [InlineData("owner@shop.example", "é@shop.example", "7:18: error: recipients[0]: \"é@shop.example\" is not an e-mail address; write it without accents, and the domain as its registrar does (xn--…)")]
    [InlineData("owner@shop.example", "owner..x@shop.example", "7:18: error: recipients[0]: \"owner..x@shop.example\" is not an e-mail address; write it like name@example.com")]
    [InlineData("\"#0b6e4f\"", "\"green\"", "9:42: error: brand.colour: \"green\" is not a colour; write it like #0b6e4f")]
    [InlineData("\"#0b6e4f\"", "\"#0b6e4f\", \"logo\": \"https://agency.example/a.SVG?v=2\"", "9:53: error: brand.logo: \"https://agency.example/a.SVG?v=2\" is an SVG picture, which Gmail and Outlook do not show; give the address of a PNG, JPEG or GIF")]
    [InlineData("\"#0b6e4f\"", "\"#0b6e4f\", \"logo\": \"http://agency.example/a.png\"", "9:61: error: brand.logo: \"http://agency.example/a.png\" is not an https address; write it like https://stats.example.com/")]
    [InlineData("\"url\": \"https://stats.shop.example/\", ", "", "12:5: error: sources[1].url: is missing")]
    [InlineData(", \"credential\": \"matomo-shop\"", "", "12:5: error: sources[1].credential: is missing")]
    [InlineData("\"account\": \"2011\", ", "\"account\": \"2011\", \"posts\": {}, ", "11:46: error: sources[0].posts: says how a file is read, and Facebook is not read from files; delete it")]
    [InlineData("\"awareness\", ", "\"awareness\", \"awareness\", ", "14:31: error: objectives[1]: \"awareness\" stands here twice; delete one of them")]
    [InlineData("\"awareness\", ", "\"awarenes\", ", "14:18: error: objectives[0].objective: \"awarenes\" is not known; allowed:")]
    public void A_mistake_is_told_with_line_column_what_is_allowed_and_the_likely_fix(string text, string replacement, string problem)
    {
        var verdict = Given.With(text, replacement);
        verdict.Config.ShouldBeNull();
        verdict.Problem().ShouldStartWith(WithFields(problem));
    }

    [Fact]
    public void A_source_that_there_is_not_is_told_with_those_that_there_are()
    {
        var verdict = Given.With("\"facebook\"", "\"facebok\"");
        verdict.Config.ShouldBeNull();
        verdict.Problem().ShouldStartWith($"11:15: error: sources[0].type: \"facebok\" is not a source; allowed: {SourceTypes}; did you mean \"facebook\"?");
    }

    [Fact]
    public void An_objective_that_no_source_can_feed_is_refused_and_says_what_is_lacking()
    {
        var json = Given.Config
            .Replace(",\n    { \"type\": \"matomo\", \"account\": \"1\", \"url\": \"https://stats.shop.example/\", \"credential\": \"matomo-shop\" }", "", StringComparison.Ordinal);
        Given.Parse(json).Problem().ShouldBe(
            "13:31: error: objectives[1]: cannot be measured: none of the sources (Facebook) delivers google-share, effective-sources; declare a source that does");
    }

    [Fact]
    public void An_address_that_stands_there_twice_gets_one_mail_and_a_warning()
    {
        var verdict = Given.With("[\"owner@shop.example\"]", "[\"owner@shop.example\", { \"email\": \"Owner@Shop.example\" }]");
        verdict.Config.ShouldNotBeNull().Recipients.Count.ShouldBe(1);
        verdict.Problem().ShouldBe("7:40: warning: recipients[1]: \"Owner@Shop.example\" stands here twice; it gets one mail");
    }

    [Fact]
    public void A_target_is_read_with_its_start()
    {
        var verdict = Target("{ \"kpi\": \"reach\", \"atLeast\": 4000, \"by\": \"2027-03-31\", \"start\": { \"value\": 3000, \"on\": \"2026-09-07\" } }");
        var target = verdict.Config.ShouldNotBeNull().Objectives[0].Targets.ShouldHaveSingleItem();
        target.ShouldBe(new("reach", 4000, null, new(2027, 3, 31), new(3000, new(2026, 9, 7))));
    }

    [Theory]
    [InlineData("{ \"kpi\": \"reach\", \"by\": \"2027-03-31\" }", "needs either atLeast or atMost")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1, \"atMost\": 2, \"by\": \"2027-03-31\" }", "needs either atLeast or atMost")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": \"4000\", \"by\": \"2027-03-31\" }", "write it without quotes")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1e400, \"by\": \"2027-03-31\" }", "atLeast: 1e400 is not allowed")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1e300, \"by\": \"2027-03-31\" }", "is not allowed")]
    [InlineData("{ \"kpi\": \"reech\", \"atLeast\": 1, \"by\": \"2027-03-31\" }", "did you mean \"reach\"?")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1, \"by\": \"31/03/2027\" }", "write year-month-day")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1, \"by\": \"2027-02-30\" }", "is not a day")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1, \"by\": \"9999-12-31\" }", "is not between 2000 and 2100")]
    [InlineData("{ \"kpi\": \"reach\", \"atLeast\": 1, \"by\": \"2027-03-31\", \"start\": { \"value\": 1, \"on\": \"2027-04-01\" } }", "is not before")]
    public void A_wrong_target_is_explained(string target, string words)
    {
        var verdict = Target(target);
        verdict.Config.ShouldBeNull();
        verdict.Problem().ShouldContain(words);
    }

    [Fact]
    public void A_target_whose_day_has_passed_is_warned_of() =>
        Target("{ \"kpi\": \"reach\", \"atLeast\": 1, \"by\": \"2026-03-31\" }").Problem().ShouldContain("warning: objectives[0].targets[0].by: lies in the past");

    [Fact]
    public void Work_is_read_by_the_source_it_is_done_at()
    {
        var verdict = Given.With("\"objectives\":", """
            "actions": [
                { "name": "Fair", "objective": "awareness", "date": "2026-11-20", "account": "facebook" },
                { "name": "Calendar", "objective": "awareness", "from": "2026-12-01", "to": "2026-12-24", "campaign": "advent" }
              ],
              "postingPlan": { "facebook": 3 },
              "costs": { "facebook:2011": { "hoursPerWeek": 2.5, "hourlyCost": 45, "currency": "EUR" } },
              "objectives":
            """);
        var config = verdict.Config.ShouldNotBeNull();
        var facebook = new AccountRef("facebook", "2011");
        config.Actions.Select(action => (action.Name, action.Days.Count, action.Account, action.Campaign)).ShouldBe([("Fair", 1, facebook, null), ("Calendar", 24, null, "advent")]);
        config.PostingPlan[facebook].ShouldBe(3);
        config.Costs[facebook].ShouldBe(new(2.5, 45, 0, "EUR"));
    }

    [Theory]
    [InlineData("\"actions\": [{ \"name\": \"x\", \"objective\": \"sales\", \"date\": \"2026-11-20\" }]", "allowed: awareness, google-independence")]
    [InlineData("\"actions\": [{ \"name\": \"x\", \"objective\": \"awareness\" }]", "needs either a date, or from and to")]
    [InlineData("\"actions\": [{ \"name\": \"x\", \"objective\": \"awareness\", \"from\": \"2026-11-20\", \"to\": \"2026-11-19\" }]", "lies before from")]
    [InlineData("\"postingPlan\": { \"instagram\": 3 }", "is not a declared source; allowed: facebook:2011, matomo:1")]
    [InlineData("\"postingPlan\": { \"facebook\": 3, \"facebook:2011\": 4 }", "postingPlan.facebook:2011: is facebook:2011 again; delete one of them")]
    [InlineData("\"postingPlan\": { \"facebook\": 1e30 }", "is not a whole number of posts a week, 0 to 1000")]
    [InlineData("\"postingPlan\": { \"facebook\": -3 }", "is not a whole number of posts a week, 0 to 1000")]
    [InlineData("\"postingPlan\": { \"facebook\": 2.5 }", "is not a whole number")]
    [InlineData("\"costs\": { \"facebook\": { \"hourlyCost\": 45 } }", "currency: is missing")]
    [InlineData("\"costs\": { \"facebook\": { \"currency\": \"euro\" } }", "such as EUR")]
    public void Wrong_work_is_explained(string work, string words)
    {
        var verdict = Given.With("\"objectives\":", work + ", \"objectives\":");
        verdict.Config.ShouldBeNull();
        verdict.Problem().ShouldContain(words);
    }

    [Theory]
    [InlineData("", "1:1: error: the file is empty")]
    [InlineData("\uFEFF \n", "1:1: error: the file is empty")]
    [InlineData("// nothing yet", "error: the file stops being JSON here: the file holds nothing but remarks")]
    [InlineData("{} {}", "1:4: error: the file stops being JSON here: something stands behind the end of the config")]
    [InlineData("{ \"id\": \"shop\"", "error: the file stops being JSON here: the file ends before its last bracket is closed")]
    [InlineData("{ \"id\": \"shop\" ]", "error: the file stops being JSON here: this bracket does not fit one that is open")]
    [InlineData("{ \"id\": \"shop }", "error: the file stops being JSON here: the closing quote of a text is missing")]
    [InlineData("{ \"id\": \"shop,\n \"name\": \"x\" }", "error: the file stops being JSON here: a text holds a character that it may not; its closing quote may be missing")]
    [InlineData("{ id: \"shop\" }", "error: the file stops being JSON here: the name of a field, in quotes, is expected")]
    [InlineData("{ \"id\" \"shop\" }", "error: the file stops being JSON here: a colon is missing behind the name of a field")]
    [InlineData("{ \"id\": , }", "error: the file stops being JSON here: a value is expected")]
    [InlineData("{ \"id\": \"a\\q\" }", "error: the file stops being JSON here: a backslash in a text is written twice")]
    [InlineData("{ \"id\": 1. }", "error: the file stops being JSON here: a number is not written as one")]
    [InlineData("null", "1:1: error: null is not an object; a config is one { }")]
    [InlineData("[1]", "1:1: error: a list is not an object; a config is one { }")]
    [InlineData("{\n  \"id\": \"shop\",\n  \"name\": \"a\" \"b\"\n}", "3:15: error: the file stops being JSON here: a comma is missing, or a bracket")]
    [InlineData("{ \"name\": \"\\ud800\" }", "1:11: error: this text holds half a character")]
    public void A_file_that_is_no_config_is_explained(string json, string words)
    {
        var verdict = Given.Parse(json);
        verdict.Config.ShouldBeNull();
        string.Join('\n', verdict.Problems).ShouldContain(words);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_told_where()
    {
        var verdict = Given.Parser.Parse("shop.json", Encoding.Latin1.GetBytes("{\n  \"name\": \"Café\"\n}"), Given.Today);
        verdict.Problem().ShouldBe("2:15: error: the file is not UTF-8; save it as UTF-8");
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        Given.Parse(new string(' ', ConfigParser.LargestFile + 1)).Problem().ShouldContain("are too many");

    [Fact]
    public void Nesting_without_end_is_refused() => Given.Parse(new string('[', 10_000)).Config.ShouldBeNull();

    private static ConfigVerdict Target(string target) =>
        Given.With("\"awareness\"", "{ \"objective\": \"awareness\", \"targets\": [" + target + "] }");
}
