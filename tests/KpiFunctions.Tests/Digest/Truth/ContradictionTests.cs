using System.Globalization;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Model;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>No part of a mail contradicts another one, by a list of rules that each have a name.</summary>
public sealed class ContradictionTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void No_week_of_the_gallery_contradicts_itself(string language) =>
        SampleWeekSet.All(language, new()).Concat(SampleWeekSet.Three(language, new()))
            .SelectMany(sample => ContradictionRule.In(PartsOf(sample.Client, KpiEngine.Compute(sample.Client, sample.History, sample.Week), sample.Edition)).Select(found => $"{sample.Name}: {found}"))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Three_hundred_random_weeks_do_not_contradict_themselves(string language) => Found(language, 40_001, 150).ShouldBeEmpty();

    /// <summary>Five thousand unless the environment asks for more, or for other ones.</summary>
    [LongTheory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Thousands_of_random_weeks_do_not_contradict_themselves(string language) =>
        Found(language, Asked("KPI_TRUTH_SEED", 50_001), Asked("KPI_TRUTH_WEEKS", 5_000) / 2).ShouldBeEmpty();

    [Fact]
    public void Nothing_to_do_above_a_proposal_is_found() =>
        Planted(mail => mail with { Lede = "No action needed.", Proposals = new("What we suggest", [new("More video.", null)], null) }).ShouldContain(found => found.StartsWith("nothing to do above a proposal"));

    [Fact]
    public void A_percentage_of_another_base_is_found() =>
        Planted(mail => mail with { Rows = [.. mail.Rows.Select(row => row with { Lead = row.Lead! with { Figure = "41", Centre = "40", Change = "+40%" } })] }).ShouldContain(found => found.StartsWith("a percentage that is not"));

    [Fact]
    public void A_row_without_figure_and_reason_is_found() =>
        Planted(mail => mail with { Rows = [.. mail.Rows.Select(row => row with { Lead = null, Reason = null })] }).ShouldContain(found => found.StartsWith("a row without its figure"));

    [Fact]
    public void A_target_behind_in_a_week_that_meets_it_is_found()
    {
        var sample = SampleWeekSet.Three("en", new()).Single(sample => sample.Name == "three-better");
        var parts = PartsOf(sample.Client, KpiEngine.Compute(sample.Client, sample.History, sample.Week), sample.Edition);
        parts.Mail.Rows.ShouldContain(row => row.Target != null && row.Target.Contains("behind despite this week", StringComparison.Ordinal));
        ContradictionRule.In(parts with { Mail = parts.Mail with { Rows = [.. parts.Mail.Rows.Select(row => row with { Target = row.Target?.Replace(" despite this week", "", StringComparison.Ordinal) })] } })
            .ShouldHaveSingleItem().ShouldStartWith("a pace that the week contradicts");
    }

    private static IReadOnlyList<string> Planted(Func<DigestModel, DigestModel> fault)
    {
        var kpis = HandMade.Quiet();
        var given = new HandMade("en");
        var client = given.Client([.. kpis.Objectives.Select(result => result.Objective)]);
        var parts = PartsOf(client, kpis, given.Edition(client));
        ContradictionRule.In(parts).ShouldBeEmpty();
        return ContradictionRule.In(parts with { Mail = fault(parts.Mail) });
    }

    private static List<string> Found(string language, int first, int count)
    {
        var found = new List<string>();
        for (var seed = first; seed < first + count && found.Count < 20; seed++)
        {
            var week = new RandomWeek(seed, language);
            found.AddRange(ContradictionRule.In(PartsOf(week.Client, week.Compute(), week.Edition)).Select(each => $"seed {seed}: {each}"));
        }

        return found;
    }

    private static int Asked(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : otherwise;

    private static MailParts PartsOf(ClientConfig client, WeekReport kpis, Edition edition) =>
        new(DigestWriter.Write(new(Language.Of(client.Language), client, kpis.Week, Limits.Steps[0], edition), kpis), kpis, client.Language);
}
