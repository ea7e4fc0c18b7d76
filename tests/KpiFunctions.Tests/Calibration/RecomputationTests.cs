using KpiFunctions.Calibration.Recomputing;

namespace KpiFunctions.Tests.Calibration;

/// <summary>
/// Every figure of random worlds, computed a second time from the simulated world: few worlds at every run, more in the long
/// tests, and 2,000 by the calibration's command (docs/kpis/recomputation.md).
/// </summary>
public sealed class RecomputationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static readonly TheoryData<string> GalleryWeeks = [.. GalleryRecomputation.All(figure => figure).Select(week => week.Name)];

    [Fact]
    public Task Every_figure_is_the_simulated_worlds_or_says_why_there_is_none() => ComparesAsync(1, 3);

    [LongFact]
    public Task Every_figure_of_many_worlds_is_the_simulated_worlds_or_says_why_there_is_none() => ComparesAsync(4, 50);

    [Theory]
    [MemberData(nameof(GalleryWeeks))]
    public void Every_figure_of_the_gallery_is_that_of_its_readings(string week)
    {
        var comparison = GalleryRecomputation.All(figure => figure).Single(one => one.Name == week).Comparison;
        comparison.Differences.ShouldBeEmpty();
        comparison.Figures.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_figure_that_is_wrong_or_missing_is_found_whichever_it_is()
    {
        var plan = Undisturbed(6);
        var played = await Played.PlayAsync(plan, Token);
        var known = played.Figures.Where(figure => figure.Value is not null).ToList();
        known.Count.ShouldBeGreaterThan(10);
        foreach (var wrong in known)
        {
            Found(figure => figure with { Value = (figure.Value * 1.000_01) + 0.000_01 });
            Found(figure => figure with { Value = null, Gap = "PartialWeek" });
            Found(_ => null);

            void Found(Func<EngineFigure, EngineFigure?> planted) =>
                Recomputation.Compare(plan, played, figure => figure == wrong ? planted(figure) : figure).Differences.Select(difference => difference.Name).ShouldBe([wrong.Name]);
        }
    }

    [Fact]
    public async Task A_figure_that_no_account_has_told_is_found()
    {
        var plan = Undisturbed(6);
        var played = await Played.PlayAsync(plan, Token);
        var missing = played.Figures.Where(figure => figure.Value is null).Select(figure => figure.Name).ToList();
        missing.ShouldNotBeEmpty();
        Recomputation.Compare(plan, played, figure => figure.Value is null ? figure with { Value = 1, Gap = null } : figure)
            .Differences.Select(difference => difference.Name).ShouldBe(missing, ignoreOrder: true);
    }

    [Fact]
    public async Task A_difference_says_whose_and_which_figure_it_is_and_how_to_see_it_again()
    {
        using var output = new StringWriter();
        var totals = new RecomputeTotals(output);
        await RecomputeCommand.PlayAsync([6], 1, RecomputeCommand.Planted("mentions"), totals, Token);
        totals.IsBroken.ShouldBeTrue();
        output.ToString().ShouldContain("seed 6, client shop, week of ");
        output.ToString().ShouldContain("awareness mentions: the engine has ");
        output.ToString().ShouldContain("again: recompute --replay 6");
        totals.Line.ShouldContain(" 1 differ, ");
    }

    [Fact]
    public void Worlds_have_every_source_objective_and_fault()
    {
        var worlds = Enumerable.Range(1, 400).Select(RandomWorld.Draw).ToList();
        worlds.SelectMany(world => world.Accounts).Select(account => account.Type).Distinct().Count().ShouldBe(10);
        worlds.SelectMany(world => world.Objectives).Distinct().Count().ShouldBe(5);
        worlds.Count(world => world.Formulas.Count > 0).ShouldBeGreaterThan(100);
        worlds.SelectMany(world => world.Faults).Select(fault => fault.Kind).Distinct().Count().ShouldBeGreaterThan(20);
        worlds.Count(world => world.Monday < world.Newest).ShouldBeGreaterThan(50);
        RandomWorld.Draw(7).ToString().ShouldBe(RandomWorld.Draw(7).ToString());
    }

    private static RandomWorld Undisturbed(int seed) => RandomWorld.Draw(seed) with { Faults = [] };

    private static async Task ComparesAsync(int first, int count)
    {
        using var output = new StringWriter();
        var totals = new RecomputeTotals(output);
        await RecomputeCommand.PlayAsync(Enumerable.Range(first, count), Environment.ProcessorCount, figure => figure, totals, Token);
        totals.IsBroken.ShouldBeFalse(output.ToString());
        totals.Line.ShouldMatch(@"^\d+ figures, 0 differ, \d+ explained$");
    }
}
