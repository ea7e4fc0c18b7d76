using System.Net;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Periods;
using KpiFunctions.Pipeline.Readings;
using KpiFunctions.Pipeline.Sources;
using KpiFunctions.Pipeline.Sources.Graph;

namespace KpiFunctions.Tests.Sources.Graph;

/// <summary>What a token may do, and how long a version of the API lives.</summary>
public sealed class GraphAccessTests : IDisposable
{
    private static readonly SourceConfig Page = new() { Type = "facebook", Account = "1015", Name = "Facebook", Credential = "own" };

    private readonly SourceBench bench = new(DateTimeOffset.Parse("2026-11-24T09:00:00Z"));

    public GraphAccessTests() => bench.Platform.On("graph.facebook.com/v27.0/1015/", """{"data":[]}""");

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Each_permission_that_is_missing_is_told_by_name()
    {
        bench.Platform.On("/debug_token", """{"data":{"type":"PAGE","is_valid":true,"scopes":["pages_show_list","pages_read_engagement"]}}""");

        var refusals = await RefusalsAsync(checks: true);

        refusals.Select(refusal => refusal.What).ShouldBe(["permission read_insights", "permission pages_read_user_content"]);
        refusals.ShouldAllBe(refusal => refusal.Failure.Kind == SourceFailureKind.PermissionMissing);
        refusals[1].Failure.Message.ShouldContain("comments, reactions and mentions");
        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains(SourceBench.Token, StringComparison.Ordinal), "an address would end up in logs");
    }

    [Fact]
    public async Task A_fetch_that_is_not_to_check_asks_nothing()
    {
        (await RefusalsAsync(checks: false)).ShouldBeEmpty();

        bench.Platform.Requests.ShouldNotContain(request => request.Address.Contains("debug_token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":{"message":"(#100) You must provide an app access token","code":100}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"data":{"is_valid":true}}""", HttpStatusCode.OK)]
    [InlineData("<html>", HttpStatusCode.OK)]
    public async Task A_token_of_which_Meta_does_not_tell_costs_nothing(string body, HttpStatusCode status)
    {
        bench.Platform.On("/debug_token", body, status);

        (await RefusalsAsync(checks: true)).ShouldBeEmpty();
    }

    [Fact]
    public void The_version_in_use_is_listed_and_every_earlier_one_has_its_end()
    {
        GraphVersions.All[^1].Name.ShouldBe(GraphVersions.Used);
        GraphVersions.End.ShouldBeNull("Meta has not stated it");
        GraphVersions.All.SkipLast(1).ShouldAllBe(version => version.EndsOn != null && version.EndsOn > version.IntroducedOn.AddYears(2));
        GraphVersions.EndOf("v25.0").ShouldBe(new("v25.0", new(2028, 7, 29)));
    }

    private async Task<List<Refusal>> RefusalsAsync(bool checks)
    {
        var request = new SourceRequest(Page, SourceBench.Token, SourceBench.Days("2026-11-22", "2026-11-24"), Zone.Utc) { ChecksAccess = checks };
        var refusals = new List<Refusal>();
        await foreach (var page in bench.Catalog.Find("facebook")!.FetchAsync(request, TestContext.Current.CancellationToken)) refusals.AddRange(page.Refusals);
        return refusals;
    }
}
