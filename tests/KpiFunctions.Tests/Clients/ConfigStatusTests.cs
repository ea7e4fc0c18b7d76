using System.Text;
using System.Text.Json;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Runs.Intake;
using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Clients;

/// <summary>The verdict as its blob holds it.</summary>
public sealed class ConfigStatusTests
{
    private static readonly DateTimeOffset Checked = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_refused_config_is_told_problem_by_problem()
    {
        var verdict = Given.With("\"language\": \"en\"", "\"language\": \"französisch\"");
        GoldenFile.Check("Clients/Golden/refused.status.json", Written(verdict, hadEarlier: true) + "\n");
    }

    [Fact]
    public void A_page_of_the_docs_shows_a_problem_as_it_is()
    {
        var verdict = Given.Parser.Parse("broken.json", File.ReadAllBytes(Repository.PathOf("samples", "clients", "broken.json")), Given.Today);
        var lines = Written(verdict, hadEarlier: false).Split('\n').Select(line => line.Trim().TrimEnd(',')).ToHashSet(StringComparer.Ordinal);
        var page = File.ReadAllText(Repository.PathOf("docs", "clients.md"));
        var shown = page[page.IndexOf("  \"severity\"", StringComparison.Ordinal)..].Split("\n}")[0].Split('\n').Select(line => line.Trim().TrimEnd(',')).ToList();
        shown.Count.ShouldBe(8);
        shown.ShouldBeSubsetOf(lines);
    }

    [Theory]
    [InlineData(true, true, "this version")]
    [InlineData(true, false, "this version")]
    [InlineData(false, true, "the last good version")]
    [InlineData(false, false, "nothing: the client gets no digest")]
    public void It_says_what_is_in_force_now(bool isGood, bool hadEarlier, string inForce)
    {
        using var status = JsonDocument.Parse(Written(isGood ? Given.Parse(Given.Config) : Given.Parse("{"), hadEarlier));
        status.RootElement.GetProperty("accepted").GetBoolean().ShouldBe(isGood);
        status.RootElement.GetProperty("inForce").GetString().ShouldBe(inForce);
    }

    private static string Written(ConfigVerdict verdict, bool hadEarlier) => Encoding.UTF8.GetString(DroppedBlobs.Written(ConfigIntake.StatusOf(verdict, "\"0x8DC\"", Checked, hadEarlier)));
}
