using System.Text;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Clients.Parsing;
using KpiFunctions.Pipeline.History;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Runs.Fetching;
using KpiFunctions.Pipeline.Sources.All;

namespace KpiFunctions.Tests.Runs.Fetching;

/// <summary>What <c>kpi doctor</c> lists.</summary>
public sealed class EndingsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-29T12:00:00Z");
    private static readonly SourceTraits Facebook = AllSources.Traits["facebook"];

    [Theory]
    [InlineData("2027-02-27", true)]
    [InlineData("2027-02-28", false)]
    [InlineData("2026-11-01", true)]
    public void A_version_is_listed_when_it_ends_within_ninety_days_or_has_ended(string endsOn, bool isListed)
    {
        var versions = Endings.Of([Facebook with { VersionEnd = new("v25.0", DateOnly.Parse(endsOn)) }], [Client("shop", ("1015", null))], Now);
        versions.Count.ShouldBe(isListed ? 1 : 0);
        if (isListed) versions[0].ShouldSatisfyAllConditions(ending => ending.What.ShouldBe("version v25.0 of Facebook's API"), ending => ending.Concerned.ShouldBe(["shop"]));
    }

    [Fact]
    public void An_access_that_several_clients_use_is_one_line_and_one_of_an_account_its_own()
    {
        var endings = Endings.Of(
            [Facebook with { VersionEnd = null }],
            [
                Client("atelier", ("1", Now.AddDays(30))), Client("bakery", ("2", Now.AddDays(30))),
                Client("port", ("3", Now.AddDays(10)), "meta-port"), Client("quay", ("4", Now.AddDays(91))), Client("silent", ("5", null)),
            ],
            Now);

        endings.Select(ending => $"{ending.EndsOn:yyyy-MM-dd} {ending.What}: {string.Join(", ", ending.Concerned)}").ShouldBe(
            ["2026-12-09 the access 'meta-port' to Facebook: port", "2026-12-29 the access 'agency-meta' to Facebook: atelier, bakery, quay"]);
        endings[0].ToDo.ShouldBe("renew it and put the new secret into the vault as 'meta-port'");
    }

    [Fact]
    public void Nothing_is_listed_where_no_end_is_known() => Endings.Of([Facebook with { VersionEnd = null }], [Client("shop", ("1", null))], Now).ShouldBeEmpty();

    private static (ClientConfig Client, IReadOnlyList<Cursor> Cursors) Client(string id, (string Account, DateTimeOffset? AccessEnds) page, string? credential = null)
    {
        var config = new ConfigParser(AllSources.Traits, Objectives.Traits).Parse($"{id}.json", Encoding.UTF8.GetBytes(KpiFunctions.Testing.Given.Client(id)), DateOnly.FromDateTime(Now.UtcDateTime)).Config!;
        config = config with { Sources = [new() { Type = "facebook", Account = page.Account, Name = "Facebook", Credential = credential }] };
        return (config, [new() { Account = config.Sources[0].Ref, AccessEnds = page.AccessEnds }]);
    }
}
