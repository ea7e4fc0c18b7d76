using System.Globalization;
using KpiFunctions.Pipeline.Clients;
using KpiFunctions.Pipeline.Digest.Languages;
using KpiFunctions.Pipeline.Digest.Writing;
using KpiFunctions.Pipeline.Kpis;
using KpiFunctions.Pipeline.Kpis.Engine;
using KpiFunctions.Pipeline.SampleWeeks;

namespace KpiFunctions.Tests.Digest.Truth;

/// <summary>Every sentence of a digest is borne out by the figures that it was written from.</summary>
public sealed class TruthTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Three_hundred_random_weeks_are_told_truly(string language) => Untruths(language, 20_261, 150).ShouldBeEmpty();

    /// <summary>Two thousand unless the environment asks for more, or for other ones.</summary>
    [LongTheory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Thousands_of_random_weeks_are_told_truly(string language)
    {
        var (weeks, first) = (Asked("KPI_TRUTH_WEEKS", 2_000), Asked("KPI_TRUTH_SEED", 1));
        Untruths(language, first, weeks / 2).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Weeks_of_every_kind_are_told_truly(string language)
    {
        foreach (var week in (string[])["busy", "quiet", "first", "nothing"])
        {
            var given = new HandMade(language);
            WeekReport kpis = week switch { "busy" => given.Busy(), "quiet" => HandMade.Quiet(), "first" => HandMade.First(), _ => HandMade.Nothing() };

            // One of its verdicts and the action of one suggestion are made by hand, too.
            kpis = kpis with { Objectives = [.. kpis.Objectives.Select(result => result.Verdict == ObjectiveVerdict.Unknown && result.Primary.Any(kpi => kpi.Value.Value is not null) ? result with { Verdict = ObjectiveVerdict.Steady } : result)] };
            var client = given.Client([.. kpis.Objectives.Select(result => result.Objective)]);
            client = client with { Actions = [.. kpis.Objectives.SelectMany(result => result.Actions).Select(result => result.Action)] };
            TruthOfDigest.Untruths(Written(language, client, kpis, given.Edition(client), Limits.Steps[0]), client, kpis.Week).ShouldBeEmpty(week);
        }

        foreach (var sample in SampleWeekSet.All(language, new()))
        {
            var kpis = KpiEngine.Compute(sample.Client, sample.History, sample.Week);
            TruthOfDigest.Untruths(Written(language, sample.Client, kpis, sample.Edition, Limits.Steps[0]), sample.Client, sample.Week).ShouldBeEmpty(sample.Name);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void What_is_checked_is_what_is_sent(string language)
    {
        string[] sent = ["advice.", "note.", "moves", "usual", "row.", "headline.", "lede.", "provisional", "request."];
        // What looks like a tag is left out of plain text, and so would not be found there.
        foreach (var sample in SampleWeekSet.All(language, new()).Where(sample => sample.Name != "hostile"))
        {
            var digest = Pipeline.Runs.Digests.DigestBuilder.Compose(GoldenDigestTests.Renderer, sample.Client, sample.History, [], sample.Week, sample.Edition).Rendered;
            var said = digest.Sentences.Where(sentence => sent.Any(kind => sentence.Key.StartsWith(kind, StringComparison.Ordinal))).ToList();
            said.ShouldNotBeEmpty(sample.Name);
            said.Where(sentence => !digest.Text.Contains(sentence.Text, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(sample.Name);
        }
    }

    [Fact]
    public void A_direction_that_its_figures_contradict_is_found()
    {
        Datum Number(string name, double number) => new(name, $"{number:N0}") { Number = number };
        Found("advice.source-lost-sessions", "google: visits fell from 6,975 to 15,053 in a week, to fewer than usual.",
            Datum.Named("source", "google"), Number("now", 15_053), Number("before", 6_975), Datum.Unsaid("deviation", -3)).ShouldHaveSingleItem().ShouldContain("fell from");
        Found("advice.source-lost-sessions", "google: visits fell from 15,053 to 6,975 in a week, to fewer than usual.",
            Datum.Named("source", "google"), Number("now", 6_975), Number("before", 15_053), Datum.Unsaid("deviation", -3)).ShouldBeEmpty();
    }

    [Fact]
    public void A_pointer_to_what_is_not_there_is_found()
    {
        const string sentence = "Our suggestions are below.";
        Found("lede.proposals", sentence).ShouldHaveSingleItem().ShouldContain("below");
        TruthOfDigest.Untruths(
            [new("", "lede.proposals", sentence, []), new("", "advice.title", "What we suggest", [])],
            new RandomWeek(1, "en").Client, HandMade.Week).ShouldBeEmpty();
    }

    [Fact]
    public void A_comparison_that_the_usual_range_contradicts_is_found()
    {
        Datum Range(double low, double high) => new("ordinary", null) { Number = (low + high) / 2, Range = (low, high) };
        Found("kpi-verdict.AboveAndBetter", "higher than usual", Datum.Unsaid("figure", 40), Range(30, 52)).ShouldHaveSingleItem();
        Found("kpi-verdict.Steady", "normal", Datum.Unsaid("figure", 60), Range(30, 52), Datum.Unsaid("chance", 0.01)).ShouldHaveSingleItem();
        Found("kpi-verdict.Steady", "normal", Datum.Unsaid("figure", 40), Range(30, 52), Datum.Unsaid("chance", 0.6)).ShouldBeEmpty();
    }

    [Fact]
    public void A_number_that_is_not_that_of_its_data_or_has_none_is_found()
    {
        Found("plan.planned", "Page A: 3 planned", Datum.Named("account", "Page A"), new Datum("n", "3") { Number = 4 }).ShouldHaveSingleItem();
        Found("plan.planned", "Page A: 3 planned", Datum.Named("account", "Page A")).ShouldHaveSingleItem();
        Found("plan.planned", "Page Z: 3 planned", Datum.Named("account", "Page Z"), new Datum("n", "3") { Number = 3 }).ShouldHaveSingleItem().ShouldContain("config");
    }

    [Fact]
    public void A_claim_that_nothing_checks_is_found() => Found("new", "Everything is far above the moon").ShouldHaveSingleItem().ShouldContain("no rule checks");

    private static int Asked(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : otherwise;

    private static IReadOnlyList<string> Found(string key, string text, params Datum[] data) =>
        TruthOfDigest.Untruths([new("", key, text, data)], new RandomWeek(1, "en").Client, HandMade.Week);

    private static List<string> Untruths(string language, int first, int count)
    {
        var found = new List<string>();
        for (var seed = first; seed < first + count && found.Count < 40; seed++)
        {
            var week = new RandomWeek(seed, language);
            var kpis = week.Compute();
            foreach (var limits in (Limits[])[Limits.Steps[seed % Limits.Steps.Count], Limits.Page])
                found.AddRange(TruthOfDigest.Untruths(Written(language, week.Client, kpis, week.Edition, limits), week.Client, week.Week).Select(untruth => $"{seed}: {untruth}"));
        }

        return found;
    }

    private static List<Sentence> Written(string language, ClientConfig client, WeekReport kpis, Edition edition, Limits limits)
    {
        var desk = new Desk(Language.Of(language), client, kpis.Week, limits, edition);
        DigestWriter.Write(desk, kpis);
        return desk.Sentences;
    }
}
